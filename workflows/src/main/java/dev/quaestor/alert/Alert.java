package dev.quaestor.alert;

import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.text.Sha256;
import dev.quaestor.wire.PayloadSize;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One alert, whatever vendor it came from.
 *
 * @param alertId the source's prefix and the vendor's own id; one sender's alone
 * @param correlationKey see {@link CorrelationKey}
 * @param techniques MITRE ATT&amp;CK technique ids, as {@code T1059.001}
 * @param evidence what the alert names, in its order; never empty
 * @param version who sent it, and which of several words on it this is
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
    List<Evidence> evidence,
    AlertVersion version) {

  public Alert {
    Objects.requireNonNull(alertId, "alertId is null");
    Objects.requireNonNull(source, "source is null");
    Objects.requireNonNull(severity, "severity is null");
    Objects.requireNonNull(correlationKey, "correlationKey is null");
    Objects.requireNonNull(title, "title is null");
    techniques = techniques == null ? List.of() : List.copyOf(techniques);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
    version = version == null ? AlertVersion.UNSTATED : version;
  }

  /** As it is read, before anybody says who sent it. */
  public Alert(
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
    this(
        alertId,
        source,
        correlationKey,
        title,
        description,
        severity,
        category,
        techniques,
        detectionSource,
        createdAt,
        firstActivityAt,
        evidence,
        AlertVersion.UNSTATED);
  }

  /**
   * Which alert it is, whatever it says: the id that its sender gave it in its format. What two
   * people say by hand of one thing is two words as well: each may cause what its speaker may.
   */
  public String identity() {
    return Sha256.of(EntityKey.of("alert", source.name(), version.sender(), alertId).value());
  }

  /** The same as that sender's, whatever it says of that itself. */
  public Alert sentBy(String sender) {
    return with(version.sentBy(sender));
  }

  public Alert with(AlertVersion stated) {
    return copy(alertId, correlationKey, description, evidence, stated);
  }

  /** What fits a message of any alert; the rest is kept apart. */
  public Alert withoutBody() {
    var pieces = (int) evidence.stream().map(Evidence::key).distinct().count();
    var size = new AlertSize(pieces, PayloadSize.of(evidence));
    return copy(alertId, correlationKey, null, List.of(), version.without(size));
  }

  /** The same, to meet what is correlated by that key. */
  public Alert correlatedBy(String key) {
    return copy(alertId, key, description, evidence, version);
  }

  /** The same under another name, and what it names with it. */
  public Alert named(String name) {
    var named = evidence.stream().map(e -> e.namedBy(name)).toList();
    return copy(name, correlationKey, description, named, version);
  }

  private Alert copy(
      String name,
      String key,
      @Nullable String described,
      List<Evidence> naming,
      AlertVersion stated) {
    return new Alert(
        name,
        source,
        key,
        title,
        described,
        severity,
        category,
        techniques,
        detectionSource,
        createdAt,
        firstActivityAt,
        naming,
        stated);
  }
}
