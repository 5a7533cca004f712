package dev.quaestor.lab.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A method and a path with wildcards: {@code POST /api/machines/*}{@code /isolate}. {@code *}
 * stands for one segment or a part of one, a final {@code **} for all that follows, {@code *} as
 * method for any. Literals ignore case, as the vendors do.
 */
public record RoutePattern(String method, List<String> segments) {

  public RoutePattern {
    segments = List.copyOf(segments);
  }

  /**
   * Reads {@code METHOD /path}; throws {@link IllegalArgumentException} when it is not of that
   * form.
   */
  public static RoutePattern parse(String text) {
    int space = text.indexOf(' ');
    if (space < 1 || space + 1 >= text.length() || text.charAt(space + 1) != '/') {
      throw new IllegalArgumentException("a route is written METHOD /path, not: " + text);
    }
    String method = text.substring(0, space).toUpperCase(Locale.ROOT);
    return new RoutePattern(method, normalise(split(text.substring(space + 1))));
  }

  public static List<String> split(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    return segments;
  }

  /** Folds the aliases: {@code /api/v1.0} is {@code /api}, {@code /beta} is {@code /v1.0}. */
  public static List<String> normalise(List<String> path) {
    List<String> result = new ArrayList<>(path);
    if (result.isEmpty()) {
      return result;
    }
    String first = result.get(0).toLowerCase(Locale.ROOT);
    if (first.equals("api")) {
      result.set(0, "api");
      if (result.size() > 1 && result.get(1).equalsIgnoreCase("v1.0")) {
        result.remove(1);
      }
    } else if (first.equals("beta") || first.equals("v1.0")) {
      result.set(0, "v1.0");
    }
    return result;
  }

  /**
   * What the wildcards stand for, or empty when this is another path. The method is not looked at.
   */
  public Optional<List<String>> matchPath(List<String> path) {
    List<String> captured = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      String pattern = segments.get(i);
      if (pattern.equals("**")) {
        return Optional.of(captured);
      }
      if (i >= path.size() || !matchSegment(pattern, path.get(i), captured)) {
        return Optional.empty();
      }
    }
    return path.size() == segments.size() ? Optional.of(captured) : Optional.empty();
  }

  /** Whether this pattern covers that request. */
  public boolean covers(String requestMethod, List<String> path) {
    return (method.equals("*") || method.equals(requestMethod)) && matchPath(path).isPresent();
  }

  @Override
  public String toString() {
    return method + " /" + String.join("/", segments);
  }

  private static boolean matchSegment(String pattern, String segment, List<String> captured) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equalsIgnoreCase(segment);
    }
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    int length = segment.length();
    boolean fits =
        length > before.length() + after.length()
            && segment.regionMatches(true, 0, before, 0, before.length())
            && segment.regionMatches(true, length - after.length(), after, 0, after.length());
    if (fits) {
      captured.add(segment.substring(before.length(), length - after.length()));
    }
    return fits;
  }
}
