package dev.quaestor.alert;

import dev.quaestor.evidence.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One alert, whatever vendor it came from.
 *
 * @param alertId unique across sources: the source's prefix and the vendor's own id
 * @param correlationKey what makes two alerts one investigation: the device they are on, the
 *     message they are about, or the alert itself; opaque, never a person's data
 * @param techniques MITRE ATT&amp;CK technique ids, as {@code T1059.001}
 * @param evidence what the alert names, in its order; never empty
 */
public record Alert(
    String alertId,
    AlertSource source,
    String correlationKey,
    String title,
    @Nullable String description,
    Severity severity,
    @Nullable String category,
    List<String> techniques,
    @Nullable String detectionSource,
    @Nullable Instant createdAt,
    @Nullable Instant firstActivityAt,
    List<Evidence> evidence) {

  public Alert {
    Objects.requireNonNull(alertId, "alertId is null");
    Objects.requireNonNull(source, "source is null");
    Objects.requireNonNull(severity, "severity is null");
    Objects.requireNonNull(correlationKey, "correlationKey is null");
    Objects.requireNonNull(title, "title is null");
    techniques = techniques == null ? List.of() : List.copyOf(techniques);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
  }
}
