package dev.quaestor.wire;

import dev.quaestor.text.Excerpt;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * A signal as it came: anything at all. It is read here and not by the SDK, which would drop what
 * it cannot read without a word in the record.
 */
public final class IncomingSignal {
  private static final int SHOWN = 500;

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
    ObjectReader reader =
        QuaestorJson.mapper()
            .readerFor(type)
            .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
    try {
      return Optional.ofNullable(reader.readValue(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** What came, for the record. */
  public String shown() {
    return Excerpt.of(text.replaceAll("\\p{Cntrl}", " "), SHOWN);
  }
}
