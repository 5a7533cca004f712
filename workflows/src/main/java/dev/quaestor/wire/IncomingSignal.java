package dev.quaestor.wire;

import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * A signal as it came: anything at all. It is read here and not by the SDK, which would drop what
 * it cannot read without a word in the record.
 */
public final class IncomingSignal {
  private static final int SHOWN = 500;
  private static final int SHOWN_NAME = 60;

  private final String text;

  public IncomingSignal(@Nullable RawValue raw) {
    this.text =
        Optional.ofNullable(raw)
            .map(RawValue::getPayload)
            .map(Payload::getData)
            .map(d -> d.toString(StandardCharsets.UTF_8))
            .orElse("");
  }

  /** The message in it; empty when it has another shape. */
  public <T> Optional<T> as(Class<T> type) {
    try {
      return Optional.ofNullable(reader(type).readValue(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** The field in it that a message of this kind does not have; empty when it is not for that. */
  public Optional<String> unknownField(Class<?> type) {
    try {
      reader(type).readValue(text);
      return Optional.empty();
    } catch (UnrecognizedPropertyException e) {
      return Optional.of(Excerpt.of(plain(e.getPropertyName()), SHOWN_NAME));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static ObjectReader reader(Class<?> type) {
    return QuaestorJson.mapper()
        .readerFor(type)
        .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
  }

  /** What came, for the record. */
  public String shown() {
    return Excerpt.of(plain(text), SHOWN);
  }

  private static String plain(String text) {
    return Unseen.replaced(text, " ");
  }
}
