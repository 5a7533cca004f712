package dev.quaestor.starter.ledger;

import dev.quaestor.authority.Remit;
import dev.quaestor.indicator.IndicatorMatch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's own word on one value.
 *
 * @param value in the canonical form of its type
 * @param deviceGroups the policy's device groups in which it counts; empty for everywhere
 * @param expiresAt from when on it no longer counts; null for never
 * @param remit where whoever changed it last may act: what follows from it runs by itself there
 */
public record Indicator(
    String indicatorId,
    IndicatorType type,
    String value,
    IndicatorMatch.Effect effect,
    List<String> deviceGroups,
    String title,
    @Nullable String description,
    String createdBy,
    Instant createdAt,
    String changedBy,
    Instant changedAt,
    @Nullable Instant expiresAt,
    Remit remit) {

  public Indicator {
    deviceGroups = List.copyOf(deviceGroups);
  }

  /** What somebody wants listed; the value as they wrote it, which must be one of its type. */
  public record Wish(
      IndicatorType type,
      String value,
      IndicatorMatch.Effect effect,
      List<String> deviceGroups,
      String title,
      @Nullable String description,
      @Nullable Instant expiresAt) {
    public Wish {
      deviceGroups = List.copyOf(deviceGroups);
    }
  }
}
