package dev.quaestor.analyzer;

import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.List;
import java.util.Set;

/**
 * Looks at one aspect of a piece of evidence.
 *
 * <p>Pure and quick: all that has to be looked up is in the {@link Context}. Evidence is hostile;
 * an analyzer bounds what it reads and throws at nothing that an alert can carry.
 */
public interface Analyzer {

  /** The kinds that it has anything to say about; it is asked about no other. */
  Set<EntityKind> kinds();

  /**
   * What it saw.
   *
   * @return empty when it has nothing to say, which is not the same as {@link Finding#nothing}:
   *     that says it looked; {@link Finding#blind} says that it should have and could not
   */
  List<Finding> analyze(Evidence evidence, Context context);
}
