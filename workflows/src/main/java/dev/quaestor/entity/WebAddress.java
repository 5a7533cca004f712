package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A URL split where browsers split it (WHATWG URL) and not where RFC 3986 would: who writes a link
 * to deceive writes it for browsers. For web schemes a backslash is a slash, and any number of
 * slashes stands for two; tabs and line ends are dropped. What people write so that nobody clicks
 * it ({@code hxxp://evil[.]example}) is read as what they mean. Nothing is refused; what is not
 * there is empty.
 *
 * @param form how the host is written, if there is one
 * @param scheme lower case
 * @param userinfo what stands before the last {@code @} of the authority
 * @param host as written, escapes included
 * @param port its digits
 * @param rest path, query and fragment as written, or all of it after the scheme where no host is
 */
public record WebAddress(
    Form form, String scheme, String userinfo, String host, String port, String rest) {

  /** How a host is written. */
  public enum Form {
    /** Behind slashes, or behind a scheme that needs none. */
    AUTHORITY,
    /** {@code evil.example/a}: what people write for a site. */
    BARE,
    /** There is none. */
    NONE
  }

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");
  private static final String ENDS_AN_AUTHORITY = "/\\?#";
  private static final String ENDS_A_NAME = "/?#@:\\ \t\n\f\r";
  private static final Pattern DEFUSED_COLON = Pattern.compile("^([A-Za-z]{2,6})\\[:(//)?]");
  private static final Pattern DEFUSED_DOT =
      Pattern.compile(
          "\\[(?:\\.|dot)]|\\((?:\\.|dot)\\)|\\{(?:\\.|dot)}", Pattern.CASE_INSENSITIVE);

  private static final Map<String, String> DEFUSED =
      Map.of("hxxp", "http", "hxxps", "https", "fxp", "ftp");
  private static final Set<String> WEB = Set.of("http", "https", "ftp", "ws", "wss");

  /** What no host holds (WHATWG URL, "forbidden domain code point"), beside controls. */
  private static final String FORBIDDEN = " #%/:<>?@[\\]^|";

  public static WebAddress of(String url) {
    var text = withPlainColon(withoutBreaks(url));
    var written = SCHEME.matcher(text);
    if (isHostAndPort(text) || !written.lookingAt()) {
      return withoutScheme(text);
    }
    var name = LetterCase.folded(written.group(1));
    var scheme = DEFUSED.getOrDefault(name, name);
    var rest = text.substring(written.end());
    if (WEB.contains(scheme)) {
      return ofAuthority(scheme, rest.substring(slashes(rest)));
    }
    return rest.startsWith("//")
        ? ofAuthority(scheme, rest.substring(2))
        : new WebAddress(Form.NONE, scheme, "", "", "", rest);
  }

  /** Keys are asked for often, and expressions that may look through all of a URL are dear. */
  private static String withPlainColon(String text) {
    var bracket = text.indexOf('[');
    return bracket >= 2 && bracket <= 6 ? DEFUSED_COLON.matcher(text).replaceFirst("$1:$2") : text;
  }

  private static WebAddress withoutScheme(String text) {
    if (slashes(text) >= 2) {
      return ofAuthority("", text.substring(slashes(text)));
    }
    var end = endOfName(text);
    var dot = text.indexOf('.', 1);
    if (dot < 0 || dot > end - 2) {
      return new WebAddress(Form.NONE, "", "", "", "", text);
    }
    var port = end < text.length() && text.charAt(end) == ':' ? digits(text, end + 1) : "";
    return new WebAddress(
        Form.BARE,
        "",
        "",
        plainDots(text.substring(0, end)),
        port,
        text.substring(port.isEmpty() ? end : end + 1 + port.length()));
  }

  /** {@code evil.example:8080} begins as a scheme does. */
  private static boolean isHostAndPort(String text) {
    var end = endOfName(text);
    var dot = text.indexOf('.');
    return dot >= 0
        && dot < end
        && end < text.length()
        && text.charAt(end) == ':'
        && !digits(text, end + 1).isEmpty();
  }

  private static int endOfName(String text) {
    var end = 0;
    while (end < text.length() && ENDS_A_NAME.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String digits(String text, int from) {
    var end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return text.substring(from, end);
  }

  private static WebAddress ofAuthority(String scheme, String text) {
    var end = 0;
    while (end < text.length() && ENDS_AN_AUTHORITY.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var authority = text.substring(0, end);
    var at = authority.lastIndexOf('@') + 1;
    var colon = authority.lastIndexOf(':');
    var hasPort =
        colon >= at && authority.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
    return new WebAddress(
        Form.AUTHORITY,
        scheme,
        at == 0 ? "" : authority.substring(0, at - 1),
        plainDots(authority.substring(at, hasPort ? colon : end)),
        hasPort ? authority.substring(colon + 1) : "",
        text.substring(end));
  }

  private static String plainDots(String host) {
    return host.indexOf('[') < 0 && host.indexOf('(') < 0 && host.indexOf('{') < 0
        ? host
        : DEFUSED_DOT.matcher(host).replaceAll(".");
  }

  private static int slashes(String text) {
    var count = 0;
    while (count < text.length() && "/\\".indexOf(text.charAt(count)) >= 0) {
      count++;
    }
    return count;
  }

  /** Without tabs and line ends anywhere, and without controls and blanks around it. */
  private static String withoutBreaks(String url) {
    var start = 0;
    var end = url.length();
    while (start < end && url.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && url.charAt(end - 1) <= ' ') {
      end--;
    }
    return url.substring(start, end).replace("\t", "").replace("\r", "").replace("\n", "");
  }

  public boolean isWeb() {
    return WEB.contains(scheme);
  }

  /** The host as browsers map it: escapes undone, lower case, in Unicode where so written. */
  public String mappedHost() {
    return HostName.mapped(decodedHost());
  }

  /** The host in its one spelling, that of the DNS; an address in its usual form. */
  public String canonicalHost() {
    var name = HostName.canonical(decodedHost());
    return IpLiteral.ofHost(name).map(IpLiteral::canonical).orElse(name);
  }

  /** What would be no host any more, if its escapes were undone, keeps them. */
  private String decodedHost() {
    if (host.indexOf('%') < 0) {
      return host;
    }
    var decoded = decoded(host);
    var isHost =
        decoded.codePoints().noneMatch(c -> c < ' ' || c == 0x7f || c == 0xfffd)
            && decoded.chars().noneMatch(c -> FORBIDDEN.indexOf(c) >= 0);
    return isHost ? decoded : Escapes.plain(host);
  }

  /** All escapes undone, read as UTF-8. */
  public static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    // Each byte as a character: an escape is of ASCII alone, and so found as well among bytes.
    var written = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    var bytes = new byte[written.length()];
    var size = 0;
    for (int i = 0; i < written.length(); i++) {
      var value = Escapes.at(written, i);
      bytes[size++] = (byte) (value >= 0 ? value : written.charAt(i));
      i += value >= 0 ? 2 : 0;
    }
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
