package dev.quaestor.starter.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody goes once they are signed in: a page of this server, whatever a link asks for.
 * What a browser might read as another host's address is the front page.
 */
final class ReturnAddress {
  static final String FRONT = "/";

  private static final int LONGEST = 2_000;

  private ReturnAddress() {}

  /** The same address, or the front page. */
  static String of(@Nullable String asked) {
    return asked != null && isOfThisServer(asked) ? asked : FRONT;
  }

  private static boolean isOfThisServer(String asked) {
    // Browsers read a backslash as a slash, and skip tabs and line ends.
    if (asked.length() > LONGEST
        || !asked.startsWith("/")
        || asked.startsWith("//")
        || asked.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '\\')) {
      return false;
    }
    try {
      var address = new URI(asked);
      var path = address.getPath();
      return !address.isAbsolute()
          && address.getRawAuthority() == null
          && path != null
          && path.startsWith("/")
          && !path.startsWith("//")
          && path.chars().noneMatch(c -> c < ' ' || c == '\\')
          && !path.startsWith(PageDoor.SIGN_IN)
          && !path.startsWith(PageDoor.SIGN_OUT);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Where to sign in and come from there to that address. */
  static String signIn(@Nullable String to) {
    return with(PageDoor.SIGN_IN, to);
  }

  /**
   * The same after a try that came to nothing.
   *
   * @param because what the page is told of it
   * @param again whether they were to prove once more who they are
   */
  static String signIn(@Nullable String to, String because, boolean again) {
    var address = of(to);
    return "%s?%s%s%s"
        .formatted(
            PageDoor.SIGN_IN,
            because,
            again ? "&again" : "",
            address.equals(FRONT)
                ? ""
                : "&to=" + URLEncoder.encode(address, StandardCharsets.UTF_8));
  }

  /** A page that leads on to that address. */
  static String with(String page, @Nullable String to) {
    var address = of(to);
    return address.equals(FRONT)
        ? page
        : page + "?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
  }
}
