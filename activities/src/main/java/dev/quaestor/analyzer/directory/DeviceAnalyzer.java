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
import java.util.Set;

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
    return List.of(
        switch (context.devices().about(evidence.key())) {
          case Lookup.Known<KnownDevice> known -> judge(known.value());
          case Lookup.NotThere<KnownDevice> none ->
              Finding.inconclusive(SOURCE, "DEVICE_NOT_KNOWN", "No back end knows this device.");
          case Lookup.CouldNotLook<KnownDevice> down ->
              Finding.blind(SOURCE, down.code(), down.sentence());
          case Lookup.NobodyToAsk<KnownDevice> nobody ->
              Finding.inconclusive(
                  SOURCE, "NOBODY_KNOWS_DEVICES", "No configured back end knows devices.");
        });
  }

  private static Finding judge(KnownDevice device) {
    if (!device.onboarded()) {
      return Finding.inconclusive(
          SOURCE, "DEVICE_NOT_WATCHED", "The device is known, but no sensor monitors it.");
    }
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
                  : "The device is known; its back end sees no notable risk, although its "
                      + "sensor does not report fully.");
    };
  }
}
