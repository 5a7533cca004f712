package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.ItemRemoval;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes files, files and lines of cron, and units of systemd off a host. What is needed to put them
 * back is kept there; an image says only what it was, so that another one is left.
 */
final class Removals extends HostWork implements ItemRemoval {
  private static final HostScript FILES = HostScript.onFiles("quarantine.sh", "deletion.sh");
  private static final HostScript LINES = HostScript.onFiles("crontab.sh");
  private static final HostScript UNITS = HostScript.onFiles("units.sh");

  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:file|line) [0-9a-f]{64}|unit (?:ACTIVE|STOPPED|OFFLINE) (?:NONE -|(?:LINK|FILE) [0-9a-f]{64})");

  Removals(Inventory inventory, HostShell shell) {
    super(inventory, shell, FILES);
  }

  /** What an item is on a Linux host. */
  private sealed interface Thing {
    /** A file, of which a hash may be known. */
    record Whole(FileArtifact file) implements Thing {}

    /** One line of a file of cron. */
    record Line(CronTask task) implements Thing {}

    /** A unit of systemd, by its whole name. */
    record Unit(String name) implements Thing {}

    /**
     * None.
     *
     * @param because one sentence for people
     */
    record None(String because) implements Thing {}
  }

  private static Thing thing(OnDevice item) {
    return switch (item) {
      case FileArtifact file -> whole(file);
      case ScheduledTask task -> task(task);
      case SystemService service -> unit(service.name());
      case RegistryEntry entry -> new Thing.None("Only Windows has a registry");
      case Driver driver -> new Thing.None("Drivers can be disabled only on Windows");
      default -> new Thing.None("No such item is taken off a Linux host");
    };
  }

  private static Thing whole(FileArtifact file) {
    return FilePlaces.first(file).isPresent()
        ? new Thing.Whole(file)
        : new Thing.None("On Linux a file is found by its full path, which is not known");
  }

  private static Thing task(ScheduledTask task) {
    if (task.name().endsWith(".timer")) {
      return unit(task.name());
    }
    return CronTask.named(task.name())
        .<Thing>map(
            cron ->
                cron.line().isPresent()
                    ? new Thing.Line(cron)
                    : new Thing.Whole(cron.file(task.deviceId())))
        .orElseGet(
            () ->
                new Thing.None(
                    "On Linux a task is named by its timer, or by its file of cron and, after a"
                        + " colon, a line of it"));
  }

  private static Thing unit(String name) {
    var whole = name.indexOf('.') < 0 ? name + ".service" : name;
    return new Thing.Unit(whole);
  }

  @Override
  public Optional<String> obstacle(OnDevice item, Acquaintance<KnownDevice> host) {
    return obstacle(item.deviceId(), host)
        .or(
            () ->
                thing(item) instanceof Thing.None none
                    ? Optional.of(none.because())
                    : Optional.empty());
  }

  @Override
  public Look look(OnDevice item, Mandate mandate) {
    var seen =
        switch (thing(item)) {
          case Thing.Whole whole ->
              look(FILES, item.deviceId(), "look_item", FilePlaces.anyOf(whole.file()));
          case Thing.Line line -> look(LINES, item.deviceId(), "look_line", line.task().values());
          case Thing.Unit unit ->
              look(UNITS, item.deviceId(), "look_unit", Map.of("unit", unit.name()));
          case Thing.None none -> HostAnswer.refused("NOT_SUPPORTED", none.because());
        };
    if (seen.isRefused()) {
      return new Look.Refused(seen.code().isEmpty() ? "REFUSED" : seen.code(), seen.detail());
    }
    return switch (seen.state()) {
      case "GONE" -> new Look.Gone(seen.detail());
      case "THERE" -> new Look.There(image(seen.body()));
      default ->
          throw new ConnectorException(
              Kind.MALFORMED_ANSWER, "the host did not say whether the item is there");
    };
  }

  private static String image(String told) {
    if (!IMAGE.matches(told)) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "the host did not say how the item could be put back");
    }
    return told;
  }

  @Override
  public Progress remove(OnDevice item, String image, Mandate mandate) {
    return settle(item, image, mandate, "quarantine", "remove_line", "remove_unit");
  }

  @Override
  public Progress restore(OnDevice item, String image, Mandate mandate) {
    return settle(item, image, mandate, "release_file", "restore_line", "restore_unit");
  }

  private Progress settle(
      OnDevice item, String image, Mandate mandate, String onFile, String onLine, String onUnit) {
    if (!IMAGE.matches(image)) {
      return new Progress.Failed("NOT_AN_IMAGE", "what was recorded of the item cannot be read");
    }
    return switch (thing(item)) {
      case Thing.Whole whole ->
          image.startsWith("file ")
              ? act(
                  FILES,
                  item.deviceId(),
                  onFile,
                  FilePlaces.of(whole.file(), image.substring("file ".length())),
                  mandate)
              : another();
      case Thing.Line line ->
          image.startsWith("line ")
              ? act(LINES, item.deviceId(), onLine, line.task().values(), mandate)
              : another();
      case Thing.Unit unit -> {
        var values = new LinkedHashMap<String, String>();
        values.put("unit", unit.name());
        values.put("image", image);
        yield image.startsWith("unit ")
            ? act(UNITS, item.deviceId(), onUnit, values, mandate)
            : another();
      }
      case Thing.None none -> new Progress.Failed("NOT_SUPPORTED", none.because());
    };
  }

  private static Progress another() {
    return new Progress.Failed("NOT_AN_IMAGE", "what was recorded is of another kind of item");
  }
}
