package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.FileArtifact;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link QuarantineRelease} must keep, beside a {@link FileQuarantine}. */
public abstract class QuarantineReleaseContract extends PortContract<QuarantineRelease> {
  protected QuarantineReleaseContract() {
    super(QuarantineRelease.class);
  }

  /** One that lies on a device, with its path and all its hashes. */
  protected abstract FileArtifact file();

  /** A file on a device of another estate. */
  protected abstract FileArtifact onStranger();

  /**
   * {@link #file} as it lies in its place, with whatever else of it is kept (owner, mode, times),
   * by the back end's own word and comparable by equals; empty when it is not there.
   */
  protected abstract Optional<?> asItLies();

  private void lockAway(Mandate mandate) {
    var quarantine = offered(FileQuarantine.class).orElseThrow();
    assertThat(ended(quarantine, quarantine.quarantine(file(), mandate)))
        .isInstanceOf(Progress.Done.class);
    assertThat(asItLies()).isEmpty();
  }

  @Test
  void itPutsBackWhatWasThereAndIsReadSo() {
    assertThat(port().obstacle(file(), acquaintance(file()))).isEmpty();
    var before = asItLies();
    lockAway(mandate());
    assertThat(port().released(file())).isEqualTo(Standing.NOT_IN_FORCE);

    done(port().release(file(), mandate()));

    assertThat(asItLies()).isPresent().isEqualTo(before);
    assertThat(port().released(file())).isEqualTo(Standing.IN_FORCE);
    assertThat(offered(FileQuarantine.class).orElseThrow().quarantined(file()))
        .isEqualTo(Standing.NOT_IN_FORCE);
  }

  @Test
  void whatIsLockedAwayAnewIsNotGivenBackByAnEarlierRelease() {
    lockAway(mandate());
    done(port().release(file(), mandate()));
    lockAway(mandate());

    assertThat(port().released(file())).isEqualTo(Standing.NOT_IN_FORCE);
    done(port().release(file(), mandate()));
    assertThat(asItLies()).isPresent();
  }

  @Test
  void theSameMandateTwiceActsOnceAndFindsWhatTheFirstCallLeft() {
    var mandate = mandate();
    lockAway(mandate());
    done(port().release(file(), mandate));

    nothingIsDone(() -> done(port().release(file(), mandate)));
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var mandate = mandate();
    lockAway(mandate());

    isDoneOnceThoughItsAnswerIsLost(() -> port().release(file(), mandate));
    assertThat(asItLies()).isPresent();
  }

  @Test
  void whatIsNotLockedAwayIsNoSuccess() {
    var before = asItLies();
    assertThat(port().released(file())).isEqualTo(Standing.NOT_IN_FORCE);

    assertThat(ended(port().release(file(), mandate())))
        .isInstanceOfAny(Progress.Already.class, Progress.Failed.class);
    assertThat(asItLies()).isEqualTo(before);
  }

  @Test
  void whatIsNotLockedAwayIsGivenBackAlready() {
    already(() -> port().release(file(), mandate()));
  }

  @Test
  void onAStrangerItIsRefusedAndNothingIsDone() {
    isInTheWay(
        acquaintance(onStranger()), port().obstacle(onStranger(), acquaintance(onStranger())));

    isRefused(() -> port().release(onStranger(), mandate()));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    lockAway(mandate());

    isAwayFor(
        () -> port().released(file()),
        () -> port().release(file(), mandate()),
        () -> port().changedSince(file(), left(mandate()), mandate()));
    assertThat(asItLies()).isEmpty();
  }

  @Test
  void whatSomebodyElseHasLockedAwaySinceIsToldApart() {
    var ours = mandate();
    var theirs = mandate();
    var undo = mandate();
    lockAway(ours);
    assertThat(port().changedSince(file(), left(ours), mandate())).isEmpty();

    done(port().release(file(), undo));
    assertThat(port().changedSince(file(), left(ours), mandate()))
        .as("it no longer stands")
        .isEmpty();

    lockAway(theirs);
    assertThat(port().changedSince(file(), left(ours), mandate())).isPresent();
    assertThat(port().changedSince(file(), left(ours, theirs), mandate())).isEmpty();
    assertThat(port().changedSince(file(), left(ours), undo)).as("an undo that began").isEmpty();
  }
}
