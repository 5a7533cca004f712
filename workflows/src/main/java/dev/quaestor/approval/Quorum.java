package dev.quaestor.approval;

import dev.quaestor.authority.Admission;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.policy.ApprovalTerms;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose approval counts, and when there are enough of them. Pure. */
public final class Quorum {

  /** What one more approval comes to. */
  public sealed interface Verdict {

    /** It is enough, after these. */
    record Enough(List<Approval> before) implements Verdict {}

    /** It counts, and others must approve too. */
    record More(List<Approval> given) implements Verdict {}

    /** It does not count. */
    record Not(DecisionAnswer.Result why) implements Verdict {}
  }

  private Quorum() {}

  /**
   * @param given the approvals before it
   * @param mine the one that may come to them
   */
  static Verdict of(
      Question.Asking asking,
      Admission.Admitted by,
      List<Approval> given,
      Approval mine,
      Instant now) {
    var same = given.stream().filter(a -> a.by().mayBe(mine.by())).toList();
    // A name that anybody can write keeps nobody of that name from approving.
    if (same.stream().anyMatch(a -> !a.by().id().isEmpty() || !by.verified())) {
      return new Verdict.Not(
          same.stream().anyMatch(a -> isRepeat(a, mine))
              ? DecisionAnswer.Result.REPEATED
              : DecisionAnswer.Result.ALREADY_APPROVED);
    }
    DecisionAnswer.@Nullable Result flaw = flaw(asking, by, now);
    if (flaw != null) {
      return new Verdict.Not(flaw);
    }
    var others = given.stream().filter(a -> !same.contains(a)).toList();
    return others.size() + 1 >= asking.terms().need()
        ? new Verdict.Enough(others)
        : new Verdict.More(Stream.concat(others.stream(), Stream.of(mine)).toList());
  }

  private static boolean isRepeat(Approval earlier, Approval mine) {
    return mine.decisionId() != null && mine.decisionId().equals(earlier.decisionId());
  }

  /** Why somebody's approval does not count, who may decide there; null when it does. */
  public static DecisionAnswer.@Nullable Result flaw(
      Question.Asking asking, Admission.Admitted by, Instant now) {
    var terms = asking.terms();
    var author = by.author();
    if (terms.wantsToKnowWho() && !by.verified()) {
      return DecisionAnswer.Result.UNSIGNED;
    }
    if (terms.notAuthor() && isAuthor(asking, author.person())) {
      return DecisionAnswer.Result.FOUR_EYES;
    }
    if (!terms.roles().isEmpty() && !author.holdsAny(terms.roles())) {
      return DecisionAnswer.Result.ROLE_NEEDED;
    }
    return signedInRecently(terms, author, now) ? null : DecisionAnswer.Result.SIGN_IN_AGAIN;
  }

  private static boolean isAuthor(Question.Asking asking, Person person) {
    return asking.authors().stream().anyMatch(person::mayBe);
  }

  /** Clocks differ a little; a sign-in that is yet to come is none. */
  private static boolean signedInRecently(ApprovalTerms terms, Author author, Instant now) {
    var within = terms.signedInWithin();
    var at = author.signedInAt();
    return within == null
        || (at != null
            && !at.isBefore(now.minus(within))
            && !at.isAfter(now.plus(Admission.FRESH)));
  }
}
