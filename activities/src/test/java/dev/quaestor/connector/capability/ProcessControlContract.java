package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.ProcessArtifact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link ProcessControl} must keep. */
public abstract class ProcessControlContract extends PortContract<ProcessControl> {
  protected ProcessControlContract() {
    super(ProcessControl.class);
  }

  /** One that runs on a device, with its number and its start. */
  protected abstract ProcessArtifact running();

  /** A process on a device of another estate. */
  protected abstract ProcessArtifact onStranger();

  /** Whether it still runs, by the back end's own word. */
  protected abstract boolean runs();

  private ProcessArtifact startedAt(@Nullable Instant start) {
    return new ProcessArtifact(
        running().deviceId(), running().processId(), start, running().commandLine(), null, null);
  }

  @Test
  void itIsGoneAndThenThereIsNothingToDo() {
    assertThat(port().obstacle(running(), acquaintance(running()))).isEmpty();
    assertThat(runs()).isTrue();

    done(port().kill(running(), mandate()));

    assertThat(runs()).isFalse();
    assertThat(ended(port().kill(running(), mandate()))).isInstanceOf(Progress.Already.class);
  }

  @Test
  void theSameMandateTwiceActsOnceAndFindsWhatTheFirstCallLeft() {
    var mandate = mandate();
    done(port().kill(running(), mandate));

    nothingIsDone(() -> done(port().kill(running(), mandate)));
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var mandate = mandate();
    // What it works with on the device may have to be brought there first.
    ended(port().kill(startedAt(running().startedAt().minusSeconds(600)), mandate()));

    isDoneOnceThoughItsAnswerIsLost(() -> port().kill(running(), mandate));
    assertThat(runs()).isFalse();
  }

  @Test
  void anotherThatHasTheNumberIsLeftAlone() {
    var before = startedAt(running().startedAt().minusSeconds(600));

    assertThat(ended(port().kill(before, mandate()))).isInstanceOf(Progress.Already.class);
    assertThat(runs()).isTrue();
  }

  @Test
  void withoutItsStartItsNumberMayBeAnothers() {
    assertThat(port().obstacle(startedAt(null), acquaintance(running()))).isPresent();
  }

  @Test
  void onAStrangerItIsRefusedAndNothingIsDone() {
    isInTheWay(
        acquaintance(onStranger()), port().obstacle(onStranger(), acquaintance(onStranger())));

    isRefused(() -> port().kill(onStranger(), mandate()));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    isAwayFor(() -> port().kill(running(), mandate()));
    assertThat(runs()).isTrue();
  }
}
