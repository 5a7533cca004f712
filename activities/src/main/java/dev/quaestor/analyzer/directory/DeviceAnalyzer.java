package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.DeviceDirectory.Health;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A machine as its directory knows it. One that is switched off can be examined all the same: what
 * is asked is what the directory knows.
 */
final class DeviceAnalyzer implements Analyzer {
  private static final String SOURCE = "deviceDirectory";

  /**
   * A back end computes the risk from its open alerts, among them the one that is investigated, so
   * it may support a suspicion and never make one.
   */
  private static final int HIGH_RISK = 30;

  private static final int MEDIUM_RISK = 15;

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.DEVICE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    return switch (context.devices().about(evidence.key())) {
      case Lookup.Known<KnownDevice> known -> judge(known.value());
      case Lookup.NotThere<KnownDevice> none ->
          List.of(
              Finding.inconclusive(SOURCE, "DEVICE_NOT_KNOWN", "No back end knows this device."));
      case Lookup.CouldNotLook<KnownDevice> down ->
          List.of(Finding.blind(SOURCE, down.code(), down.sentence()));
      case Lookup.NobodyToAsk<KnownDevice> nobody ->
          List.of(
              Finding.inconclusive(
                  SOURCE, "NOBODY_KNOWS_DEVICES", "No configured back end knows devices."));
    };
  }

  private static List<Finding> judge(KnownDevice device) {
    return device.onboarded()
        ? Stream.concat(Stream.of(risk(device)), unseen(device.health()).stream()).toList()
        : List.of(
            Finding.inconclusive(
                SOURCE, "DEVICE_NOT_WATCHED", "The device is known, but no sensor monitors it."));
  }

  /** A risk is computed from what a sensor reports: none of it is no sign where none reports. */
  private static Optional<Finding> unseen(Health health) {
    return switch (health) {
      case ACTIVE -> Optional.empty();
      case INACTIVE -> Optional.of(unseen("The device's sensor has stopped reporting"));
      case IMPAIRED -> Optional.of(unseen("The device's sensor does not report fully"));
      case UNKNOWN ->
          Optional.of(unseen("Its back end does not say whether the device's sensor reports"));
    };
  }

  private static Finding unseen(String why) {
    return Finding.inconclusive(
        SOURCE, "DEVICE_NOT_REPORTING", why + ", so what happened there may have gone unseen.");
  }

  private static Finding risk(KnownDevice device) {
    return switch (device.risk()) {
      case HIGH ->
          Finding.weighs(
              SOURCE, "DEVICE_RISK_HIGH", HIGH_RISK, "The back end rates the device as high risk.");
      case MEDIUM ->
          Finding.weighs(
              SOURCE,
              "DEVICE_RISK_MEDIUM",
              MEDIUM_RISK,
              "The back end rates the device as medium risk.");
      case UNKNOWN ->
          Finding.inconclusive(
              SOURCE,
              "DEVICE_RISK_UNKNOWN",
              "The device is known, but its back end does not rate its risk.");
      case NONE, INFORMATIONAL, LOW ->
          Finding.nothing(
              SOURCE,
              "DEVICE_KNOWN",
              device.health() == Health.ACTIVE
                  ? "The device is known and reporting; its back end sees no notable risk."
                  : "The device is known; its back end sees no notable risk.");
    };
  }
}
