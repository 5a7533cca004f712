package dev.quaestor.starter.api;

import dev.quaestor.starter.intake.json.Unknown;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses what a call does not ask for: a parameter that it does not know would otherwise be left
 * out, and a misspelt filter would answer with everything. What a method takes is read from the
 * method and its contract, so that there is no second list. It stands behind the check of roles, so
 * that whoever may not call learns nothing of what is asked.
 */
final class CallCheck implements HandlerInterceptor {
  private static final String OURS = "dev.quaestor.";
  private static final int MOST_VALUES = 50;
  private static final List<MediaType> JSON =
      List.of(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpMediaTypeNotSupportedException {
    if (request.getDispatcherType() != DispatcherType.ERROR
        && handler instanceof HandlerMethod method
        && method.getBeanType().getName().startsWith(OURS)) {
      var known = known(method);
      request.getParameterMap().forEach((name, values) -> require(name, values, known));
      requireMediaType(request.getContentType(), method);
      if (Collections.list(request.getHeaders(Requests.IDEMPOTENCY_KEY)).size() > 1) {
        throw new ProblemException(
            ApiProblem.badField(Requests.IDEMPOTENCY_KEY, "is given more than once"));
      }
    }
    return true;
  }

  private static Map<String, Class<?>> known(HandlerMethod method) {
    var known = new TreeMap<String, Class<?>>();
    Arrays.stream(method.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
        .forEach(parameter -> known.put(nameOf(parameter), parameter.getParameterType()));
    return known;
  }

  private static String nameOf(MethodParameter parameter) {
    var annotation = parameter.getParameterAnnotation(RequestParam.class);
    return annotation == null || annotation.name().isEmpty()
        ? parameter.getParameter().getName()
        : annotation.name();
  }

  private static void require(String name, String[] values, Map<String, Class<?>> known) {
    var type = known.get(name);
    if (type == null) {
      throw refused(name, Unknown.parameter(name, List.copyOf(known.keySet())));
    }
    boolean takesSeveral = List.class.isAssignableFrom(type);
    if (values.length > (takesSeveral ? MOST_VALUES : 1)) {
      throw refused(
          name,
          takesSeveral
              ? "is given more than %d times".formatted(MOST_VALUES)
              : "is given more than once");
    }
    if (type != String.class && Arrays.stream(values).anyMatch(String::isBlank)) {
      throw refused(name, "is empty");
    }
  }

  /** A body that is read as JSON is sent as JSON; alerts and policies are taken as anything. */
  private static void requireMediaType(@Nullable String sent, HandlerMethod method)
      throws HttpMediaTypeNotSupportedException {
    if (sent == null || sent.isBlank()) {
      return;
    }
    MediaType type;
    try {
      type = MediaType.parseMediaType(sent);
    } catch (InvalidMediaTypeException e) {
      throw new HttpMediaTypeNotSupportedException(e.getMessage(), JSON);
    }
    if (!type.isConcrete()
        || isJsonAlone(method) && JSON.stream().noneMatch(j -> j.includes(type))) {
      throw new HttpMediaTypeNotSupportedException(type, JSON);
    }
  }

  private static boolean isJsonAlone(HandlerMethod method) {
    var operation = method.getMethodAnnotation(Operation.class);
    var content = operation == null ? new Content[0] : operation.requestBody().content();
    return content.length == 1 && content[0].mediaType().equals(MediaType.APPLICATION_JSON_VALUE);
  }

  private static ProblemException refused(String name, String message) {
    return new ProblemException(ApiProblem.badField(ApiTexts.shown(name), message));
  }
}
