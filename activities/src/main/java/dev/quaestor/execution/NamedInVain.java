package dev.quaestor.execution;

import dev.quaestor.action.DeviceAction.StopAndQuarantineFile;
import dev.quaestor.action.LiveResponseAction.RunScript;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.ScriptLibraryReader;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.execution.TargetFacts.OwnFacts;
import dev.quaestor.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a person names and no back end has where they say it is: a script that the library does not
 * hold, a file that was never seen on that device. An alert is itself a sighting, so that only what
 * people name is looked for.
 */
final class NamedInVain {
  private static final int MOST_SCRIPTS = 10_000;
  private static final int MOST_DEVICES = 1_000;
  private static final int LONGEST_NAME = 120;

  /** Hunting keeps as much. */
  private static final Duration LOOK_BACK = Duration.ofDays(30);

  private final Connectors connectors;
  private final Instant now;

  NamedInVain(Connectors connectors, Instant now) {
    this.connectors = connectors;
    this.now = now;
  }

  /**
   * One sentence; empty where it is there, and where nobody can say.
   *
   * @param by the connector that is to do it: another estate's library and records say nothing of
   *     its devices
   */
  Optional<String> because(RemediationAction action, String by, OwnFacts known) {
    if (action instanceof RunScript run) {
      return script(run.script(), by);
    }
    // Live response finds by its path what has lain there since before anybody recorded it.
    return action instanceof StopAndQuarantineFile quarantine
        ? file(quarantine.target(), by, known)
        : Optional.empty();
  }

  private Optional<String> script(String name, String by) {
    var libraries =
        connectors.offers(ScriptLibraryReader.class).stream()
            .filter(offer -> offer.connector().equals(by))
            .map(Offer::capability)
            .toList();
    return libraries.isEmpty()
            || libraries.stream()
                .flatMap(library -> library.scripts(MOST_SCRIPTS).stream())
                .anyMatch(script -> script.name().equals(name))
        ? Optional.empty()
        : Optional.of(
            "The live response library has no script \"%s\""
                .formatted(Excerpt.of(name, LONGEST_NAME)));
  }

  private Optional<String> file(FileArtifact file, String by, OwnFacts known) {
    var host = known.device().known().map(seen -> seen.device().deviceId()).orElse(null);
    if (host == null || (file.sha256() == null && file.sha1() == null)) {
      return Optional.empty();
    }
    var records = records(by);
    for (var record : records) {
      var seen = record.ofFile(file, now.minus(LOOK_BACK), MOST_DEVICES);
      var there = seen.stream().anyMatch(s -> host.equalsIgnoreCase(s.device().deviceId()));
      if (there || seen.size() >= MOST_DEVICES) {
        return Optional.empty();
      }
    }
    return records.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "No record from the last %d days says that the file was ever on this device"
                .formatted(LOOK_BACK.toDays()));
  }

  /** Its own and, where it has such, those of all who have no devices of their own. */
  private List<Sightings> records(String by) {
    var all = connectors.offers(Sightings.class);
    return all.stream().noneMatch(offer -> offer.connector().equals(by))
        ? List.of()
        : all.stream()
            .filter(
                offer ->
                    offer.connector().equals(by)
                        || !TargetFacts.has(connectors, offer.connector(), DeviceDirectory.class))
            .map(Offer::capability)
            .toList();
  }
}
