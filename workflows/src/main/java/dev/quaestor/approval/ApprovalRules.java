package dev.quaestor.approval;

import dev.quaestor.action.Area;
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
                      if (stale.isPresent()) {
                        return answer(e.getKey(), stale.get(), e.getValue());
                      }
                      var judged = judge(message, by, channel, e.getValue(), now);
                      if (judged.decision() != null) {
                        decided.put(e.getKey(), judged.decision());
                      }
                      return answer(e.getKey(), judged, e.getValue());
                    })
                .toList();
          }
        };
    return new Ruling(new DecisionAnswer(items), decided);
  }

  /**
   * @param decision what stands from now on; null where nothing changes
   */
  private record Judged(DecisionAnswer.Result result, @Nullable Decision decision) {
    Judged(DecisionAnswer.Result result) {
      this(result, null);
    }
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

  private static Judged judge(
      DecisionMessage message,
      Admission.Admitted by,
      Decision.Channel channel,
      Optional<Question> subject,
      Instant now) {
    if (subject.isEmpty()) {
      return new Judged(DecisionAnswer.Result.UNKNOWN_ACTION);
    }
    if (!subject.get().isInRemitOf(by.author())) {
      return new Judged(DecisionAnswer.Result.NOT_ALLOWED);
    }
    return switch (subject.get().standing()) {
      case Decision.Pending p ->
          switch (message.verdict()) {
            case REJECT -> decided(message, by, channel, List.of(), now);
            case APPROVE -> approve(message, by, channel, subject.get().asking(), p, now);
          };
      case Decision.ByPerson before ->
          new Judged(
              isRepeat(message, before)
                  ? DecisionAnswer.Result.REPEATED
                  : DecisionAnswer.Result.ALREADY_DECIDED);
      case Decision.NotNeeded n -> new Judged(DecisionAnswer.Result.ALREADY_DECIDED);
      case Decision.Expired x -> new Judged(DecisionAnswer.Result.ALREADY_DECIDED);
      case Decision.Superseded s -> new Judged(DecisionAnswer.Result.ALREADY_DECIDED);
    };
  }

  /** The one that decided, or one of those before it. */
  private static boolean isRepeat(DecisionMessage message, Decision.ByPerson before) {
    return message.decisionId() != null
        && (message.decisionId().equals(before.decisionId())
            || before.after().stream().anyMatch(a -> message.decisionId().equals(a.decisionId())));
  }

  private static Judged approve(
      DecisionMessage message,
      Admission.Admitted by,
      Decision.Channel channel,
      Question.Asking asking,
      Decision.Pending pending,
      Instant now) {
    var mine = new Approval(by.author().person(), message.comment(), message.decisionId(), now);
    return switch (Quorum.of(asking, by, pending.given(), mine, now)) {
      case Quorum.Verdict.Enough enough -> decided(message, by, channel, enough.before(), now);
      case Quorum.Verdict.More more ->
          new Judged(DecisionAnswer.Result.MORE_NEEDED, pending.with(more.given()));
      case Quorum.Verdict.Not not -> new Judged(not.why());
    };
  }

  private static Judged decided(
      DecisionMessage message,
      Admission.Admitted by,
      Decision.Channel channel,
      List<Approval> before,
      Instant now) {
    return new Judged(
        DecisionAnswer.Result.ACCEPTED,
        new Decision.ByPerson(
            message.verdict() == DecisionMessage.Choice.APPROVE,
            by.author().name(),
            by.verified(),
            channel,
            message.comment(),
            message.decisionId(),
            now,
            before));
  }

  private static DecisionAnswer.Item answer(
      String actionId, DecisionAnswer.Result result, Optional<Question> subject) {
    return answer(actionId, new Judged(result), subject);
  }

  private static DecisionAnswer.Item answer(
      String actionId, Judged judged, Optional<Question> subject) {
    var stands =
        judged.decision() == null
            ? subject.map(Question::standing).orElseGet(Decision.NotNeeded::new)
            : judged.decision();
    return new DecisionAnswer.Item(
        actionId, judged.result(), stands, sentence(judged.result(), stands, subject));
  }

  private static String sentence(
      DecisionAnswer.Result result, Decision standing, Optional<Question> subject) {
    var asking = subject.map(Question::asking);
    return switch (result) {
      case ACCEPTED -> "The decision was accepted";
      case MORE_NEEDED -> "Your approval counts. " + missing(standing, asking);
      case REPEATED -> "This decision was already recorded";
      case ALREADY_DECIDED -> alreadyDecided(standing);
      case ALREADY_APPROVED ->
          "You have approved this already, and one person counts once. "
              + missing(standing, asking);
      case STALE_PLAN -> "The plan has changed since it was shown; review it again";
      case UNKNOWN_ACTION -> "There is no such action in this workflow";
      case NO_APPROVER -> "It does not name an approver";
      case UNSIGNED ->
          "It is not signed, and the policy requires a signature; decide through "
              + "the API or the CLI";
      case BAD_SIGNATURE -> "Its signature is not one that a starter made for this workflow";
      case NOT_ALLOWED ->
          subject.flatMap(q -> Optional.ofNullable(q.place())).isEmpty()
              ? "Only an approver for its area can decide it"
              : "Only an approver for its area and its device group can decide it";
      case FOUR_EYES -> fourEyes(asking.map(Question.Asking::proposed).orElse(false));
      case ROLE_NEEDED -> roleNeeded(asking.map(a -> a.terms().roles()).orElse(List.of()));
      case SIGN_IN_AGAIN -> "Sign in again to approve this";
    };
  }

  /** Why an approval does not count, of what {@link Quorum#flaw} says. */
  public static String sentence(DecisionAnswer.Result flaw, Question.Asking asking) {
    return sentence(
        flaw,
        new Decision.NotNeeded(),
        Optional.of(new Question("", Area.DEVICE, null, "", new Decision.NotNeeded(), asking)));
  }

  private static String fourEyes(boolean proposed) {
    return proposed
        ? "You proposed this, so someone else must decide"
        : "Your own word led to this, so someone else must decide";
  }

  private static String roleNeeded(List<String> roles) {
    return "Only a person who also holds the role %s can approve this"
        .formatted(String.join(" or ", roles));
  }

  private static String missing(Decision standing, Optional<Question.Asking> asking) {
    return standing instanceof Decision.Pending p && asking.isPresent()
        ? PendingAction.Approvals.missing(asking.get().terms().need() - p.given().size())
        : "";
  }

  /** One sentence, wherever somebody comes too late. */
  public static String alreadyDecided(Decision standing) {
    return "This action has already been decided: " + describe(standing);
  }

  /** What stands, for people. */
  public static String describe(Decision decision) {
    return switch (decision) {
      case Decision.NotNeeded n -> "no decision is needed";
      case Decision.Pending p ->
          p.given().isEmpty()
              ? "waiting until " + p.expiresAt()
              : "waiting until %s, approved so far by %s"
                  .formatted(p.expiresAt(), names(p.given()));
      case Decision.ByPerson by ->
          "%s by %s%s at %s"
              .formatted(
                  word(by),
                  by.after().isEmpty() ? "" : names(by.after()) + " and ",
                  by.approver(),
                  second(by.at()));
      case Decision.Expired x -> "expired at " + second(x.at()) + ", which counts as a rejection";
      case Decision.Superseded s ->
          s.by() == null
              ? "set aside at %s, because %s"
                  .formatted(
                      second(s.at()),
                      Objects.requireNonNullElse(s.because(), "it is no longer wanted"))
              : "superseded by %s at %s%s"
                  .formatted(
                      s.by(),
                      second(s.at()),
                      s.because() == null ? "" : ", because " + s.because());
    };
  }

  private static String names(List<Approval> given) {
    return String.join(", ", given.stream().map(a -> a.by().name()).toList());
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
