package dev.quaestor.connector.defender;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.hunting.HuntedActivity;
import dev.quaestor.connector.hunting.HuntedSightings;
import dev.quaestor.vault.Vault;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The table of contents of this room. */
final class DefenderConnector implements Connector {
  private final String name;
  private final BackEndClient api;
  private final List<Capability> capabilities;

  DefenderConnector(DefenderSettings settings, BackEndClient api, Vault vault, Clock clock) {
    this.name = settings.api().connector();
    this.api = api;
    var machines = new Machines(api);
    var actions = new MachineActions(api, machines, settings.awayAfter(), clock);
    var files = new Files(api);
    var indicators = new Indicators(api);
    var hunting = new AdvancedHunting(api);
    var live = new LiveResponse(api, actions);
    var shelf = new ScriptShelf(api);
    var script = new DeviceScript(live, shelf, machines);
    var isolation = new Isolation(actions);
    var offered =
        new ArrayList<Capability>(
            List.of(
                new DefenderCredential(
                    api, settings.liveResponse(), settings.releaseScript().isPresent()),
                machines,
                files,
                indicators,
                hunting,
                new HuntedSightings(hunting, settings.api().tenant()),
                HuntedActivity.ofDevices(hunting),
                new LibraryListing(api),
                new Alerts(api),
                new DefenderAlertStatus(api),
                isolation,
                new Containment(isolation),
                new CodeRestriction(actions),
                new Scans(api, actions),
                new Offboarding(actions),
                new InvestigationPackages(api, actions, vault),
                new UrlIndicators(api, indicators, settings.blockFor(), clock)));
    if (settings.liveResponse()) {
      offered.add(new Samples(live, actions, vault));
      offered.add(new Processes(script, actions));
      offered.add(new Removals(script, actions));
      offered.add(new LibraryScripts(live, shelf, actions, vault));
    }
    var sha1s = new Sha1s(files);
    var release =
        settings
            .releaseScript()
            .filter(name -> settings.liveResponse())
            .map(name -> new ScriptedRelease(name, live, actions, sha1s));
    release.ifPresent(offered::add);
    offered.add(new Quarantine(actions, sha1s, release.orElse(null)));
    this.capabilities = List.copyOf(offered);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    api.close();
  }
}
