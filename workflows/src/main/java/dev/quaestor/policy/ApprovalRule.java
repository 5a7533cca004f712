package dev.quaestor.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to approve some actions. Of the rules of a policy the first that matches counts; of
 * what a rule does not mention, any matches.
 *
 * @param actions the actions it speaks of
 * @param deviceGroups the device groups it speaks of, by name: what is done on their devices
 * @param minSeverity the case's severity from which it applies
 * @param undoable whether it speaks of what can be undone, or of what cannot; null for both
 * @param verdicts the verdicts on what led to it
 * @param sources how it came about
 * @param need how many different people must approve
 * @param roles of which each of them must hold one
 * @param notAuthor whether those do not count whose own word led to it
 * @param signedInWithin how long ago they may have signed in
 * @param remind after how long those who may decide are reminded
 * @param escalate after how long somebody else is told
 */
public record ApprovalRule(
    String id,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ActionType> actions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> deviceGroups,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Severity minSeverity,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean undoable,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Verdict> verdicts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Source> sources,
    int need,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roles,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean notAuthor,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration signedInWithin,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Duration> remind,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Escalation> escalate) {

  /** How an action came about. */
  public enum Source {
    /** The policy wants it. */
    PLANNED,
    /** Somebody ordered it who may. */
    ORDERED,
    /** Somebody proposed it to those who may. */
    PROPOSED
  }

  /** Somebody else is told that it still waits. */
  public record Escalation(Duration after, List<String> to) {
    public Escalation {
      to = to == null ? List.of() : List.copyOf(to);
      if (to.isEmpty()) {
        throw new IllegalArgumentException("an escalation must say to whom");
      }
    }
  }

  /**
   * What a rule is asked about.
   *
   * @param group the policy's group of the device that it is done on, as that device's own back end
   *     describes it; empty for a device in none, and for what is done on no device; null where
   *     nobody has confirmed the device
   * @param severity the case's; null where there is none, or it is not known
   */
  public record Asked(
      ActionType type,
      @Nullable String group,
      @Nullable Severity severity,
      Verdict verdict,
      Source source) {

    /** In none of the policy's groups. */
    public static final String NO_GROUP = "";
  }

  public static final int MOST_NEEDED = 20;

  public ApprovalRule {
    actions = actions == null ? List.of() : List.copyOf(actions);
    deviceGroups = deviceGroups == null ? List.of() : List.copyOf(deviceGroups);
    verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
    sources = sources == null ? List.of() : List.copyOf(sources);
    roles = roles == null ? List.of() : List.copyOf(roles);
    remind = remind == null ? List.of() : List.copyOf(remind);
    escalate = escalate == null ? List.of() : List.copyOf(escalate);
    Objects.requireNonNull(id, "id is null");
    if (need < 1 || need > MOST_NEEDED) {
      throw new IllegalArgumentException(
          "approval rule \"%s\": need must be 1 to %d".formatted(id, MOST_NEEDED));
    }
  }

  public ApprovalTerms terms() {
    return new ApprovalTerms(
        id,
        need,
        roles,
        notAuthor,
        signedInWithin,
        Stream.concat(
                remind.stream().map(after -> new ApprovalTerms.Notice(after, List.of())),
                escalate.stream().map(e -> new ApprovalTerms.Notice(e.after(), e.to())))
            .toList());
  }

  private enum Match {
    YES,
    NO,
    /** What it goes by is not known. */
    PERHAPS
  }

  private Match match(Asked asked) {
    if (!speaksOf(actions, asked.type())
        || !speaksOf(verdicts, asked.verdict())
        || !speaksOf(sources, asked.source())
        || (undoable != null && undoable != asked.type().undoable())) {
      return Match.NO;
    }
    var group =
        deviceGroups.isEmpty()
            ? Match.YES
            : asked.group() == null ? Match.PERHAPS : sure(deviceGroups.contains(asked.group()));
    var severity =
        minSeverity == null
            ? Match.YES
            : asked.severity() == null
                ? Match.PERHAPS
                : sure(asked.severity().compareTo(minSeverity) >= 0);
    return group == Match.NO || severity == Match.NO
        ? Match.NO
        : group == Match.YES ? severity : group;
  }

  private static <T> boolean speaksOf(List<T> some, T one) {
    return some.isEmpty() || some.contains(one);
  }

  private static Match sure(boolean matches) {
    return matches ? Match.YES : Match.NO;
  }

  /**
   * What it takes to approve it: the first rule that surely matches, and all that those before it
   * ask for of which nobody can tell. Pure.
   */
  public static ApprovalTerms terms(List<ApprovalRule> rules, Asked asked) {
    var terms = ApprovalTerms.ONE;
    for (var rule : rules) {
      var match = rule.match(asked);
      if (match != Match.NO) {
        terms = terms.equals(ApprovalTerms.ONE) ? rule.terms() : terms.andAlso(rule.terms());
      }
      if (match == Match.YES) {
        break;
      }
    }
    return terms;
  }
}
