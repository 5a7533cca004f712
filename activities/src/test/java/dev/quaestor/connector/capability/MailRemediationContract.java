package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.MailRemediation.Results;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What whoever offers {@link MailRemediation} must keep. */
public abstract class MailRemediationContract extends PortContract<MailRemediation> {
  protected MailRemediationContract() {
    super(MailRemediation.class);
  }

  /** A message in an inbox, by its mailbox and Message-ID. */
  protected abstract MailMessage one();

  /** A copy of it in the inbox of somebody else. */
  protected abstract MailMessage sibling();

  /** The same message in a mailbox that never had it. */
  protected abstract MailMessage neverThere();

  /** The same message in a mailbox that the back end does not serve. */
  protected abstract MailMessage outOfReach();

  /** Messages that are alike, those two among them. */
  protected abstract MailCluster cluster();

  /** All of them in every mailbox, by the back end's own word. */
  protected abstract Set<EntityKey> alike();

  /** The folder that a message is in, by the back end's own word; empty when it is purged. */
  protected abstract Optional<String> place(MailMessage message);

  private static List<MessageResult> results(List<MovedMessage> messages) {
    return messages.stream().map(MovedMessage::result).toList();
  }

  private static List<MovedMessage> all(MessageResult result, Results of) {
    assertThat(of.broke()).isNull();
    assertThat(results(of.messages())).isNotEmpty().containsOnly(result);
    return of.messages();
  }

