package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What back ends told of many things, all of them asked about all.
 *
 * @param together the first who knows a thing; where nobody does, that one could not say, or else
 *     that it is not there
 * @param each by the name of the connector
 */
record Told<V>(Answers<V> together, Map<String, Answers<V>> each) {
  Told {
    // In the order of preference.
    each = Collections.unmodifiableMap(new LinkedHashMap<>(each));
  }

  /** One connector's word alone. */
  Answers<V> by(String connector) {
    var own = each.get(connector);
    return own == null ? Answers.none() : own;
  }
}
