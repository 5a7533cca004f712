package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Receipt;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link MailForwarding} must keep. */
public abstract class MailForwardingContract extends PortContract<MailForwarding> {
  protected MailForwardingContract() {
    super(MailForwarding.class);
  }

  /** A rule that sends mail outside and nowhere else. */
  protected abstract MailboxRule outward();

  /** A rule that sends mail both inside and outside, and does something else besides. */
  protected abstract MailboxRule both();

  /** A rule that sends mail inside only. */
  protected abstract MailboxRule inward();

  /** A rule that there is none of in a mailbox that there is. */
  protected abstract MailboxRule gone();

  /** The whole rule, by the back end's own word and comparable by equals. */
  protected abstract Object asItIs(MailboxRule rule);

  /** Whether it sends mail outside, by the back end's own word. */
  protected abstract boolean sendsOutside(MailboxRule rule);

  /** Somebody makes another rule of it. */
  protected abstract void somebodyChanges(MailboxRule rule);

  private Receipt.Rule image(MailboxRule rule) {
    return port().image(rule).orElseThrow();
  }

  private void isTurnedOffAndPutBackAsItWas(MailboxRule rule) {
    var before = asItIs(rule);
    var inward = asItIs(inward());
    var image = image(rule);
    assertThat(port().knows(rule)).isTrue();
    assertThat(image.enabled()).isTrue();
    assertThat(port().forwards(rule)).isTrue();
    assertThat(sendsOutside(rule)).isTrue();

    done(port().turnOff(rule, mandate()));
    assertThat(image(rule).enabled()).isFalse();
    assertThat(sendsOutside(rule)).isFalse();

    done(port().restore(rule, image.before(), mandate()));
    assertThat(asItIs(rule)).isEqualTo(before);
    assertThat(image(rule).enabled()).isTrue();
    assertThat(asItIs(inward())).isEqualTo(inward);
  }

  @Test
  void whatOnlySendsOutsideIsTurnedOffAndPutBackAsItWas() {
    isTurnedOffAndPutBackAsItWas(outward());
  }

  @Test
  void whatDoesMoreIsTurnedOffAndPutBackAsItWas() {
    isTurnedOffAndPutBackAsItWas(both());
  }

  @Test
  void whatItSendsInsideGoesOn() {
    var rule = both();
    done(port().turnOff(rule, mandate()));

    assertThat(port().forwards(rule)).isTrue();
  }

  @Test
  void repeatedItChangesNothing() {
    var before = image(outward()).before();
    var act = mandate();
    var undo = mandate();

    done(port().turnOff(outward(), act));
    nothingIsDone(() -> port().turnOff(outward(), act));
    done(port().restore(outward(), before, undo));
    nothingIsDone(() -> port().restore(outward(), before, undo));
  }

  @Override
  Class<? extends Progress> repeated() {
    return Progress.Already.class;
  }

  @Test
  void whatWasDoneThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var before = image(outward()).before();
    var act = mandate();
    var undo = mandate();

    isDoneOnceThoughItsAnswerIsLost(() -> port().turnOff(outward(), act));
    assertThat(sendsOutside(outward())).isFalse();
    isDoneOnceThoughItsAnswerIsLost(() -> port().restore(outward(), before, undo));
    assertThat(sendsOutside(outward())).isTrue();
    isDoneOnceThoughItsAnswerIsLost(() -> port().restore(gone(), before, undo));
  }

  @Test
  void whatSendsInsideOnlyIsLeft() {
    assertThat(image(inward()).enabled()).isFalse();
    assertThat(port().forwards(inward())).isTrue();

    already(() -> port().turnOff(inward(), mandate()));
  }

  @Test
  void whatIsGoneSendsNothing() {
    assertThat(port().image(gone())).isEmpty();
    assertThat(port().forwards(gone())).isFalse();

    already(() -> port().turnOff(gone(), mandate()));
  }

  @Test
  void whatSomebodyHasChangedSinceIsToldApart() {
    var before = image(outward());
    done(port().turnOff(outward(), mandate()));
    var left = before.leaving(image(outward()).before());
    assertThat(port().changedSince(outward(), left)).isEmpty();

    done(port().restore(outward(), before.before(), mandate()));
    assertThat(port().changedSince(outward(), left)).as("it is restored").isEmpty();

    somebodyChanges(outward());
    assertThat(port().changedSince(outward(), left)).isPresent();
  }

  @Test
  void aRuleThatSomebodyHasDeletedSinceIsChanged() {
    var left = new Receipt.Rule(gone().mailbox(), gone().ruleId(), true, "{}", "{}");

    assertThat(port().changedSince(gone(), left)).isPresent();
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    var image = image(outward());

    isAwayFor(
        () -> port().image(outward()),
        () -> port().forwards(outward()),
        () -> port().turnOff(outward(), mandate()),
        () -> port().restore(outward(), image.before(), mandate()),
        () -> port().changedSince(outward(), image.leaving(image.before())));
    assertThat(List.of(sendsOutside(outward()))).containsExactly(true);
  }
}
