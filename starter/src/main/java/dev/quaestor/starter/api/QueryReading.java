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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the query of every call, mapped or not, before anybody asks for a parameter, and answers
 * from what it read. The container would fail with a stack trace where a query cannot be decoded,
 * and would eat a body that is sent as a form.
 *
 * <p>A page's form is read in the same way, and to the same end; but only once somebody asks for a
 * parameter that the query does not have, which is behind the door.
 */
final class QueryReading extends OncePerRequestFilter {
  /**
   * Set where a call is refused before a controller was reached: what {@link ErrorDispatch} says.
   */
  static final String REFUSAL = ApiProblem.class.getName();

  private static final int LONGEST = 4_000;

  /** Where forms come from. What is below these takes JSON, and a form that comes there is none. */
  private static final List<String> CALLS = List.of("/api/", "/actuator/", "/v3/");

  /** What somebody may send who is not signed in. */
  private static final int SMALL_FORM = 16 * 1024;

  private final ApiProperties properties;

  QueryReading(ApiProperties properties) {
    this.properties = properties;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Map<String, List<String>> parameters;
    try {
      parameters = parameters(request.getQueryString(), LONGEST);
    } catch (ProblemException refused) {
      refuse(request, response, refused.problem());
      return;
    }
    if (!isForm(request)) {
      chain.doFilter(new Asked(request, parameters), response);
      return;
    }
    try {
      chain.doFilter(new Form(request, parameters, formLimit(request)), response);
    } catch (ProblemException refused) {
      refuse(request, response, refused.problem());
    }
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, ApiProblem problem)
      throws IOException {
    request.setAttribute(REFUSAL, problem);
    response.sendError(problem.status());
  }

  private static boolean isForm(HttpServletRequest request) {
    var type = request.getContentType();
    return HttpMethod.POST.matches(request.getMethod())
        && type != null
        && type.regionMatches(true, 0, MediaType.APPLICATION_FORM_URLENCODED_VALUE, 0, 33)
        && CALLS.stream().noneMatch(request.getRequestURI()::startsWith);
  }

  private long formLimit(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/sign-in")
        ? SMALL_FORM
        // An alert may be pasted into one, where each byte may take three.
        : 3 * properties.maxAlertBody().toBytes();
  }

  /** In their order; a name without a value has the empty one. */
  private static Map<String, List<String>> parameters(@Nullable String query, int longest) {
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
      if (value.length() > longest) {
        throw new ProblemException(
            ApiProblem.badField(
                ApiTexts.shown(name), "is longer than %d characters".formatted(longest)));
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
        ApiProblem.of(HttpStatus.BAD_REQUEST, "bad-query", "The query cannot be read", sentence));
  }

  private static class Asked extends HttpServletRequestWrapper {
    private final Map<String, List<String>> parameters;

    Asked(HttpServletRequest request, Map<String, List<String>> parameters) {
      super(request);
      this.parameters = parameters;
    }

    Map<String, List<String>> parameters() {
      return parameters;
    }

    @Override
    public @Nullable String getParameter(String name) {
      var values = parameters().get(name);
      return values == null ? null : values.getFirst();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      var values = parameters().get(name);
      return values == null ? null : values.toArray(String[]::new);
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(parameters().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      var map = new LinkedHashMap<String, String[]>();
      parameters().forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
      return Collections.unmodifiableMap(map);
    }
  }

  /** A page's form: what its body says stands behind what the query says. */
  private static final class Form extends Asked {
    private final long limit;
    private @Nullable Map<String, List<String>> all;

    Form(HttpServletRequest request, Map<String, List<String>> query, long limit) {
      super(request, query);
      this.limit = limit;
    }

    @Override
    Map<String, List<String>> parameters() {
      var known = all;
      if (known == null) {
        known = new LinkedHashMap<>(super.parameters());
        for (var field : QueryReading.parameters(body(), Integer.MAX_VALUE).entrySet()) {
          known.merge(
              field.getKey(),
              field.getValue(),
              (query, form) -> Stream.concat(query.stream(), form.stream()).toList());
        }
        all = known;
      }
      return known;
    }

    private String body() {
      try {
        if (getContentLengthLong() > limit) {
          throw tooLarge();
        }
        var bytes = getRequest().getInputStream().readNBytes((int) limit + 1);
        if (bytes.length > limit) {
          throw tooLarge();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        throw refused("The form could not be read to its end.");
      }
    }

    private ProblemException tooLarge() {
      return new ProblemException(
          ApiProblem.of(
              HttpStatus.CONTENT_TOO_LARGE, "The form is larger than " + limit + " bytes"));
    }
  }
}
