package dev.quaestor.starter.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the query of every call, mapped or not, before anybody asks for a parameter, and answers
 * from what it read. The container would fail with a stack trace where a query cannot be decoded,
 * and would eat a body that is sent as a form.
 */
final class QueryReading extends OncePerRequestFilter {
  /**
   * Set where a call is refused before a controller was reached: what {@link ErrorDispatch} says.
   */
  static final String REFUSAL = ApiProblem.class.getName();

  private static final int LONGEST = 4_000;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Map<String, List<String>> parameters;
    try {
      parameters = parameters(request.getQueryString());
    } catch (ProblemException refused) {
      request.setAttribute(REFUSAL, refused.problem());
      response.sendError(refused.problem().status());
      return;
    }
    chain.doFilter(new Asked(request, parameters), response);
  }

  /** In their order; a name without a value has the empty one. */
  private static Map<String, List<String>> parameters(@Nullable String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var pair : query == null ? new String[0] : query.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (name.isEmpty()) {
        throw refused("The query has a value without a name.");
      }
      var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (value.length() > LONGEST) {
        throw new ProblemException(
            ApiProblem.badField(
                ApiTexts.shown(name), "is longer than %d characters".formatted(LONGEST)));
      }
      parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static String decoded(String written) {
    var bytes = new ByteArrayOutputStream(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '%') {
        int high = i + 2 < written.length() ? Character.digit(written.charAt(i + 1), 16) : -1;
        int low = i + 2 < written.length() ? Character.digit(written.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw refused("The query has a % that is not followed by two hexadecimal digits.");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else if (c > 0x7f) {
        throw refused("The query has a character that must be percent-encoded.");
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    var text = utf8(bytes.toByteArray());
    if (text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f)) {
      throw refused("The query has a control character.");
    }
    return text;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused("The query is not UTF-8.");
    }
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(
        ApiProblem.of(
            org.springframework.http.HttpStatus.BAD_REQUEST,
            "bad-query",
            "The query cannot be read",
            sentence));
  }

  private static final class Asked extends HttpServletRequestWrapper {
    private final Map<String, List<String>> parameters;

    Asked(HttpServletRequest request, Map<String, List<String>> parameters) {
      super(request);
      this.parameters = parameters;
    }

    @Override
    public @Nullable String getParameter(String name) {
      var values = parameters.get(name);
      return values == null ? null : values.getFirst();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      var values = parameters.get(name);
      return values == null ? null : values.toArray(String[]::new);
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(parameters.keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      var map = new LinkedHashMap<String, String[]>();
      parameters.forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
      return Collections.unmodifiableMap(map);
    }
  }
}
