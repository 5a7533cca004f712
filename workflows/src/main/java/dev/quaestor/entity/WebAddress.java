package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
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
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("[^/?#@:\\\\\\s]*[.][^/?#@:\\\\\\s]*:[0-9]");
  private static final Pattern BARE_HOST =
      Pattern.compile("([^/?#@:\\\\\\s]+[.][^/?#@:\\\\\\s]+)(?::([0-9]+))?");
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
    var text = DEFUSED_COLON.matcher(withoutBreaks(url)).replaceFirst("$1:$2");
    var written = SCHEME.matcher(text);
    if (HOST_AND_PORT.matcher(text).lookingAt() || !written.lookingAt()) {
      return withoutScheme(text);
    }
    var name = LetterCase.folded(written.group(1));
    var scheme = DEFUSED.getOrDefault(name, name);
    var rest = text.substring(written.end());
    if (WEB.contains(scheme)) {
      return ofAuthority(scheme, rest.substring(slashes(rest)), "/\\?#");
    }
    return rest.startsWith("//")
        ? ofAuthority(scheme, rest.substring(2), "/\\?#")
        : new WebAddress(Form.NONE, scheme, "", "", "", rest);
  }

  private static WebAddress withoutScheme(String text) {
    if (slashes(text) >= 2) {
      return ofAuthority("", text.substring(slashes(text)), "/\\?#");
    }
    var bare = BARE_HOST.matcher(text);
    return bare.lookingAt()
        ? new WebAddress(
            Form.BARE,
            "",
            "",
            plainDots(bare.group(1)),
            Optional.ofNullable(bare.group(2)).orElse(""),
            text.substring(bare.end()))
        : new WebAddress(Form.NONE, "", "", "", "", text);
  }

  private static WebAddress ofAuthority(String scheme, String text, String ends) {
    var end = 0;
    while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
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
    return DEFUSED_DOT.matcher(host).replaceAll(".");
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
    var bytes = new ByteArrayOutputStream();
    var from = 0;
    for (int i = 0; i < text.length(); i++) {
      var value = Escapes.at(text, i);
      if (value >= 0) {
        bytes.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(value);
        i += 2;
        from = i + 1;
      }
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
