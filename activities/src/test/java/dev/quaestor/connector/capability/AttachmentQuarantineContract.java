package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.MailRemediation.Results;
import dev.quaestor.entity.MailMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link AttachmentQuarantine} must keep, beside {@link MailRemediation}. */
public abstract class AttachmentQuarantineContract extends PortContract<AttachmentQuarantine> {
  protected AttachmentQuarantineContract() {
    super(AttachmentQuarantine.class);
  }

  /** A message in an inbox with two attachments, by its mailbox and Message-ID. */
  protected abstract MailMessage carrying();

  /** The hash of the first one's content. */
  protected abstract String sha256();

  /** The names of what its user sees attached, by the back end's own word; none of no message. */
  protected abstract List<String> attached();

  private List<MovedMessage> located() {
    return port().locate(carrying(), sha256());
  }

  private static MovedMessage only(MessageResult result, List<MovedMessage> of) {
    assertThat(of).hasSize(1);
    assertThat(of.getFirst().result()).isEqualTo(result);
    return of.getFirst();
  }

  private static MovedMessage only(MessageResult result, Results of) {
    assertThat(of.broke()).isNull();
    return only(result, of.messages());
  }

  private MailRemediation mail() {
    return offered(MailRemediation.class).orElseThrow();
  }

  @Test
  void itIsTakenOutOfWhatItsUserSeesAndTheWholeComesBack() {
    var before = attached();
    assertThat(before).hasSize(2);
    assertThat(port().knows(carrying())).isTrue();
    only(MessageResult.PENDING, located());

    var taken = only(MessageResult.MOVED, port().takeOut(located(), sha256(), mandate()));

    assertThat(attached()).doesNotContain(before.getFirst()).contains(before.getLast());
    assertThat(taken.keptAs()).as("the whole in the vault").isNotNull();

    only(MessageResult.MOVED, mail().restore(List.of(taken), mandate()));
    assertThat(attached()).isEqualTo(before);
  }

  @Test
  void aRepeatedCallFindsWhatTheFirstOneDidAndDoesNothing() {
    var mandate = mandate();
    var located = located();
    var first = only(MessageResult.MOVED, port().takeOut(located, sha256(), mandate));

    nothingIsDone(
        () ->
            assertThat(only(MessageResult.MOVED, port().takeOut(located, sha256(), mandate)))
                .isEqualTo(first));

    var undo = mandate();
    only(MessageResult.MOVED, mail().restore(List.of(first), undo));
    nothingIsDone(() -> only(MessageResult.ALREADY_THERE, mail().restore(List.of(first), undo)));
  }

  @Test
  void whateverAnswerIsLostOnTheWayItIsTakenOutOnceAndTheWholeComesBack() {
    var before = attached();
    var located = located();
    var mandate = mandate();

    for (int lost = 0; lost < 3; lost++) {
      broke(() -> port().takeOut(located, sha256(), mandate), backEnd()::loseNextAnswer);
    }
    var taken = only(MessageResult.MOVED, port().takeOut(located, sha256(), mandate));
    nothingIsDone(() -> only(MessageResult.MOVED, port().takeOut(located, sha256(), mandate)));
    assertThat(attached()).doesNotContain(before.getFirst()).contains(before.getLast());

    only(MessageResult.MOVED, mail().restore(List.of(taken), mandate()));
    assertThat(attached()).isEqualTo(before);
  }

  /** What broke, which passes; empty where it had nothing to tell the back end any more. */
  private Optional<ConnectorException> broke(Supplier<Results> act, Runnable trouble) {
    trouble.run();
    ConnectorException broke;
    try {
      broke = act.get().broke();
    } catch (ConnectorException ofAll) {
      broke = ofAll;
    }
    backEnd().comeBack();
    assertThat(broke == null || broke.isPassing()).isTrue();
    return Optional.ofNullable(broke);
  }

  @Test
  void aMessageThatDoesNotCarryItOrNoLongerDoesNeedsNothing() {
    only(MessageResult.ALREADY_THERE, port().locate(carrying(), "0".repeat(64)));

    only(MessageResult.MOVED, port().takeOut(located(), sha256(), mandate()));
    var now = located();
    only(MessageResult.ALREADY_THERE, now);
    nothingIsDone(
        () -> only(MessageResult.ALREADY_THERE, port().takeOut(now, sha256(), mandate())));
  }

  @Test
  void ofAMessageThatIsInQuarantineAsAWholeItIsNotTaken() {
    only(
        MessageResult.MOVED,
        mail().move(mail().locate(carrying(), Aim.AWAY), Destination.QUARANTINE, mandate()));

    only(MessageResult.FAILED, located());
  }

  @Test
  void ofAMessageThatIsGoneNothingIsTaken() {
    var located = located();
    only(MessageResult.MOVED, mail().purge(mail().locate(carrying(), Aim.PURGED), mandate()));

    assertThat(located())
        .extracting(MovedMessage::result)
        .hasSize(1)
        .isSubsetOf(MessageResult.GONE, MessageResult.NEVER_SEEN);
    nothingIsDone(() -> only(MessageResult.GONE, port().takeOut(located, sha256(), mandate())));
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    var located = located();
    var before = attached();

    isAwayFor(this::located);
    nothingIsDone(
        () ->
            assertThat(broke(() -> port().takeOut(located, sha256(), mandate()), backEnd()::goAway))
                .isPresent());
    assertThat(attached()).isEqualTo(before);
  }
}
