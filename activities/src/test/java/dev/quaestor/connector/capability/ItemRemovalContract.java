package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.ItemRemoval.Look;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link ItemRemoval} must keep. */
public abstract class ItemRemovalContract extends PortContract<ItemRemoval> {
  protected ItemRemovalContract() {
    super(ItemRemoval.class);
  }

  /** A file that is there, with its path and all its hashes. */
  protected abstract FileArtifact file();

  /** One of each other kind that it takes away, all of them there. */
  protected abstract List<OnDevice> others();

  /** A file on a device of another estate. */
  protected abstract FileArtifact onStranger();

  /**
   * The item with whatever else of it is kept (mode, owner, times), by the back end's own word and
   * comparable by equals; empty when it is not there, or is stopped or disabled.
   */
  protected abstract Optional<?> asItIs(OnDevice item);

  /** Somebody puts another file in the place of this one. */
  protected abstract void putAnotherInPlaceOf(FileArtifact file);

  private Look seen(OnDevice item) {
    return seen(port(), item, mandate());
  }

  private String image(OnDevice item) {
    assertThat(seen(item)).isInstanceOf(Look.There.class);
    return ((Look.There) seen(item)).image();
  }

  private void isTakenAwayAndPutBackAsItWas(OnDevice item) {
    assertThat(port().obstacle(item, acquaintance(item))).isEmpty();
    var image = image(item);
    var before = asItIs(item);
    assertThat(before).as("looking changes nothing").isPresent();

    done(port().remove(item, image, mandate()));
    assertThat(asItIs(item)).isEmpty();
    assertThat(seen(item)).isInstanceOf(Look.Gone.class);
    assertThat(ended(port().remove(item, image, mandate()))).isInstanceOf(Progress.Already.class);

    done(port().restore(item, image, mandate()));
    assertThat(asItIs(item)).isEqualTo(before);
    assertThat(seen(item)).isInstanceOf(Look.There.class);
    assertThat(ended(port().restore(item, image, mandate()))).isInstanceOf(Progress.Already.class);
  }

  @Test
  void aFileIsTakenAwayAndPutBackAsItWas() {
    isTakenAwayAndPutBackAsItWas(file());
  }

  @Test
  void whateverElseItTakesAwayItPutsBackAsItWas() {
    others().forEach(this::isTakenAwayAndPutBackAsItWas);
  }

  @Test
  void theSameMandateTwiceActsOnceAndFindsWhatTheFirstCallLeft() {
    var image = image(file());
    var act = mandate();
    var undo = mandate();

    done(port().remove(file(), image, act));
    nothingIsDone(() -> done(port().remove(file(), image, act)));
    done(port().restore(file(), image, undo));
    nothingIsDone(() -> done(port().restore(file(), image, undo)));
    assertThat(asItIs(file())).isPresent();
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var image = image(file());
    var act = mandate();
    var undo = mandate();

    isDoneOnceThoughItsAnswerIsLost(() -> port().remove(file(), image, act));
    assertThat(asItIs(file())).isEmpty();
    isDoneOnceThoughItsAnswerIsLost(() -> port().restore(file(), image, undo));
    assertThat(asItIs(file())).isPresent();
  }

  @Test
  void theSameMandateLooksOnceAndItsLookIsNotItsAct() {
    var mandate = mandate();
    var look = seen(port(), file(), mandate);

    nothingIsDone(() -> assertThat(seen(port(), file(), mandate)).isEqualTo(look));
    done(port().remove(file(), ((Look.There) look).image(), mandate));
    assertThat(asItIs(file())).isEmpty();
  }

  @Test
  void aFileThatIsAnotherOneByNowIsLeft() {
    var image = image(file());
    var other =
        new FileArtifact(
            file().deviceId(),
            file().name(),
            file().directory(),
            "b".repeat(64),
            null,
            null,
            null,
            null);
    assertThat(seen(other)).isInstanceOf(Look.Refused.class);

    done(port().remove(file(), image, mandate()));
    putAnotherInPlaceOf(file());

    isNoSuccess(() -> port().remove(file(), image, mandate()));
  }

  @Test
  void whatStandsInItsPlaceByNowIsNeverOverwritten() {
    var image = image(file());
    done(port().remove(file(), image, mandate()));
    putAnotherInPlaceOf(file());
    var theirs = asItIs(file());

    isNoSuccess(() -> port().restore(file(), image, mandate()));
    assertThat(asItIs(file())).isPresent().isEqualTo(theirs);
  }

  @Test
  void onAStrangerItIsRefusedAndNothingIsDone() {
    isInTheWay(
        acquaintance(onStranger()), port().obstacle(onStranger(), acquaintance(onStranger())));
    var image = image(file());

    nothingIsDone(
        () -> {
          try {
            assertThat(seen(onStranger())).isInstanceOf(Look.Refused.class);
          } catch (ConnectorException refused) {
            assertThat(refused.isPassing()).isFalse();
          }
        });
    isRefused(() -> port().remove(onStranger(), image, mandate()));
    isRefused(() -> port().restore(onStranger(), image, mandate()));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    var image = image(file());

    isAwayFor(
        () -> port().look(file(), mandate()),
        () -> port().remove(file(), image, mandate()),
        () -> port().restore(file(), image, mandate()));
    assertThat(asItIs(file())).isPresent();
  }
}
