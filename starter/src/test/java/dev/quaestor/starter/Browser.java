package dev.quaestor.starter;

import com.google.re2j.Pattern;
import dev.quaestor.starter.RunningStarter.Answer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a browser does with cookies and forms, and nothing more: it follows no redirect. */
public final class Browser {
  private static final Pattern FIELD =
      Pattern.compile("<input[^>]*name=\"_csrf\"[^>]*value=\"([^\"]*)\"");

  private final RunningStarter starter;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final List<String> set = new ArrayList<>();

  public Browser(RunningStarter starter) {
    this.starter = starter;
  }

  public Map<String, String> cookies() {
    return cookies;
  }

  /** Each {@code Set-Cookie} that came, whole. */
  public List<String> setCookies() {
    return set;
  }

  public Answer get(String path) {
    return keep(starter.send(request(path).GET()));
  }

  public HttpRequest.Builder request(String path) {
    var request = starter.bare(path);
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(c -> c.getKey() + "=" + c.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  /** Sends a form as it is, with no token that is not in it. */
  public Answer post(String path, Map<String, String> form) {
    return keep(
        starter.send(
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form)))));
  }

  /** Opens a page and sends its form, filled in. */
  public Answer submit(String page, String path, Map<String, String> form) {
    var all = new LinkedHashMap<>(form);
    all.put("_csrf", csrf(get(page)));
    return post(path, all);
  }

  /** The token of the first form of a page. */
  public static String csrf(Answer page) {
    var found = FIELD.matcher(page.http().body());
    if (!found.find()) {
      throw new AssertionError("no form in " + page.http().body());
    }
    return found.group(1);
  }

  public Answer signIn(String name, String password) {
    return submit("/sign-in", "/sign-in", Map.of("name", name, "password", password));
  }

  /** Where an answer leads. */
  public static String location(Answer answer) {
    return answer.http().headers().firstValue("Location").orElse("nowhere");
  }

  private Answer keep(Answer answer) {
    for (var cookie : answer.http().headers().allValues("Set-Cookie")) {
      set.add(cookie);
      var pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
      if (cookie.contains("Max-Age=0") || pair[1].isEmpty()) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return answer;
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  public URI address(String path) {
    return starter.base().resolve(path);
  }
}
