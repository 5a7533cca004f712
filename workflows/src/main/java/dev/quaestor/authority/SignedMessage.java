package dev.quaestor.authority;

import org.jspecify.annotations.Nullable;

/**
 * A message or order that changes what the engine does to the world. Nothing that a workflow takes
 * from outside may do so without being one.
 *
 * @param <M> itself
 */
public interface SignedMessage<M extends SignedMessage<M>> {

  /** What it wants; a seal counts for that alone. */
  MessageKind kind();

  /** A starter's {@link Seal} over all the rest of it; null where nobody vouches for its author. */
  @Nullable String signature();

  /** The same with that seal. */
  M signed(String seal);
}
