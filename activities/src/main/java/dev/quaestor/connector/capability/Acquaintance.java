package dev.quaestor.connector.capability;

import java.util.Optional;

/**
 * What one connector knows of one thing by its own directory of such things. Who has a directory
 * acts only on what is in it: an id or a name that is a stranger there is another estate's. Ids are
 * opaque: only the directory itself can tell by their form whether they may be its own.
 *
 * <p>That a directory could not be asked is no answer, and a {@link
 * dev.quaestor.connector.ConnectorException}.
 *
 * @param <V> what is known of such things
 */
public sealed interface Acquaintance<V> {

  /** It has it. */
  record Known<V>(V value) implements Acquaintance<V> {}

  /** It was asked and does not have it, or has several of that name. */
  record Stranger<V>() implements Acquaintance<V> {}

  /**
   * It was not asked. Nothing is held against the thing for that: where something stands in the
   * way, the back end refuses.
   *
   * @param because one sentence for people
   */
  record NotAsked<V>(String because) implements Acquaintance<V> {}

  /** The connector has no directory in which such a thing could be. */
  record NoDirectory<V>() implements Acquaintance<V> {}

  /** What is known; empty whatever the reason why nothing is. */
  default Optional<V> known() {
    return this instanceof Known<V> one ? Optional.of(one.value()) : Optional.empty();
  }
}
