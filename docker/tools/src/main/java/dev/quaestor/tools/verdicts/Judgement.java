package dev.quaestor.tools.verdicts;

import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import java.util.List;

/**
 * What became of one item.
 *
 * @param verdict the worst of its evidence
 * @param evidence what it names first, then what that led to
 */
record Judgement(String name, Verdict verdict, List<Assessment> evidence) {
  Judgement {
    evidence = List.copyOf(evidence);
  }
}
