package dev.quaestor.starter.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A policy that is another one's text but for some values: comments and order stay. */
public final class PolicyOverrides {
  private PolicyOverrides() {}

  /**
   * What is no YAML comes back as it is, for {@link PolicyFile#read} to refuse with its line.
   *
   * @param values by path, as {@code approvals.unsigned}; each as YAML writes it
   * @throws IllegalArgumentException when the policy has no single value at such a path
   */
  public static String in(String policy, Map<String, String> values) {
    return YamlText.compose(policy, new PolicyProblems())
        .map(root -> replaced(policy, root, values))
        .orElse(policy);
  }

  private static String replaced(String policy, Node root, Map<String, String> values) {
    var positions = new Positions(root);
    var changes =
        values.entrySet().stream()
            .map(e -> change(policy, positions, e.getKey(), e.getValue()))
            .sorted(Comparator.comparingInt(Change::start).reversed())
            .toList();
    return applied(policy, changes);
  }

  private static Change change(String policy, Positions positions, String path, String value) {
    if (!positions.has(path) || !(positions.at(path) instanceof ScalarNode scalar)) {
      throw new IllegalArgumentException("the policy has no single value at " + path);
    }
    return new Change(
        // Marks count code points.
        policy.offsetByCodePoints(0, scalar.getStartMark().orElseThrow().getIndex()),
        policy.offsetByCodePoints(0, scalar.getEndMark().orElseThrow().getIndex()),
        value);
  }

  private static String applied(String policy, List<Change> lastFirst) {
    var text = new StringBuilder(policy);
    lastFirst.forEach(c -> text.replace(c.start(), c.end(), c.value()));
    return text.toString();
  }

  private record Change(int start, int end, String value) {}
}
