package dev.quaestor.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The one spelling of all URLs that lead browsers to the same place, or that RFC 3986, section 6.2,
 * calls equivalent. Scheme and host do not count case; user, path and query do. An escape is undone
 * only for a character that never needed one, so that {@code %2F} stays other than {@code /}. A
 * fragment is not sent to anybody and is left out.
 */
final class UrlSpelling {
  private static final Map<String, String> USUAL_PORTS =
      Map.of("http", "80", "https", "443", "ws", "80", "wss", "443", "ftp", "21");

  private UrlSpelling() {}

  static String canonical(String url) {
    var address = WebAddress.of(url);
    var scheme = address.scheme().isEmpty() ? "" : address.scheme() + ":";
    var rest = rest(address);
    return switch (address.form()) {
      case AUTHORITY -> scheme + "//" + user(address) + host(address) + pathAndQuery(rest);
      case BARE -> host(address) + rest;
      case NONE -> scheme + rest;
    };
  }

  private static String rest(WebAddress address) {
    var written = address.rest();
    // A lone fragment is all that there is.
    var hash = written.indexOf('#', address.form() == WebAddress.Form.NONE ? 1 : 0);
    var plain = Escapes.plain(hash < 0 ? written : written.substring(0, hash));
    var question = plain.indexOf('?');
    if (!address.isWeb() || plain.indexOf('\\') < 0) {
      return plain;
    }
    return question < 0
        ? plain.replace('\\', '/')
        : plain.substring(0, question).replace('\\', '/') + plain.substring(question);
  }

  private static String user(WebAddress address) {
    return address.userinfo().isEmpty() ? "" : Escapes.plain(address.userinfo()) + "@";
  }

  private static String host(WebAddress address) {
    var port = withoutZeros(address.port());
    return address.canonicalHost()
        + (port.isEmpty() || port.equals(USUAL_PORTS.get(address.scheme())) ? "" : ":" + port);
  }

  private static String withoutZeros(String number) {
    var start = 0;
    while (start < number.length() && number.charAt(start) == '0') {
      start++;
    }
    return number.substring(start);
  }

  /** An empty path is the root; what is no path is left as it stands. */
  private static String pathAndQuery(String text) {
    if (text.isEmpty() || text.startsWith("?")) {
      return "/" + text;
    }
    var question = text.indexOf('?');
    var path = question < 0 ? text : text.substring(0, question);
    return (path.startsWith("/") ? withoutDots(path) : path)
        + (question < 0 ? "" : text.substring(question));
  }

  /** RFC 3986, section 5.2.4. */
  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    var parts = List.of(path.substring(1).split("/", -1));
    var kept = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      var up = part.equals("..");
      if (up && !kept.isEmpty()) {
        kept.removeLast();
      }
      if (!up && !part.equals(".")) {
        kept.add(part);
      } else if (i == parts.size() - 1) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }
}
