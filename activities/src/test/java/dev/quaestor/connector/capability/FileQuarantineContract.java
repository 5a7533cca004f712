package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.FileArtifact;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link FileQuarantine} must keep. */
public abstract class FileQuarantineContract extends PortContract<FileQuarantine> {
  protected FileQuarantineContract() {
    super(FileQuarantine.class);
  }

  /** One that lies on a device, with its path and all its hashes. */
  protected abstract FileArtifact file();

  /** One that is no longer where it was; the back end may have to be told to take it away. */
  protected abstract FileArtifact notThere();

  /** A file on a device of another estate. */
  protected abstract FileArtifact onStranger();

  /** Whether {@link #file} is locked away, by the back end's own word. */
  protected abstract boolean lockedAway();

  @Test
  void whatIsReadIsWhatIsSoBeforeAndAfter() {
    assertThat(
            port().obstacle(file(), acquaintance(file()), new Acquaintance.NotAsked<>("not here")))
        .isEmpty();
    assertThat(port().quarantined(file())).isEqualTo(Standing.NOT_IN_FORCE);
    assertThat(lockedAway()).isFalse();

    done(port().quarantine(file(), mandate()));

    assertThat(port().quarantined(file())).isEqualTo(Standing.IN_FORCE);
    assertThat(lockedAway()).isTrue();
  }

  @Test
  void theSameMandateTwiceActsOnceAndFindsWhatTheFirstCallLeft() {
    var mandate = mandate();
    done(port().quarantine(file(), mandate));

    nothingIsDone(() -> done(port().quarantine(file(), mandate)));
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var mandate = mandate();

    isDoneOnceThoughItsAnswerIsLost(() -> port().quarantine(file(), mandate));
    assertThat(lockedAway()).isTrue();
  }

  @Test
  void theSha1ThatItGoesByIsTheFilesOwn() {
    var nameless =
        new FileArtifact(
            file().deviceId(),
            file().name(),
            file().directory(),
            file().sha256(),
            null,
            null,
            null,
            null);

    assertThat(port().sha1(nameless).orElse(file().sha1())).isEqualTo(file().sha1());
  }

  @Test
  void whatIsNotThereIsNoSuccess() {
    var gone = notThere();

    isNoSuccess(() -> port().quarantine(gone, mandate()));
    assertThat(port().quarantined(gone)).isNotEqualTo(Standing.IN_FORCE);
  }

  @Test
  void onAStrangerItIsRefusedAndNothingIsDone() {
    isInTheWay(
        acquaintance(onStranger()),
        port()
            .obstacle(
                onStranger(), acquaintance(onStranger()), new Acquaintance.NotAsked<>("not here")));

    isRefused(() -> port().quarantine(onStranger(), mandate()));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    isAwayFor(() -> port().quarantined(file()), () -> port().quarantine(file(), mandate()));
    assertThat(lockedAway()).isFalse();
  }
}
