package dev.quaestor.approval;

import dev.quaestor.authority.Admission;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.Voucher;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions count. Pure: the message, who vouches for it, what it speaks of and the pinned
 * policy in; an answer for each action and the decisions that now stand out. The first decision
 * wins.
 */
public final class ApprovalRules {

  /**
   * @param answer what the approver is told
   * @param decided what changes, by action id
   */
  public record Ruling(DecisionAnswer answer, SequencedMap<String, Decision> decided) {}

  private ApprovalRules() {}

  public static Ruling rule(
      DecisionMessage message,
      Voucher voucher,
      Decision.Channel channel,
      @Nullable PolicySnapshot policy,
      List<Question> questions,
      Instant now) {
    var subjects = new LinkedHashMap<String, Question>();
    var decided = new LinkedHashMap<String, Decision>();
    for (var q : questions) {
      var standing = q.at(now);
      subjects.putIfAbsent(q.actionId(), standing);
      if (!standing.equals(q)) {
        decided.put(q.actionId(), standing.standing());
      }
    }
    var named = named(message, subjects);
    var admission =
        Admission.of(
            voucher,
            MessageKind.DECIDE,
            message.approver(),
            policy == null ? List.of() : policy.policy().approvals().countsUnsigned());
    var items =
        switch (admission) {
          case Admission.Refused refused ->
              named.sequencedEntrySet().stream()
                  .map(e -> answer(e.getKey(), result(refused.why()), e.getValue()))
                  .toList();
          case Admission.Admitted by -> {
            var stale = stale(message, subjects);
            yield named.sequencedEntrySet().stream()
                .map(
                    e -> {
                      var item =
                          stale
                              .map(r -> answer(e.getKey(), r, e.getValue()))
                              .orElseGet(() -> judge(message, by, e.getKey(), e.getValue()));
                      if (item.result() != DecisionAnswer.Result.ACCEPTED) {
                        return item;
                      }
                      var decision = decision(message, by, channel, now);
                      decided.put(e.getKey(), decision);
                      return new DecisionAnswer.Item(
                          e.getKey(), item.result(), decision, item.sentence());
                    })
                .toList();
          }
        };
    return new Ruling(new DecisionAnswer(items), decided);
  }

  private static Decision decision(
      DecisionMessage message, Admission.Admitted by, Decision.Channel channel, Instant now) {
    return new Decision.ByPerson(
        message.verdict() == DecisionMessage.Choice.APPROVE,
        by.author().name(),
        by.verified(),
        channel,
        message.comment(),
        message.decisionId(),
        now);
  }

  private static DecisionAnswer.Result result(Admission.Because why) {
    return switch (why) {
      case NOBODY -> DecisionAnswer.Result.NO_APPROVER;
      case UNSIGNED -> DecisionAnswer.Result.UNSIGNED;
      case BAD_SIGNATURE, OUT_OF_TIME -> DecisionAnswer.Result.BAD_SIGNATURE;
    };
  }

  private static SequencedMap<String, Optional<Question>> named(
      DecisionMessage message, SequencedMap<String, Question> subjects) {
    var named = new LinkedHashMap<String, Optional<Question>>();
    for (var id : message.actionIds()) {
      if (id.equals(DecisionMessage.ALL)) {
        subjects.sequencedValues().stream()
            .filter(s -> s.standing() instanceof Decision.Pending)
            .forEach(s -> named.put(s.actionId(), Optional.of(s)));
      } else {
        named.put(id, Optional.ofNullable(subjects.get(id)));
      }
    }
    return named;
  }

  /** The plan is another one than was shown, whatever the message names. */
  private static Optional<DecisionAnswer.Result> stale(
      DecisionMessage message, SequencedMap<String, Question> subjects) {
    var hashes =
        named(message, subjects).sequencedValues().stream()
            .flatMap(Optional::stream)
            .map(Question::planHash)
            .toList();
    return message.planHash() == null
            || hashes.isEmpty()
            || message.planHash().equals(PlanHash.ofAll(hashes))
        ? Optional.empty()
        : Optional.of(DecisionAnswer.Result.STALE_PLAN);
  }

  private static DecisionAnswer.Item judge(
      DecisionMessage message,
      Admission.Admitted decider,
      String actionId,
      Optional<Question> subject) {
    if (subject.isEmpty()) {
      return answer(actionId, DecisionAnswer.Result.UNKNOWN_ACTION, subject);
    }
    if (!subject.get().isInRemitOf(decider.author())) {
      return answer(actionId, DecisionAnswer.Result.NOT_ALLOWED, subject);
    }
    return switch (subject.get().standing()) {
      case Decision.Pending p -> answer(actionId, DecisionAnswer.Result.ACCEPTED, subject);
      case Decision.ByPerson by ->
          answer(
              actionId,
              by.decisionId() != null && by.decisionId().equals(message.decisionId())
                  ? DecisionAnswer.Result.REPEATED
                  : DecisionAnswer.Result.ALREADY_DECIDED,
              subject);
      case Decision.NotNeeded n -> answer(actionId, DecisionAnswer.Result.ALREADY_DECIDED, subject);
      case Decision.Expired x -> answer(actionId, DecisionAnswer.Result.ALREADY_DECIDED, subject);
      case Decision.Superseded s ->
          answer(actionId, DecisionAnswer.Result.ALREADY_DECIDED, subject);
    };
  }

  private static DecisionAnswer.Item answer(
      String actionId, DecisionAnswer.Result result, Optional<Question> subject) {
    var standing = subject.map(Question::standing).orElseGet(Decision.NotNeeded::new);
    return new DecisionAnswer.Item(actionId, result, standing, sentence(result, standing));
  }

  private static String sentence(DecisionAnswer.Result result, Decision standing) {
    return switch (result) {
      case ACCEPTED -> "The decision was accepted";
      case REPEATED -> "This decision was already recorded";
      case ALREADY_DECIDED -> alreadyDecided(standing);
      case STALE_PLAN -> "The plan has changed since it was shown; review it again";
      case UNKNOWN_ACTION -> "There is no such action in this workflow";
      case NO_APPROVER -> "It does not name an approver";
      case UNSIGNED ->
          "It is not signed, and the policy requires a signature; decide through "
              + "the API or the CLI";
      case BAD_SIGNATURE -> "Its signature is not one that a starter made for this workflow";
      case NOT_ALLOWED -> "Only an approver for its area can decide it";
    };
  }

  /** One sentence, wherever somebody comes too late. */
  public static String alreadyDecided(Decision standing) {
    return "This action has already been decided: " + describe(standing);
  }

  /** What stands, for people. */
  public static String describe(Decision decision) {
    return switch (decision) {
      case Decision.NotNeeded n -> "no decision is needed";
      case Decision.Pending p -> "waiting until " + p.expiresAt();
      case Decision.ByPerson by ->
          "%s by %s at %s".formatted(word(by), by.approver(), second(by.at()));
      case Decision.Expired x -> "expired at " + second(x.at()) + ", which counts as a rejection";
      case Decision.Superseded s ->
          s.by() == null
              ? "set aside at %s, because %s"
                  .formatted(
                      second(s.at()),
                      Objects.requireNonNullElse(s.because(), "it is no longer wanted"))
              : "superseded by %s at %s".formatted(s.by(), second(s.at()));
    };
  }

  private static String word(Decision.ByPerson by) {
    if (by.approved()) {
      return "approved";
    }
    return by.channel() == Decision.Channel.REQUESTER ? "withdrawn" : "rejected";
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
