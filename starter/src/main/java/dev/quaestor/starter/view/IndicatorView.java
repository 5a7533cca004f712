package dev.quaestor.starter.view;

import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.starter.ledger.Indicator;
import dev.quaestor.starter.ledger.IndicatorType;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the organisation says of one value. */
@Schema(name = "Indicator")
public record IndicatorView(
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
    @Nullable Instant expiresAt) {
  public static IndicatorView of(Indicator known) {
    return new IndicatorView(
        known.indicatorId(),
        known.type(),
        known.value(),
        known.effect(),
        known.deviceGroups(),
        known.title(),
        known.description(),
        known.createdBy(),
        known.createdAt(),
        known.changedBy(),
        known.changedAt(),
        known.expiresAt());
  }
}