  private List<MovedMessage> moved(Entity target, Destination destination) {
    return all(
        MessageResult.MOVED,
        port().move(port().locate(target, destination.aim()), destination, mandate()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INBOX")
  void itIsMovedAndExactlyItComesBackToWhereItWas(Destination destination) {
    var home = place(one());
    var elsewhere = place(sibling());

    var moved = moved(one(), destination);

    assertThat(moved).hasSize(1);
    assertThat(place(one())).isPresent().isNotEqualTo(home);
    if (destination == Destination.QUARANTINE) {
      assertThat(moved.getFirst().keptAs()).as("its raw form in the vault").isNotNull();
    }

    all(MessageResult.MOVED, port().restore(moved, mandate()));
    assertThat(place(one())).isEqualTo(home);
    assertThat(place(sibling())).isEqualTo(elsewhere);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INBOX")
  void aRepeatedCallFindsWhatTheFirstOneMovedAndMovesNothing(Destination destination) {
    var mandate = mandate();
    var located = port().locate(one(), Aim.AWAY);
    var first = all(MessageResult.MOVED, port().move(located, destination, mandate));

    nothingIsDone(
        () -> {
          var again = all(MessageResult.MOVED, port().move(located, destination, mandate));
          assertThat(again.getFirst().idAfter()).isEqualTo(first.getFirst().idAfter());
          assertThat(again.getFirst().folderAfter()).isEqualTo(first.getFirst().folderAfter());
        });
  }

  @Test
  void whatWasMovedThoughItsAnswerWasLostIsFoundByTheSameMandate() {
    var home = place(one());
    var act = mandate();
    var undo = mandate();
    // A folder that is not there yet is made first.
    all(MessageResult.MOVED, port().restore(moved(one(), Destination.QUARANTINE), mandate()));
    for (var destination : List.of(Destination.QUARANTINE, Destination.JUNK)) {
      var located = port().locate(one(), Aim.AWAY);

      loses(() -> port().move(located, destination, act), MessageResult.MOVED);
      assertThat(place(one())).isPresent().isNotEqualTo(home);
      var moved = all(MessageResult.MOVED, port().move(located, destination, act));
      loses(() -> port().restore(moved, undo), MessageResult.MOVED, MessageResult.ALREADY_THERE);
      assertThat(place(one())).isEqualTo(home);
    }
    var located = port().locate(one(), Aim.PURGED);
    var purge = mandate();
    loses(() -> port().purge(located, purge), MessageResult.MOVED, MessageResult.GONE);
    assertThat(place(one())).isEmpty();
  }

  /** Its answer is lost, which is not told as a failure; repeated it does nothing and is so. */
  private void loses(Supplier<Results> act, MessageResult... repeated) {
    var before = backEnd().state();
    backEnd().loseNextAnswer();
    try {
      var results = act.get();
      assertThat(results(results.messages()))
          .doesNotContain(MessageResult.FAILED, MessageResult.GONE, MessageResult.ALREADY_THERE);
    } catch (ConnectorException lost) {
      assertThat(lost.isPassing()).isTrue();
      assertThat(lost.mayHaveActed()).isTrue();
    }
    backEnd().comeBack();
    assertThat(backEnd().state()).as("it was done").isNotEqualTo(before);

    nothingIsDone(() -> assertThat(results(act.get().messages())).hasSize(1).isSubsetOf(repeated));
  }

  @Test
  void aRepeatedWayBackIsBackAlready() {
    var moved = moved(one(), Destination.RECOVERABLE);
    var undo = mandate();
    all(MessageResult.MOVED, port().restore(moved, undo));

    nothingIsDone(() -> all(MessageResult.ALREADY_THERE, port().restore(moved, undo)));
  }

  @Test
  void whatIsWhereItShouldGoIsAlreadyThere() {
    var located = port().locate(one(), Aim.BACK);

    nothingIsDone(
        () -> all(MessageResult.ALREADY_THERE, port().move(located, Destination.INBOX, mandate())));
  }

  @Test
  void whatWasNeverThereIsNeverSeenAndNotMoved() {
    var located = port().locate(neverThere(), Aim.AWAY);
    assertThat(results(located)).containsExactly(MessageResult.NEVER_SEEN);

    nothingIsDone(
        () -> {
          assertThat(results(port().move(located, Destination.JUNK, mandate()).messages()))
              .doesNotContain(MessageResult.MOVED, MessageResult.ALREADY_THERE);
          assertThat(results(port().purge(located, mandate()).messages()))
              .doesNotContain(MessageResult.MOVED);
        });
  }

  @Test
  void aMailboxThatIsNotServedIsNoEmptyOne() {
    var message = outOfReach();

    if (port().knows(message)) {
      assertThat(results(port().locate(message, Aim.AWAY))).containsOnly(MessageResult.FAILED);
    }
  }

  @Test
  void aClusterIsEveryCopyThatIsThereNow() {
    assertThat(port().knows(cluster())).isTrue();

    var located = port().locate(cluster(), Aim.AWAY);

    assertThat(results(located)).containsOnly(MessageResult.PENDING);
    assertThat(located)
        .extracting(m -> MailMessage.named(null, m.internetMessageId(), m.mailbox()).key())
        .containsExactlyInAnyOrderElementsOf(alike());
  }

  @Test
  void itKnowsMailAndNothingElse() {
    assertThat(port().knows(one())).isTrue();
    assertThat(port().knows(Device.ofId("one"))).isFalse();
  }

  @Test
  void whatIsPurgedIsGoneAndPurgedOnce() {
    var mandate = mandate();
    var located = port().locate(one(), Aim.PURGED);
    all(MessageResult.MOVED, port().purge(located, mandate));
    assertThat(place(one())).isEmpty();
    assertThat(place(sibling())).isPresent();

    nothingIsDone(
        () ->
            assertThat(results(port().purge(located, mandate).messages()))
                .containsAnyOf(MessageResult.MOVED, MessageResult.GONE)
                .hasSize(1));
    // Whether it ever was there only records of delivery can tell.
    assertThat(results(port().locate(one(), Aim.AWAY)))
        .hasSize(1)
        .isSubsetOf(MessageResult.GONE, MessageResult.NEVER_SEEN);
    all(MessageResult.GONE, port().move(located, Destination.RECOVERABLE, mandate()));
  }

  @Test
  void whatSomebodyHasMovedOnSinceIsLeft() {
    var ours = moved(one(), Destination.RECOVERABLE);
    moved(one(), Destination.JUNK);
    var theirs = place(one());

    nothingIsDone(() -> all(MessageResult.CHANGED_SINCE, port().restore(ours, mandate())));
    assertThat(place(one())).isEqualTo(theirs);
  }

  @Test
  void whatSomebodyHasRemovedSinceIsNotBack() {
    var ours = moved(one(), Destination.RECOVERABLE);
    port().purge(port().locate(one(), Aim.PURGED), mandate());
    assertThat(place(one())).isEmpty();

    nothingIsDone(() -> all(MessageResult.CHANGED_SINCE, port().restore(ours, mandate())));
  }

  @Test
  void whatIsInQuarantineIsAwayAlreadyAndCanBeHadBack() {
    var home = place(one());
    moved(one(), Destination.QUARANTINE);

    assertThat(results(port().locate(one(), Aim.AWAY)))
        .containsExactly(MessageResult.ALREADY_THERE);
    assertThat(results(port().locate(one(), Aim.BACK))).containsExactly(MessageResult.PENDING);
    moved(one(), Destination.INBOX);
    assertThat(place(one())).isEqualTo(home);
  }

  @Test
  void awayIsAwayAndNotAnEmptyMailbox() {
    var located = port().locate(one(), Aim.AWAY);
    var home = place(one());

    isAwayFor(() -> port().locate(one(), Aim.AWAY), () -> port().locate(cluster(), Aim.AWAY));
    breaks(() -> port().move(located, Destination.JUNK, mandate()));
    breaks(() -> port().move(located, Destination.QUARANTINE, mandate()));
    breaks(() -> port().purge(located, mandate()));
    assertThat(place(one())).isEqualTo(home);

    var moved = moved(one(), Destination.RECOVERABLE);
    breaks(() -> port().restore(moved, mandate()));
    assertThat(place(one())).isPresent().isNotEqualTo(home);
  }

  /**
   * Of each message by itself, or of all: in a way that passes, and with no word of the message.
   */
  private void breaks(Supplier<Results> act) {
    nothingIsDone(
        () -> {
          backEnd().goAway();
          try {
            var results = act.get();
            assertThat(results.broke())
                .isNotNull()
                .satisfies(broke -> assertThat(broke.isPassing()).isTrue());
            assertThat(results(results.messages()))
                .containsAnyOf(MessageResult.FAILED, MessageResult.OUT_OF_SIGHT)
                .hasSize(1);
          } catch (ConnectorException broke) {
            assertThat(broke.isPassing()).isTrue();
          }
          backEnd().comeBack();
        });
  }
}
