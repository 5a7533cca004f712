package dev.quaestor.starter.ledger;

import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert of a case.
 *
 * @param createdAt when its source raised it, if that said so
 * @param addedAt when it joined the case
 * @param version the how manieth word on it this is
 * @param description its own words, their beginning
 */
public record AlertRow(
    String alertId,
    AlertSource source,
    String title,
    Severity severity,
    List<String> techniques,
    @Nullable Instant createdAt,
    Instant addedAt,
    int version,
    @Nullable String description) {
  public AlertRow {
    techniques = List.copyOf(techniques);
  }
}
