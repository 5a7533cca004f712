package dev.quaestor.wire;

import com.google.protobuf.ByteString;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Sha256;
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

  private final byte[] bytes;
  private final String text;

  public IncomingSignal(@Nullable RawValue raw) {
    this.bytes =
        Optional.ofNullable(raw)
            .map(RawValue::getPayload)
            .map(Payload::getData)
            .map(ByteString::toByteArray)
            .orElseGet(() -> new byte[0]);
    this.text = new String(bytes, StandardCharsets.UTF_8);
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

  /** The SHA-256 of what came, which is nothing where nothing came. */
  public String digest() {
    return Sha256.of(bytes);
  }

  /** What came, for the record. */
  public String shown() {
    return Excerpt.of(plain(text), SHOWN);
  }

  private static String plain(String text) {
    return Unseen.replaced(text, " ");
  }
}
