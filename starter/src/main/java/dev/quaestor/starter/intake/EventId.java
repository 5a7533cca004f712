package dev.quaestor.starter.intake;

import dev.quaestor.alert.Alert;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.text.Storable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which CloudEvent an alert came in: producers keep {@code source} and {@code id} the same when
 * they send again, so that the two are the idempotency key, whatever the alert inside calls itself.
 *
 * <p>Source: CloudEvents 1.0.2, "REQUIRED Attributes", and its HTTP protocol binding, 3.1.
 *
 * @param source the context attribute; null when it is missing
 * @param id the context attribute; null when it is missing
 */
public record EventId(@Nullable String source, @Nullable String id) {

  /** The headers of a request. */
  @FunctionalInterface
  public interface Headers {
    /** Null when there is no header of that name. */
    @Nullable String value(String name);
  }

  /**
   * What the {@code ce-} headers of the binary content mode say.
   *
   * @return null when the request carries no event in that mode
   */
  public static @Nullable EventId ofHeaders(Headers headers) {
    return headers.value("ce-specversion") == null && headers.value("ce-id") == null
        ? null
        : new EventId(decoded(headers.value("ce-source")), decoded(headers.value("ce-id")));
  }

  /** The binding has what is beyond ASCII percent-encoded; a stray percent sign stays. */
  private static @Nullable String decoded(@Nullable String header) {
    if (header == null || header.indexOf('%') < 0) {
      return header;
    }
    try {
      return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return header;
    }
  }

  /** Notes what is missing; true when nothing is. */
  boolean isComplete(String prefix, Problems problems) {
    if (source == null || source.isBlank()) {
      problems.add(prefix + "source", "is missing");
    }
    if (id == null || id.isBlank()) {
      problems.add(prefix + "id", "is missing");
    }
    return source != null && !source.isBlank() && id != null && !id.isBlank();
  }

  /**
   * The alert under the event's id. What it is correlated by stays: two events about one thing
   * meet.
   *
   * @param index which of the event's alerts it is
   */
  Alert rename(Alert alert, int index) {
    var own = Storable.boundedIdentity(String.valueOf(id), Fields.ID);
    var name =
        "cloudevents:"
            + own
            + "@"
            + PlanHash.shortId(source + "\n" + id)
            + (index == 0 ? "" : "#" + (index + 1));
    return alert.named(name);
  }
}
