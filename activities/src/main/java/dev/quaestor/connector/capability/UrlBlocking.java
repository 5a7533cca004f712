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
   * @param stands whether it is a block, be it in effect or not: one that is not yet, or is kept
   *     from it by another rule, blocks as soon as it may
   * @param until when it lapses by itself; null for never
   */
  record Entry(String image, boolean blocks, boolean stands, @Nullable Instant until) {
    public Entry(String image, boolean blocks, @Nullable Instant until) {
      this(image, blocks, blocks, until);
    }
  }

  /** Whether it can refuse clicks on such a URL at all: no address of the web, no click. */
  boolean knows(Url url);

  /**
   * Why it cannot refuse clicks on this very URL, which is one of the web; empty when it can.
   *
   * @return one sentence for people
   */
  Optional<String> obstacle(Url url);

  /**
   * The host, or all of https at one port of it, that is blocked with all of its pages, where it
   * cannot tell this one from the others; empty where it can, and where the URL names nothing but
   * its site.
   */
  Optional<String> wholeHost(Url url);

  /** As it stands now; empty when nobody has said anything of this very URL. */
  Optional<Entry> entry(Url url);

  /** After how long a block lapses by itself; empty for never. */
  Optional<Duration> lapsesAfter();

  /**
   * Whose entry blocks now, where it is none of these actions'; empty when it is one of theirs, or
   * none does.
   */
  Optional<String> changedSince(Url url, Left left);

  /**
   * Blocks this URL and no other of its site, unless it names nothing but the site, or {@link
   * #wholeHost} says so. An entry that allowed it until now is replaced; one that blocks it,
   * whoever made it, is {@link Progress.Already}.
   */
  Progress block(Url url, Mandate mandate);

  /**
   * Takes the block away; {@link Progress.Already} when there is none, or the former entry is in
   * its place. An entry of somebody else's is left, which is {@link Progress.Failed} ({@code
   * CHANGED_SINCE}).
   *
   * @param before the image of the entry to put back; null to leave none
   */
  Progress unblock(Url url, @Nullable String before, Mandate mandate);
}
