package dev.quaestor.starter.webhook;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where messages are sent to by HTTP. What is wrong with one is said without it: it may hold a
 * secret.
 */
public final class ReceiverUrl {
  private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

  private ReceiverUrl() {}

  /**
   * @param allowHttp whether it may be http although it is not this machine
   * @param otherwise what is said where it is and may not be
   * @throws IllegalArgumentException saying what is wrong with it, without its value
   */
  public static URI of(@Nullable String text, boolean allowHttp, String otherwise) {
    if (text == null) {
      throw new IllegalArgumentException("is missing");
    }
    URI url;
    try {
      url = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL");
    }
    var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("must be an absolute https URL");
    }
    if (url.getUserInfo() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("must have neither user information nor a fragment");
    }
    if (scheme.equals("http") && !allowHttp && !isLoopback(url.getHost())) {
      throw new IllegalArgumentException(otherwise);
    }
    return url;
  }

  /**
   * By the name alone: what a name resolves to may change, and then it would not be this machine.
   */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.equals("::1")
        || LOOPBACK.matches(host);
  }

  /** Scheme, host and port: a path or a query may be a secret. */
  public static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }
}
