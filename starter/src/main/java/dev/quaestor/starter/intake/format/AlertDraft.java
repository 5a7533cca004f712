package dev.quaestor.starter.intake.format;

import com.google.re2j.Pattern;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.CorrelationKey;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Role;
import dev.quaestor.starter.intake.json.Fields;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An alert while it is read. The same thing named twice becomes one piece of evidence. */
public final class AlertDraft {
  public static final int MOST_EVIDENCE = Fields.MOST_OBJECTS;
  private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

  private final String alertId;
  private final AlertSource source;
  private final Map<EntityKey, Evidence> evidence = new LinkedHashMap<>();
  private final KnownThings things = new KnownThings();

  public AlertDraft(String alertId, AlertSource source) {
    this.alertId = alertId;
    this.source = source;
  }

  public void add(Entity entity, List<Role> roles, @Nullable ReportedVerdict reported) {
    var named = new Evidence(entity, roles, reported, List.of(alertId), 0, null);
    things.add(evidence.merge(named.key(), named, Evidence::merge).entity());
  }

  public void add(Entity entity) {
    add(entity, List.of(), null);
  }

  public int size() {
    return evidence.size();
  }

  public boolean isFull() {
    return evidence.size() >= MOST_EVIDENCE;
  }

  public boolean names(Class<? extends Entity> kind) {
    return evidence.values().stream().anyMatch(e -> kind.isInstance(e.entity()));
  }

  public boolean isEmpty() {
    return evidence.isEmpty();
  }

  /**
   * Adds what may be said already in another place or as a part of another thing, as a message's
   * sender or a device's own address; then only what is new of it counts.
   */
  public void addUnlessSaid(Entity entity, List<Role> roles, @Nullable ReportedVerdict reported) {
    var known = things.same(entity).orElse(entity);
    if (known.getClass() == entity.getClass()) {
      add(known, roles, reported);
    } else if (reported != null && !(known instanceof Device)) {
      add(entity, roles, reported);
    }
  }

  /** What is beside the evidence. */
  public record Heading(
      String title,
      @Nullable String description,
      @Nullable Severity severity,
      @Nullable String category,
      List<String> techniques,
      @Nullable String detectionSource,
      @Nullable Instant createdAt,
      @Nullable Instant firstActivityAt) {}

  /**
   * A severity that nobody stated is Informational: it must not unlock a rule that asks for one.
   */
  public Alert finish(Heading heading) {
    return finish(heading, correlationKey());
  }

  public Alert finish(Heading heading, String correlationKey) {
    return new Alert(
        alertId,
        source,
        correlationKey,
        heading.title(),
        heading.description(),
        heading.severity() == null ? Severity.INFORMATIONAL : heading.severity(),
        heading.category(),
        heading.techniques().stream().filter(t -> TECHNIQUE.matcher(t).matches()).toList(),
        heading.detectionSource(),
        heading.createdAt(),
        heading.firstActivityAt(),
        List.copyOf(evidence.values()));
  }

  private String correlationKey() {
    return device()
        .map(CorrelationKey::ofDevice)
        .or(() -> message().map(CorrelationKey::ofMessage))
        .orElseGet(() -> CorrelationKey.ofAlert(alertId));
  }

  /** The first device; without one, the device on which the first thing was seen. */
  private Optional<EntityKey> device() {
    return evidence.values().stream()
        .map(Evidence::entity)
        .filter(OnDevice.class::isInstance)
        .sorted(Comparator.comparing(e -> !(e instanceof Device)))
        .flatMap(
            e ->
                (e instanceof Device d ? Optional.of(d.key()) : ((OnDevice) e).deviceKey())
                    .stream())
        .findFirst();
  }

  private Optional<String> message() {
    return evidence.values().stream()
        .map(e -> e.entity() instanceof MailMessage m ? identityOf(m) : null)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static @Nullable String identityOf(MailMessage message) {
    return message.internetMessageId() != null
        ? message.internetMessageId()
        : message.networkMessageId();
  }
}
