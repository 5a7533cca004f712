package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.PackageCollection;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Device;
import dev.quaestor.vault.Vault;
import java.util.Optional;

/** {@code collectInvestigationPackage}, and the package itself. */
final class InvestigationPackages implements PackageCollection {
  static final String DOWNLOAD = "GET investigation package";
  private static final Pattern QUOTES = Pattern.compile("^\"|\"$");

  private final BackEndClient api;
  private final MachineActions actions;
  private final Vault vault;

  InvestigationPackages(BackEndClient api, MachineActions actions, Vault vault) {
    this.api = api;
    this.actions = actions;
    this.vault = vault;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.managed(device, host),
        Requirements.supported(host, "An investigation package"));
  }

  @Override
  public Progress collect(Device device, Mandate mandate) {
    var order =
        new MachineActions.Order(
            Type.PACKAGE,
            "/api/machines/{id}/collectInvestigationPackage",
            BackEndJson.object(),
            any -> true);
    return settle(actions.order(actions.machine(device), order, mandate));
  }

  @Override
  public Progress poll(String ticket) {
    return settle(actions.get(ticket));
  }

  private Progress settle(MachineAction action) {
    if (!action.succeeded()) {
      return actions.progress(action);
    }
    try {
      var link =
          BackEndJson.textOr(
              api.call(Request.get("/api/machineactions/{id}/getPackageUri", action.id())),
              "value",
              "");
      // The back end's own example puts quotes inside the value.
      var kept = api.download(DOWNLOAD, QUOTES.matcher(link).replaceAll(""), vault::store);
      return new Progress.Collected(
          kept.sha256(), kept.size(), "the package is in the vault as " + kept.sha256());
    } catch (ConnectorException absent) {
      if (absent.kind() != Kind.NOT_FOUND) {
        throw absent;
      }
      // Succeeded, and still being uploaded.
      return new Progress.InProgress(action.id(), false, "the package is not ready yet");
    }
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
