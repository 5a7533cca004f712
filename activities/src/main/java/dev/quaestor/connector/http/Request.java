package dev.quaestor.connector.http;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call.
 *
 * @param operation method and path template: what metrics and messages call it, free of data
 * @param path with query, encoded
 */
public record Request(String operation, String method, String path, @Nullable JsonNode body) {
  private static final Pattern HOLE = Pattern.compile("\\{\\w+}");

  /**
   * @param template a path with {@code {holes}}
   * @param values what goes into them, in order; each is encoded whole, so that a slash in a value
   *     cannot reach another path
   */
  public static Request get(String template, String... values) {
    return of("GET", template, null, values);
  }

  public static Request post(String template, JsonNode body, String... values) {
    return of("POST", template, body, values);
  }

  /** A POST that carries nothing. */
  public static Request order(String template, String... values) {
    return of("POST", template, null, values);
  }

  public static Request patch(String template, JsonNode body, String... values) {
    return of("PATCH", template, body, values);
  }

  public static Request put(String template, JsonNode body, String... values) {
    return of("PUT", template, body, values);
  }

  public static Request delete(String template, String... values) {
    return of("DELETE", template, null, values);
  }

  private static Request of(
      String method, String template, @Nullable JsonNode body, String... values) {
    var path = new StringBuilder();
    var hole = HOLE.matcher(template);
    for (var value : values) {
      if (!hole.find()) {
        throw new IllegalArgumentException("more values than holes in " + template);
      }
      if (value.isEmpty() || value.equals(".") || value.equals("..")) {
        throw new IllegalArgumentException("a value for " + template + " is not a path segment");
      }
      hole.appendReplacement(path, Matcher.quoteReplacement(encode(value)));
    }
    hole.appendTail(path);
    return new Request(method + " " + template, method, path.toString(), body);
  }

  /** Adds a query parameter; the name is ours and is taken as it is. */
  public Request query(String name, String value) {
    var separator = path.indexOf('?') < 0 ? '?' : '&';
    return new Request(operation, method, path + separator + name + '=' + encode(value), body);
  }

  /** Text inside an OData string literal, quotes included. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
