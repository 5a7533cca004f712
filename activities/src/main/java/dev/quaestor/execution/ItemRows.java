package dev.quaestor.execution;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.ItemRemoval;
import dev.quaestor.connector.capability.ProcessControl;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.SampleCollection;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import java.time.Duration;

/** Actions on what is on a device: files, processes, and what starts by itself. */
final class ItemRows {
  /** One attempt's wait for a device to be looked at: of a longer one people are told. */
  private static final Duration LOOK_FOR = Duration.ofSeconds(6);

  private ItemRows() {}

  static ActionExecution stopAndQuarantineFile() {
    return ActionExecution.of(
        FileQuarantine.class,
        DeviceAction.StopAndQuarantineFile.class,
        FileArtifact.class,
        (c, file, known) -> c.obstacle(file, known.device(), known.file()),
        (c, a, run) -> {
          var file = a.named(run.receipt());
          return new SwitchEffect(
              c,
              () -> c.quarantined(file),
              Standing.IN_FORCE,
              m -> c.quarantine(file, m),
              () ->
                  c.sha1(file)
                      .<Receipt>map(Receipt.LockedAway::new)
                      .orElse(new Receipt.State(false)),
              // Not what it was called beforehand: beside a SHA-256 that may be another file's.
              receipt -> c.sha1(file).<Receipt>map(Receipt.LockedAway::new).orElse(receipt),
              true,
              "the file is in quarantine");
        });
  }

  static ActionExecution releaseFromQuarantine() {
    return ActionExecution.of(
            QuarantineRelease.class,
            DeviceAction.ReleaseFromQuarantine.class,
            FileArtifact.class,
            (c, file, known) -> c.obstacle(file, known.device()),
            (c, a, run) ->
                new SwitchEffect(
                    c,
                    () -> c.released(a.target()),
                    Standing.IN_FORCE,
                    m -> c.release(a.target(), m),
                    false,
                    "the file was restored"))
        .whateverHasBecomeOfIt()
        .onlyIfUnchanged((c, a, left, m) -> c.changedSince(a.target(), left, m));
  }

  static ActionExecution requestSample() {
    return ActionExecution.of(
        SampleCollection.class,
        DeviceAction.RequestSample.class,
        FileArtifact.class,
        (c, file, known) -> c.obstacle(file, known.device()),
        (c, a, run) ->
            new OneWayEffect(
                c,
                m -> c.collect(a.target(), m),
                a.target().name() == null ? "sample" : a.target().name(),
                a.target().sha256()));
  }

  static ActionExecution killProcess() {
    return ActionExecution.of(
        ProcessControl.class,
        LiveResponseAction.KillProcess.class,
        ProcessArtifact.class,
        (c, process, known) -> c.obstacle(process, known.device()),
        (c, a, run) -> new OneWayEffect(c, m -> c.kill(a.target(), m)));
  }

  static <A extends LiveResponseAction.Removal, T extends Entity & OnDevice>
      ActionExecution removal(Class<A> action, Class<T> target) {
    return ActionExecution.of(
        ItemRemoval.class,
        action,
        target,
        (c, item, known) -> c.obstacle(item, known.device()),
        (c, a, run) -> new RemovalEffect(c, target.cast(a.target()), run.mandate(), LOOK_FOR));
  }

  static <A extends LiveResponseAction.Restoration, T extends Entity & OnDevice>
      ActionExecution restoration(Class<A> action, Class<T> target) {
    return ActionExecution.of(
            ItemRemoval.class,
            action,
            target,
            (c, item, known) -> c.obstacle(item, known.device()),
            (c, a, run) ->
                new OneWayEffect(c, m -> c.restore(target.cast(a.target()), a.image(), m)))
        .whateverHasBecomeOfIt();
  }
}
