package dev.quaestor.connector.blocklist;

import com.google.re2j.Pattern;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.WebAddress;

/** What a list can name of a URL without saying anything else. */
final class WebHost {
  private static final int LONGEST = 253;
  private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

  private WebHost() {}

  /** Whether a URL names nothing but its host; a user's name or a port makes it another one. */
  static boolean isAll(WebAddress address) {
    return address.userinfo().isEmpty()
        && address.port().isEmpty()
        && (address.rest().isEmpty() || address.rest().equals("/"));
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST && NAME.matches(text) && IpLiteral.ofHost(text).isEmpty();
  }

  static boolean isV4(String text) {
    return text.indexOf(':') < 0 && IpLiteral.of(text).isPresent();
  }
}
