package dev.quaestor.starter.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What has been found wrong so far; the first {@value #MOST} are kept. */
final class PolicyProblems {
  private static final int MOST = 50;
  private final List<PolicyProblem> found = new ArrayList<>();

  void add(int line, int column, String path, PolicyCode code, String message) {
    if (found.size() < MOST) {
      found.add(new PolicyProblem(line, column, path, message, code));
    }
  }

  void add(Node node, String path, PolicyCode code, String message) {
    add(node.getStartMark(), path, code, message);
  }

  /** Where there is no mark, it is about the file's beginning. */
  void add(Optional<Mark> mark, String path, PolicyCode code, String message) {
    add(
        mark.map(Mark::getLine).orElse(0) + 1,
        mark.map(Mark::getColumn).orElse(0) + 1,
        path,
        code,
        message);
  }

  boolean none() {
    return found.isEmpty();
  }

  List<PolicyProblem> all() {
    return found.stream()
        .sorted(Comparator.comparing(PolicyProblem::line).thenComparing(PolicyProblem::column))
        .toList();
  }
}
