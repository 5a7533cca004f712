package dev.quaestor.analyzer.host;

import dev.quaestor.entity.WebAddress;
import dev.quaestor.text.Excerpt;
import java.net.IDN;
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

  public static UrlParts of(String url) {
    var text = Excerpt.head(url, MAX_LENGTH);
    // Browsers drop control characters, which therefore hide nothing from them.
    text =
        text.chars()
            .filter(c -> c > 0x1f && c != 0x7f)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    var written = WebAddress.of(text);
    var web = isWeb(written.scheme());
    if (!web && !written.scheme().isEmpty()) {
      return new UrlParts(written.scheme(), "", "", "", "", behindScheme(text));
    }
    var address = web ? written : WebAddress.of("http://" + text);
    var ascii = address.mappedHost();
    return new UrlParts(
        address.scheme(),
        WebAddress.decoded(address.userinfo()),
        unicode(ascii),
        ascii,
        address.port(),
        address.rest().replace('\\', '/'));
  }

  private static String behindScheme(String text) {
    return text.substring(text.indexOf(':') + 1);
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

  private static String unicode(String host) {
    try {
      return IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (RuntimeException broken) {
      // The JDK's decoder promises never to fail and does, with index errors on broken punycode.
      return host;
    }
  }
}
