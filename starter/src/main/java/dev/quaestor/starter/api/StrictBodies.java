package dev.quaestor.starter.api;

import dev.quaestor.starter.intake.json.JsonBody;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Times;
import dev.quaestor.wire.QuaestorJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How bodies of calls are read that people and services decide, order and list things with:
 * exactly. A field that is not known, a null, or a value of another JSON type is refused by its
 * path, because what was meant by it is not what would be done. Alerts are not bodies in this
 * sense: intake reads them by itself.
 */
@RestControllerAdvice
class StrictBodies extends RequestBodyAdviceAdapter {

  /** The one JSON, and nothing coerced. */
  static JsonMapper mapper() {
    return QuaestorJson.mapper()
        .rebuild()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfigDefaults(
            config -> {
              for (var shape : CoercionInputShape.values()) {
                config.setCoercion(shape, CoercionAction.Fail);
              }
            })
        .addModule(new SimpleModule().addDeserializer(Instant.class, new TimeInUtc()))
        .build();
  }

  /** Numbers would be read as seconds by one and as milliseconds by another. */
  private static final class TimeInUtc extends ValueDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (Instant) context.handleUnexpectedToken(Instant.class, parser);
      }
      try {
        var time = Instant.parse(parser.getString());
        if (!time.isBefore(Instant.EPOCH) && !time.isAfter(Times.LAST)) {
          return time;
        }
      } catch (DateTimeException e) {
        // Said below.
      }
      return (Instant)
          context.handleWeirdStringValue(
              Instant.class, parser.getString(), "not a time in ISO 8601");
    }
  }

  @Override
  public boolean supports(
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converterType) {
    return true;
  }

  /** What binding cannot tell: that a field is there and null, or there twice. */
  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converterType)
      throws IOException {
    var body = message.getBody().readAllBytes();
    var problems = new Problems();
    var tree = JsonBody.parse(body, problems);
    if (tree != null && tree.isArray()) {
      // Each item of a list is taken or refused for itself, also one that is null.
      for (int i = 0; i < tree.size(); i++) {
        if (!tree.get(i).isNull()) {
          refuseNulls(tree.get(i), "[" + i + "]", problems);
        }
      }
    } else if (tree != null) {
      refuseNulls(tree, "", problems);
    }
    if (!problems.none()) {
      throw new ProblemException(
          Readings.refusal(isOfDecision(parameter) ? "decision" : "body", problems.all()));
    }
    return new Read(body, message.getHeaders());
  }

  private static boolean isOfDecision(MethodParameter parameter) {
    return parameter.getContainingClass() == DecisionsController.class;
  }

  private static void refuseNulls(JsonNode node, String path, Problems problems) {
    if (node.isNull()) {
      problems.add(path, path.isEmpty() ? "the body is null" : "is null: omit it");
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        refuseNulls(node.get(i), path + "[" + i + "]", problems);
      }
    } else {
      node.properties()
          .forEach(
              p ->
                  refuseNulls(
                      p.getValue(),
                      path.isEmpty() ? p.getKey() : path + "." + p.getKey(),
                      problems));
    }
  }

  private record Read(byte[] body, HttpHeaders headers) implements HttpInputMessage {
    @Override
    public InputStream getBody() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }
  }
}
