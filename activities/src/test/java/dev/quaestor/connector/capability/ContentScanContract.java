package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Content;
import dev.quaestor.connector.capability.ContentScan.Form;
import dev.quaestor.connector.capability.ContentScan.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link ContentScan} must keep. */
public abstract class ContentScanContract extends PortContract<ContentScan> {
  protected ContentScanContract() {
    super(ContentScan.class);
  }

  /** Contents that the engine recognises, in a form that it looks through. */
  protected abstract Content known();

  /** Contents of that form that nobody would. */
  protected abstract Content harmless();

  /** More bytes than it takes of that form. */
  protected abstract long tooMany();

  @Test
  void whatItKnowsIsFoundByANameAndAgainWhenItIsAskedAgain() {
    var first = port().scan(known());

    assertThat(first).isInstanceOf(Answer.Found.class);
    assertThat(((Answer.Found) first).signs())
        .allSatisfy(sign -> assertThat(sign.name()).isNotBlank().doesNotContain("\n"));
    assertThat(port().scan(known())).isEqualTo(first);
  }

  @Test
  void whatNobodyWouldRecogniseIsLookedThroughAndNoMore() {
    assertThat(port().scan(harmless())).isEqualTo(new Answer.NothingFound());
  }

  @Test
  void itLooksThroughTheFormsThatItSaysAndThoseAreAskedOfIt() {
    assertThat(port().forms()).contains(known().form(), harmless().form());
  }

  @Test
  void whatIsLargerThanItTakesIsNotOpenedAndSaid() {
    var opened = new AtomicBoolean();
    var large =
        new Content(
            known().form(),
            tooMany(),
            () -> {
              opened.set(true);
              throw new IOException("nobody should ask");
            });

    assertThat(port().scan(large)).satisfies(answer -> unlooked(answer, Reason.TOO_LARGE));
    assertThat(opened).isFalse();
  }

  @Test
  void nothingAtAllIsAContentToo() {
    assertThat(port().scan(Content.of(known().form(), new byte[0])))
        .isNotInstanceOf(Answer.Found.class);
  }

  @Test
  void awayIsSaidAndIsNoAnswerAboutTheContents() {
    backEnd().goAway();

    assertThat(port().scan(known())).satisfies(answer -> unlooked(answer, Reason.AWAY));
    assertThat(port().scan(harmless())).satisfies(answer -> unlooked(answer, Reason.AWAY));
  }

  @Test
  void whoeverHasBeenAwayIsNotAskedAHundredTimes() {
    backEnd().goAway();
    port().scan(harmless());
    backEnd().comeBack();

    var before = Instant.now();
    for (int n = 0; n < 100; n++) {
      assertThat(port().scan(known())).satisfies(answer -> unlooked(answer, Reason.AWAY));
    }
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void contentsThatCannotBeReadAreNobodysAbsence() {
    var broken =
        new Content(
            Form.MAIL,
            10,
            () -> {
              throw new IOException("the disk is broken");
            });

    assertThatThrownBy(() -> port().scan(broken)).isInstanceOf(UncheckedIOException.class);
    assertThat(port().scan(known())).isInstanceOf(Answer.Found.class);
  }

  protected static void unlooked(Answer answer, Reason reason) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.CouldNotLook.class,
            no -> {
              assertThat(no.reason()).isEqualTo(reason);
              assertThat(no.sentence()).endsWith(".").doesNotContain("\n");
            });
  }
}
