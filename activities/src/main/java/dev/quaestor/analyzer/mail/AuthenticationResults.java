package dev.quaestor.analyzer.mail;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One Authentication-Results header field (RFC 8601 §2.2): who checked, and what came of it.
 *
 * @param authservId lower case; empty when the field names nobody, as Exchange Online's does, and
 *     then nobody vouches for it
 * @param results in their order
 */
record AuthenticationResults(String authservId, List<Result> results) {
  /** Longer fields are cut: no server writes them, and a parser should not read them. */
  private static final int READ = 16_384;

  private static final int MOST_RESULTS = 50;

  private static final Pattern NAME =
      Pattern.compile("^authentication-results\\s*:", Pattern.CASE_INSENSITIVE);
  private static final Pattern METHOD =
      Pattern.compile(
          "^([a-zA-Z][a-zA-Z0-9-]{0,30})\\s*(?:/\\s*\\d+\\s*)?=\\s*([a-zA-Z]{1,20})\\b(.*)$",
          Pattern.DOTALL);

  /**
   * Or a string in quotes, which the sender may have written: what looks like one in it is none.
   */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "([a-zA-Z]{1,20})\\s*\\.\\s*([a-zA-Z0-9-]{1,40})\\s*=\\s*((?:\"[^\"]*\"|[^\\s;\"])+)"
              + "|\"[^\"]*\"");

  private static final Map<String, List<String>> CHECKED =
      Map.of(
          "dmarc", List.of("header.from="),
          "dkim", List.of("header.d=", "header.i="),
          "spf", List.of("smtp.mailfrom=", "smtp.mail="));

  /**
   * What one method said.
   *
   * @param method {@code spf}, {@code dkim}, {@code dmarc}, …; lower case
   * @param value {@code pass}, {@code fail}, {@code softfail}, {@code none}, …; lower case
   * @param properties {@code header.d=…} and the like, lower case
   */
  record Result(String method, String value, List<String> properties) {
    /** The sites of the names that were checked, as each method names them. */
    Set<String> sites() {
      return properties.stream()
          .filter(p -> CHECKED.getOrDefault(method, List.of()).stream().anyMatch(p::startsWith))
          .map(p -> p.substring(p.indexOf('=') + 1).replace("\"", ""))
          .map(name -> name.substring(name.lastIndexOf('@') + 1))
          .map(Domains::registrable)
          .filter(site -> !site.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  AuthenticationResults {
    results = List.copyOf(results);
  }

  Optional<Result> of(String method) {
    return results.stream().filter(r -> r.method().equals(method)).findFirst();
  }

  static AuthenticationResults parse(String field) {
    var text = Excerpt.head(field, READ);
    text = NAME.matcher(text.strip()).replaceFirst("");
    var parts = split(withoutComments(text));
    var first = parts.isEmpty() ? "" : parts.getFirst().strip();
    var anonymous = METHOD.matcher(first).matches();
    var results = new ArrayList<Result>();
    for (var part : parts.subList(anonymous || parts.isEmpty() ? 0 : 1, parts.size())) {
      if (results.size() < MOST_RESULTS) {
        result(part.strip()).ifPresent(results::add);
      }
    }
    return new AuthenticationResults(anonymous ? "" : id(first), results);
  }

  private static Optional<Result> result(String part) {
    var matcher = METHOD.matcher(part);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var properties = new ArrayList<String>();
    var property = PROPERTY.matcher(matcher.group(3));
    while (property.find() && properties.size() < 10) {
      if (property.group(1) != null) {
        properties.add(
            (property.group(1) + "." + property.group(2) + "=" + property.group(3))
                .toLowerCase(Locale.ROOT));
      }
    }
    return Optional.of(
        new Result(
            matcher.group(1).toLowerCase(Locale.ROOT),
            matcher.group(2).toLowerCase(Locale.ROOT),
            properties));
  }

  /** The id without its version; it may be quoted. */
  private static String id(String first) {
    var unquoted = first.replace("\"", "").strip();
    var space = unquoted.indexOf(' ');
    return (space < 0 ? unquoted : unquoted.substring(0, space)).toLowerCase(Locale.ROOT);
  }

  /** Comments nest and hold escapes; an attacker's may hold what looks like a result. */
  private static String withoutComments(String text) {
    var bare = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && (quoted || depth > 0)) {
        i++;
        continue;
      }
      if (depth == 0 && c == '"') {
        quoted = !quoted;
      }
      if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')' && depth > 0) {
        depth--;
        bare.append(' ');
      } else if (depth == 0) {
        bare.append(Character.isISOControl(c) || c == '\t' ? ' ' : c);
      }
    }
    return bare.toString();
  }

  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        quoted = !quoted;
      } else if (text.charAt(i) == ';' && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
