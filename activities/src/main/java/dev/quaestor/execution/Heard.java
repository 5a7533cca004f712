package dev.quaestor.execution;

import dev.quaestor.analyzer.Lookup;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all who can be asked about one thing say of it, put together.
 *
 * @param together of those that had something to say; where none had, why
 * @param unheard why one of them could not say, where others did: what is together may lack what
 *     that one knows. Null where all have spoken
 */
record Heard<V>(Lookup<V> together, Lookup.@Nullable CouldNotLook<V> unheard) {

  /** Why it is not all that there is, or may not be. */
  Optional<Lookup.CouldNotLook<V>> gap() {
    return together instanceof Lookup.CouldNotLook<V> nothing
        ? Optional.of(nothing)
        : Optional.ofNullable(unheard);
  }
}
