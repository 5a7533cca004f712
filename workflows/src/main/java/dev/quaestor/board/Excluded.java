package dev.quaestor.board;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.policy.Exclusions;
import dev.quaestor.policy.Policy;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the policy wants left alone: a file that an exclusion names, and a process of such a file.
 * It stays Unknown and says why; nothing is offered on it. Pure; applying it again changes nothing.
 */
final class Excluded {
  private static final String SOURCE = "exclusion:";
  private static final int LONGEST = 300;

  private Excluded() {}

  /** What that policy makes of a piece; itself where that is what it is. */
  static UnaryOperator<Assessment> under(Policy policy) {
    if (policy.exclusions().isEmpty()) {
      return a -> a;
    }
    var exclusions = new Exclusions(policy);
    return a -> by(exclusions, a.evidence().entity()).map(x -> skipped(a, x)).orElse(a);
  }

  private static Optional<Policy.Exclusion> by(Exclusions exclusions, Entity entity) {
    return entity instanceof ProcessArtifact process && process.image() != null
        ? exclusions.of(process.image())
        : exclusions.of(entity);
  }

  private static Assessment skipped(Assessment a, Policy.Exclusion exclusion) {
    Evidence evidence = a.evidence();
    var because =
        exclusion.because() == null ? "" : ": " + Excerpt.of(exclusion.because(), LONGEST);
    var reasons =
        List.of(
            Finding.inconclusive(
                    SOURCE + exclusion.id(),
                    "EXCLUDED",
                    "The policy excludes it from investigation" + because)
                .from(Finding.Origin.EXCLUSION));
    var skipped =
        new Assessment(evidence, true, reasons, VerdictRules.conclude(reasons), List.of());
    return skipped.equals(a) ? a : skipped;
  }
}
