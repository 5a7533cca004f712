package dev.quaestor.starter.retention;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept: {@code quaestor.retention}. Without a period nothing is removed.
 *
 * @param investigations how long after its end, and after the last that happened to it, a case is
 *     kept, as 365d; 30 days at least, and longer than Temporal keeps its history. Nothing that it
 *     did can be undone from then on
 * @param vault how long samples, packages, mails and payloads are kept in the vault; 30 days at
 *     least. What an open case or an undo needs is kept longer
 * @param archive a folder in which each case is put, as a compressed file, before it is removed
 * @param every how often is looked for what is past its time
 */
@ConfigurationProperties("quaestor.retention")
public record RetentionProperties(
    @Nullable Duration investigations,
    @Nullable Duration vault,
    @Nullable Path archive,
    @DefaultValue("1h") Duration every) {
  static final Duration LEAST = Duration.ofDays(30);

  /** A hundred years. What is longer is a slip, and its beginning is no time a database knows. */
  static final Duration MOST = Duration.ofDays(36_500);

  public RetentionProperties {
    // As compose sets what nobody has set.
    archive = archive == null || archive.toString().isEmpty() ? null : archive;
    requireLong(investigations, "investigations");
    requireLong(vault, "vault");
    require(
        archive == null || investigations != null,
        "quaestor.retention.archive is of no use without quaestor.retention.investigations");
    require(
        every.compareTo(Duration.ofMinutes(1)) >= 0 && every.compareTo(Duration.ofDays(1)) <= 0,
        "quaestor.retention.every must be from one minute to 24 hours");
  }

  private static void requireLong(@Nullable Duration period, String name) {
    require(
        period == null || period.compareTo(LEAST) >= 0,
        "quaestor.retention." + name + " must be 30 days (30d) or more");
    require(
        period == null || period.compareTo(MOST) <= 0,
        "quaestor.retention."
            + name
            + " must be a hundred years (36500d) or less; leave it out to keep everything");
  }

  private static void require(boolean is, String sentence) {
    if (!is) {
      throw new IllegalArgumentException(sentence);
    }
  }

  boolean isOff() {
    return investigations == null && vault == null;
  }
}
