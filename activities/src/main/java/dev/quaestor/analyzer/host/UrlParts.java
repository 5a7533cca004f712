package dev.quaestor.analyzer.host;

import com.google.re2j.Pattern;
import dev.quaestor.text.Excerpt;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL taken apart as a browser would, not as RFC 3986 would: attackers write for browsers.
 * Nothing is refused; what is not there is empty.
 *
 * @param scheme lower case; {@code http} when none is written
 * @param userinfo what stands before the last {@code @} of the authority
 * @param host lower case, percent-decoded, in Unicode; punycode that decodes is decoded
 * @param asciiHost the same before punycode was decoded
 * @param port as written, empty when none is
 * @param rest path, query and fragment, or all of it after the scheme when there is no authority
 */
public record UrlParts(
    String scheme, String userinfo, String host, String asciiHost, String port, String rest) {
  /** More than a reader, a log or a proxy ever needs; the rest is not parsed. */
  public static final int MAX_LENGTH = 8192;

  private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]{0,30}):(.*)$");
  private static final Pattern PORT = Pattern.compile("^(.*):([0-9]{0,6})$");
  private static final Pattern ENCODED = Pattern.compile("%([0-9a-fA-F]{2})");

  public static UrlParts of(String url) {
    var text = Excerpt.head(url, MAX_LENGTH);
    // Browsers drop control characters, which therefore hide nothing from them.
    text =
        text.chars()
            .filter(c -> c > 0x1f && c != 0x7f)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    var scheme = "http";
    var after = "//" + text;
    var matcher = SCHEME.matcher(text);
    if (matcher.matches() && !looksLikeHostAndPort(text)) {
      scheme = matcher.group(1).toLowerCase(Locale.ROOT);
      after = matcher.group(2);
    } else if (text.startsWith("//")) {
      after = text;
    }
    if (!isWeb(scheme)) {
      return new UrlParts(scheme, "", "", "", "", after);
    }
    // For web schemes browsers take a backslash for a slash, and any number of slashes for two.
    var slashed = after.replace('\\', '/');
    int start = 0;
    while (start < slashed.length() && slashed.charAt(start) == '/') {
      start++;
    }
    int end = start;
    while (end < slashed.length() && "/?#".indexOf(slashed.charAt(end)) < 0) {
      end++;
    }
    return ofAuthority(scheme, slashed.substring(start, end), slashed.substring(end));
  }

  private static UrlParts ofAuthority(String scheme, String authority, String rest) {
    var at = authority.lastIndexOf('@');
    var userinfo = at < 0 ? "" : authority.substring(0, at);
    var hostAndPort = authority.substring(at + 1);
    var port = "";
    var matcher = PORT.matcher(hostAndPort);
    if (matcher.matches()) {
      hostAndPort = matcher.group(1);
      port = matcher.group(2);
    }
    var ascii = normal(decoded(hostAndPort));
    return new UrlParts(scheme, decoded(userinfo), unicode(ascii), ascii, port, rest);
  }

  public boolean isWeb() {
    return isWeb(scheme);
  }

  public Optional<HostAddress> address() {
    return HostAddress.of(asciiHost);
  }

  private static boolean isWeb(String scheme) {
    return scheme.equals("http") || scheme.equals("https") || scheme.equals("ftp");
  }

  /** {@code www.contoso.example:8080/x} has no scheme, whatever its colon looks like. */
  private static boolean looksLikeHostAndPort(String text) {
    var colon = text.indexOf(':');
    return text.lastIndexOf('.', colon) >= 0
        && colon + 1 < text.length()
        && Character.isDigit(text.charAt(colon + 1));
  }

  /** Lower case, compatibility forms (full-width letters, circled digits) made plain. */
  private static String normal(String host) {
    var plain = Normalizer.normalize(host, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    // IDNA takes these three for a dot.
    var dotted = plain.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.');
    return dotted.endsWith(".") ? dotted.substring(0, dotted.length() - 1) : dotted;
  }

  private static String unicode(String host) {
    try {
      return IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (RuntimeException broken) {
      // The JDK's decoder promises never to fail and does, with index errors on broken punycode.
      return host;
    }
  }

  static String decoded(String text) {
    var bytes = new ByteArrayOutputStream();
    var matcher = ENCODED.matcher(text);
    if (!matcher.find()) {
      return text;
    }
    int from = 0;
    do {
      bytes.writeBytes(text.substring(from, matcher.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(matcher.group(1), 16));
      from = matcher.end();
    } while (matcher.find());
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
