package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Results;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.text.Counted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves or purges the messages of a target.
 *
 * @param patience which breakage is worth a retry; without it what was done so far is the outcome
 */
record MailEffect(
    MailRemediation port, Entity target, Aim aim, Step step, Patience patience, String done)
    implements ImmediateEffect {

  /** What is done to them. */
  @FunctionalInterface
  interface Step {
    Results apply(List<MovedMessage> messages, Mandate mandate);
  }

  @Override
  public Preparation prepare() {
    var messages = port.locate(target, aim);
    if (messages.size() > MailRemediation.LIMIT) {
      return new Preparation.Refused(
          new Outcome.Failed(
              "TOO_MANY_MESSAGES",
              "there are more than "
                  + MailRemediation.LIMIT
                  + " messages, which is too many for one action"));
    }
    var grown = grown(messages.size());
    if (grown.isPresent()) {
      return new Preparation.Refused(grown.get());
    }
    if (messages.stream().noneMatch(m -> m.result() == MessageResult.PENDING)) {
      return new Preparation.Refused(nothingToMove(messages));
    }
    return new Preparation.Ready(new Receipt.Messages(messages, atAnalysis(), messages.size()));
  }

  /** A link that is spoken of everywhere by now takes other mail with it than was shown. */
  private Optional<Outcome> grown(int found) {
    return target instanceof MailCluster cluster
        ? cluster.growsTo().stream()
            .filter(most -> found > most)
            .mapToObj(
                most ->
                    (Outcome)
                        new Outcome.Failed(
                            "GROWN",
                            ("%s matched at analysis and %d match now, so nothing was done; look"
                                    + " at what has come since, and order it again")
                                .formatted(
                                    Counted.of(cluster.count(), "message", "messages"), found)))
            .findFirst()
        : Optional.empty();
  }

  private Outcome nothingToMove(List<MovedMessage> messages) {
    return beyondReach(messages).orElseGet(() -> nobodyHasIt(messages));
  }

  private Outcome nobodyHasIt(List<MovedMessage> messages) {
    var there = messages.stream().filter(m -> m.result() == MessageResult.ALREADY_THERE).toList();
    if (!there.isEmpty()) {
      return new Outcome.AlreadyInState(
          messages.size() == 1
              ? String.valueOf(there.getFirst().detail())
              : there.size()
                  + " already in quarantine, "
                  + (messages.size() - there.size())
                  + " already gone");
    }
    var gone =
        messages.isEmpty()
            ? "no message was found that shares what can be searched for"
            : "none of the messages is in its mailbox any more";
    return aim == Aim.BACK
        ? new Outcome.Failed("NOT_FOUND", gone)
        : new Outcome.AlreadyInState(gone);
  }

  /** Why there is nothing to act on though nobody was faster; empty when somebody was. */
  static Optional<Outcome> beyondReach(List<MovedMessage> messages) {
    return Stream.of(MessageResult.FAILED, MessageResult.NEVER_SEEN)
        .flatMap(result -> messages.stream().filter(m -> m.result() == result))
        .findFirst()
        .map(
            m ->
                new Outcome.Failed(
                    m.result() == MessageResult.FAILED ? "OUT_OF_REACH" : "NOT_FOUND",
                    String.valueOf(m.detail())));
  }

  /** Null for a single message, of which there is nothing to count. */
  private @Nullable Integer atAnalysis() {
    return target instanceof MailCluster cluster ? cluster.count() : null;
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    if (!(receipt instanceof Receipt.Messages before)) {
      throw new ConnectorException(Kind.REJECTED, "the receipt names no messages");
    }
    var results = step.apply(before.messages(), mandate);
    if (results.broke() != null && patience.covers(results.broke())) {
      throw results.broke();
    }
    var receiptNow =
        new Receipt.Messages(results.messages(), before.atAnalysis(), before.atAction());
    var tally = Tally.of(results.messages());
    return (aim == Aim.BACK ? tally.missingThoseGone() : tally)
        .outcome(receiptNow, counted(before), done);
  }

  /** Mail goes on arriving while an approval is waited for: both counts are said. */
  private static String counted(Receipt.Messages receipt) {
    return receipt.atAnalysis() == null || receipt.atAction() == null
        ? ""
        : receipt.atAnalysis() + " at analysis, " + receipt.atAction() + " when it ran: ";
  }

  /** How many came out how. */
  record Tally(
      int moved,
      int unseen,
      int there,
      int gone,
      int changed,
      int failed,
      String firstTrouble,
      String since) {
    private static final int NAMED = 5;

    static Tally of(List<MovedMessage> messages) {
      return new Tally(
          count(messages, MessageResult.MOVED),
          count(messages, MessageResult.OUT_OF_SIGHT),
          count(messages, MessageResult.ALREADY_THERE),
          count(messages, MessageResult.GONE),
          count(messages, MessageResult.CHANGED_SINCE),
          count(messages, MessageResult.FAILED)
              + count(messages, MessageResult.NEVER_SEEN)
              + count(messages, MessageResult.PENDING),
          messages.stream()
              .filter(m -> m.beyondReach() || m.result() == MessageResult.OUT_OF_SIGHT)
              .map(m -> String.valueOf(m.detail()))
              .findFirst()
              .orElse("not acted on"),
          since(messages.stream().filter(m -> m.result() == MessageResult.CHANGED_SINCE).toList()));
    }

    private static String since(List<MovedMessage> changed) {
      var named =
          changed.stream()
              .limit(NAMED)
              .map(m -> String.valueOf(m.detail()))
              .collect(Collectors.joining("; "));
      return changed.size() > NAMED ? named + "; and " + (changed.size() - NAMED) + " more" : named;
    }

    private static int count(List<MovedMessage> messages, MessageResult result) {
      return (int) messages.stream().filter(m -> m.result() == result).count();
    }

    /** Those that are where they were wanted count as moved there, by whomever. */
    Tally withThoseThere() {
      return new Tally(moved + there, unseen, 0, gone, changed, failed, firstTrouble, since);
    }

    /** What was to come back and is in no mailbox any more has not come back. */
    Tally missingThoseGone() {
      return gone == 0
          ? this
          : new Tally(
              moved,
              unseen,
              there,
              0,
              changed,
              failed + gone,
              failed == 0 ? "no longer in its mailbox" : firstTrouble,
              since);
    }

    Outcome outcome(Receipt receipt, String counted, String done) {
      var counts =
          counted
              + moved
              + " "
              + done
              + (gone > 0 ? ", " + gone + " already gone" : "")
              + (there > 0 ? ", " + there + " already there" : "")
              + (changed > 0 ? ", " + changed + " changed by someone else: " + since : "")
              + (unseen > 0 ? ", " + unseen + " accepted but not seen" : "")
              + (failed > 0 ? ", " + failed + " failed" : "")
              + (failed + unseen > 0 ? ": " + firstTrouble : "");
      if (unseen > 0) {
        return new Outcome.Unknown(receipt, counts);
      }
      if (failed == 0) {
        return moved == 0
            ? new Outcome.AlreadyInState(counts)
            : new Outcome.Succeeded(receipt, counts);
      }
      return moved + there + gone == 0
          ? new Outcome.Failed("MESSAGES_NOT_MOVED", counts)
          : new Outcome.PartiallySucceeded(receipt, counts);
    }
  }
}
