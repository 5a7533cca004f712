package dev.quaestor.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON: what is in a history, in the ledger, on the API and in the CLI. Unknown fields are
 * tolerated, because a history written by a newer release must still be read, but not in what is
 * {@link Exact}; a repeated key is refused, because two readers could take two values; nulls are
 * left out; instants are ISO-8601.
 */
public final class QuaestorJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addHandler(new ExactFields())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          // Field order is part of what golden files pin.
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(v -> v.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private QuaestorJson() {}

  private static final class ExactFields extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        ValueDeserializer<?> deserializer,
        Object beanOrClass,
        String name) {
      var type = beanOrClass instanceof Class<?> known ? known : beanOrClass.getClass();
      if (type.isAnnotationPresent(Exact.class)) {
        throw UnrecognizedPropertyException.from(
            parser, type, name, deserializer.getKnownPropertyNames());
      }
      return false;
    }
  }

  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * What every Temporal client and worker of Quaestor is given.
   *
   * @param vault takes what is too large for a history; null where there is none, and then a
   *     payload that another process put there is refused
   * @param encryption comes first: what goes into the vault is encrypted as well
   */
  public static DataConverter dataConverter(
      @Nullable PayloadVault vault, PayloadEncryption encryption) {
    var plain =
        DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter(MAPPER));
    var codecs = codecs(vault, encryption);
    return encryption.encrypts()
        ? EncodedPayloads.of(plain, codecs)
        : new CodecDataConverter(plain, codecs);
  }

  /** What lies between values and a history; the last of a chain encodes first. */
  public static List<PayloadCodec> codecs(
      @Nullable PayloadVault vault, PayloadEncryption encryption) {
    return List.of(new ClaimCheck(vault), encryption);
  }

  /** The same without encryption. */
  public static DataConverter dataConverter(@Nullable PayloadVault vault) {
    return dataConverter(vault, PayloadEncryption.OFF);
  }

  /** The same for those who meet small payloads only. */
  public static DataConverter dataConverter() {
    return dataConverter(null);
  }
}
