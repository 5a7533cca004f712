package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The one spelling of all URLs that RFC 3986, section 6.2, calls equivalent. Scheme and host do not
 * count case; user, path and query do. An escape is undone only for a character that never needed
 * one, so that {@code %2F} stays other than {@code /}. A fragment is not sent to anybody and is
 * left out.
 */
final class UrlSpelling {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
  private static final Pattern BARE_HOST = Pattern.compile("[^/?@:\\\\\\s]+[.][^/?@:\\\\\\s]+");

  private static final Map<String, String> USUAL_PORTS =
      Map.of("http:", "80", "https:", "443", "ws:", "80", "wss:", "443", "ftp:", "21");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UrlSpelling() {}

  static String canonical(String url) {
    var hash = url.indexOf('#');
    var text = unescaped(hash > 0 ? url.substring(0, hash) : url);
    var written = SCHEME.matcher(text);
    var scheme = written.lookingAt() ? LetterCase.folded(written.group()) : "";
    var rest = text.substring(scheme.length());
    if (rest.startsWith("//")) {
      var end = endOfAuthority(rest);
      return scheme
          + "//"
          + authority(scheme, rest.substring(2, end))
          + pathAndQuery(rest.substring(end));
    }
    return scheme.isEmpty() ? withBareHost(text) : scheme + rest;
  }

  /** Browsers take a backslash for the end of the host as well. */
  private static int endOfAuthority(String rest) {
    var end = 2;
    while (end < rest.length() && "/?\\".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String authority(String scheme, String authority) {
    var at = authority.lastIndexOf('@') + 1;
    var colon = authority.lastIndexOf(':');
    var hasPort = colon >= at && isNumber(authority.substring(colon + 1));
    var port = hasPort ? withoutZeros(authority.substring(colon + 1)) : "";
    return authority.substring(0, at)
        + escapesUpperCase(
            HostName.canonical(authority.substring(at, hasPort ? colon : authority.length())))
        + (port.isEmpty() || port.equals(USUAL_PORTS.get(scheme)) ? "" : ":" + port);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
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

  /** {@code Evil.example/a}: what people write for a site. */
  private static String withBareHost(String text) {
    var host = BARE_HOST.matcher(text);
    return host.lookingAt()
        ? escapesUpperCase(HostName.canonical(host.group())) + text.substring(host.end())
        : text;
  }

  private static String unescaped(String text) {
    // Keys are asked for often, and few URLs have an escape.
    if (text.indexOf('%') < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      var value = escapeAt(text, i);
      if (value < 0) {
        plain.append(text.charAt(i));
      } else {
        if (isUnreserved(value)) {
          plain.append((char) value);
        } else {
          plain.append('%').append(HEX.toHexDigits((byte) value));
        }
        i += 2;
      }
    }
    return plain.toString();
  }

  private static String escapesUpperCase(String host) {
    return host.indexOf('%') < 0 ? host : unescaped(host);
  }

  /** The value of the escape that begins here, or -1 where none does. */
  private static int escapeAt(String text, int i) {
    if (text.charAt(i) != '%' || i + 2 >= text.length()) {
      return -1;
    }
    var high = Character.digit(text.charAt(i + 1), 16);
    var low = Character.digit(text.charAt(i + 2), 16);
    return high < 0 || low < 0 || text.charAt(i + 1) > 'f' || text.charAt(i + 2) > 'f'
        ? -1
        : high * 16 + low;
  }

  private static boolean isUnreserved(int value) {
    return (value >= 'a' && value <= 'z')
        || (value >= 'A' && value <= 'Z')
        || (value >= '0' && value <= '9')
        || value == '-'
        || value == '.'
        || value == '_'
        || value == '~';
  }
}
