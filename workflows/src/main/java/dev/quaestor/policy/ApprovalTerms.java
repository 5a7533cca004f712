package dev.quaestor.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to approve one action, pinned when it is asked. A rejection takes none of it: one
 * by anybody who may decide ends the question.
 *
 * @param rule the rule that says so; null where none does
 * @param need how many different people must approve it
 * @param roles of which each of them must hold one, beside what the area asks for; empty for none
 * @param notAuthor whether nobody counts whose own word led to it
 * @param signedInWithin how long ago each of them may have signed in; null where it does not matter
 * @param notices who is told while nobody answers, the first first
 */
public record ApprovalTerms(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rule,
    int need,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roles,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean notAuthor,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration signedInWithin,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Notice> notices) {

  /**
   * Somebody is told that it waits.
   *
   * @param after how long it has waited then
   * @param to names; empty for those who may decide it
   */
  public record Notice(
      Duration after, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> to) {
    public Notice {
      to = to == null ? List.of() : List.copyOf(to);
    }
  }

  /** One approval of anybody who may decide. */
  public static final ApprovalTerms ONE =
      new ApprovalTerms(null, 1, List.of(), false, null, List.of());

  public ApprovalTerms {
    roles = roles == null ? List.of() : List.copyOf(roles);
    notices =
        notices == null
            ? List.of()
            : notices.stream().sorted(Comparator.comparing(Notice::after)).toList();
  }

  /** Whether it takes to know who approves, so that no unsigned word counts. */
  public boolean wantsToKnowWho() {
    return !roles.isEmpty() || notAuthor || signedInWithin != null;
  }

  /**
   * What either asks for, where it cannot be told which of them it is. Of named roles those count
   * that both name, or else this one's.
   */
  ApprovalTerms andAlso(ApprovalTerms other) {
    return new ApprovalTerms(
        rule == null ? other.rule : rule,
        Math.max(need, other.need),
        both(roles, other.roles),
        notAuthor || other.notAuthor,
        Stream.of(this, other)
            .flatMap(t -> Stream.ofNullable(t.signedInWithin))
            .min(Comparator.naturalOrder())
            .orElse(null),
        notices.isEmpty() ? other.notices : notices);
  }

  private static List<String> both(List<String> these, List<String> those) {
    if (these.isEmpty() || those.isEmpty()) {
      return these.isEmpty() ? those : these;
    }
    var common = these.stream().filter(those::contains).toList();
    return common.isEmpty() ? these : common;
  }
}
