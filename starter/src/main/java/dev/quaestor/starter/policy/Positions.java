package dev.quaestor.starter.policy;

import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Where each value of a file stands, by its path, as {@code rules[2].gate}. */
final class Positions {
  private final Map<String, Node> nodes = new HashMap<>();

  Positions(Node root) {
    add("", root);
  }

  private void add(String path, Node node) {
    nodes.putIfAbsent(path, node);
    if (node instanceof MappingNode mapping) {
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          add(path.isEmpty() ? key.getValue() : path + "." + key.getValue(), tuple.getValueNode());
        }
      }
    } else if (node instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        add(path + "[" + i + "]", sequence.getValue().get(i));
      }
    }
  }

  boolean has(String path) {
    return nodes.containsKey(path);
  }

  /** The node at a path, or what it would stand in. */
  Node at(String path) {
    var found = nodes.get(path);
    if (found != null) {
      return found;
    }
    var end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return at(end <= 0 ? "" : path.substring(0, end));
  }
}
