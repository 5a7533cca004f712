package dev.quaestor.connector.blocklist;

import java.util.List;

/**
 * What a list can say of a URL.
 *
 * @param rule the line of the list, without what says whose it is: characters up to U+00FF, each of
 *     which is one byte
 * @param host all of whose pages it refuses, where the URL named only one of them; empty otherwise
 * @param asks what is asked to see whether it is refused, in the enforcer's own form; only once the
 *     first is refused, the next
 */
record Subject(String rule, String host, List<String> asks) {
  Subject {
    asks = List.copyOf(asks);
  }
}
