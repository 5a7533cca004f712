package dev.quaestor.connector.capability;

import dev.quaestor.action.Left;
import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses clicks on URLs. */
public interface UrlBlocking extends Capability {

  /**
   * The entry that now decides about a URL.
   *
   * @param image in the back end's own form, enough to put it back
   * @param blocks whether it blocks, now
   * @param until when it lapses by itself; null for never
   */
  record Entry(String image, boolean blocks, @Nullable Instant until) {}

  boolean knows(Url url);

  Optional<Entry> entry(Url url);

  /** After how long a block lapses by itself; empty for never. */
  Optional<Duration> lapsesAfter();

  /**
   * Whose entry decides now, where it is none of these actions'; empty when it is one of theirs.
   */
  Optional<String> changedSince(Url url, Left left);

  /** Blocks; an entry that allowed it until now is replaced. */
  Progress block(Url url, Mandate mandate);

  /**
   * Takes the block away.
   *
   * @param before the image of the entry to put back; null to leave none
   */
  Progress unblock(Url url, @Nullable String before, Mandate mandate);
}
