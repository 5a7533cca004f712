package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's own list of what is allowed and what is blocked. Entries that an action of
 * Quaestor's made are not in it: verdicts are founded on this list, and an effect of one verdict is
 * no reason for the next.
 */
public interface IndicatorList extends Capability {

  /** What an indicator is about. */
  enum Type {
    FILE_SHA1,
    FILE_SHA256,
    FILE_MD5,
    CERTIFICATE_THUMBPRINT,
    IP_ADDRESS,
    DOMAIN_NAME,
    URL
  }

  /** What it does. */
  enum Effect {
    ALLOWED,
    AUDIT,
    WARN,
    BLOCK,
    BLOCK_AND_REMEDIATE
  }

  /**
   * One entry.
   *
   * @param value as it was entered: hashes in any case, URLs with or without a scheme
   * @param expiresAt null for never; expired entries are still listed
   */
  record Indicator(
      String id,
      String value,
      Type type,
      Effect effect,
      @Nullable String title,
      @Nullable Instant expiresAt) {

    public boolean standsAt(Instant time) {
      return expiresAt == null || expiresAt.isAfter(time);
    }
  }

  /**
   * The whole list; entries of kinds that Quaestor does not know are left out. It may be a minute
   * old. The same list again, as the same object, is one that was not asked for anew.
   */
  List<Indicator> all();
}
