package dev.quaestor.analyzer.host;

import com.google.re2j.Pattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of domain names without asking anybody; see the NOTICE beside the lists. */
public final class Domains {
  private static final Set<String> SHORTENERS = list("url-shorteners.txt");
  private static final Set<String> HOSTED = list("hosted-content.txt");
  private static final Set<String> USER_CONTENT = list("user-content.txt");
  private static final Set<String> DYNAMIC = list("dynamic-names.txt");
  private static final Set<String> POPULAR = list("popular-domains.txt");

  /**
   * No list knows every place of a large site where strangers may leave something, and they are
   * named by what is left there.
   */
  private static final Pattern NAMES_USER_CONTENT =
      Pattern.compile(
          ".*(?:usercontent|upload|storage|paste|survey|blog|hosting|transfer|ddns).*"
              + "|blobs?|buckets?|objects|files?|drive|docs?|forms?|sites?|pages?|shared?|cdn|cloud"
              + "|links?|urls?|redir(?:ect)?|clicks?|proxy|people|community|groups?");

  /** Another address, plain, encoded, or encoded twice. */
  private static final Pattern HOLDS_ADDRESS =
      Pattern.compile(
          "(?:https?|ftp)(?::|%(?:25){0,3}3a)(?:/|%(?:25){0,3}2f)"
              + "|[?&=](?:/|%(?:25){0,3}2f){2}"
              + "|[?&](?:url|u|q|to|dest(?:ination)?|goto|target|redir(?:ect)?(?:_?ur[il])?|next"
              + "|continue|return(?:_?to|_?url)?|link|out|r)=(?:www\\.|[a-z0-9-]{1,63}\\.[a-z])",
          Pattern.CASE_INSENSITIVE);

  private static final int MOST_LABELS = 130;

  private Domains() {}

  /**
   * The part of a host name that somebody registered: the public suffix and one label more. The
   * host itself when it is no more than that. A suffix below which a company lets its customers
   * publish ({@code github.io}) counts as one that a registry runs.
   */
  public static String registrable(String host) {
    return PublicSuffixes.registrable(host);
  }

  /** The registrable domain that a web address leads to; empty for anything else. */
  public static Optional<String> registrableOf(String url) {
    var parts = UrlParts.of(url);
    return parts.asciiHost().isEmpty() ? Optional.empty() : Optional.of(site(parts));
  }

  /** The host of a web address, lower case, punycode as it stands; empty for anything else. */
  public static Optional<String> hostOf(String url) {
    return Optional.of(UrlParts.of(url).asciiHost()).filter(h -> !h.isEmpty());
  }

  static String site(UrlParts parts) {
    return parts.address().map(HostAddress::text).orElseGet(() -> registrable(parts.asciiHost()));
  }

  public static boolean isShortener(String host) {
    return listed(SHORTENERS, host);
  }

  /** Whether anybody may publish below or on this host. */
  public static boolean isHosted(String host) {
    return listed(HOSTED, host)
        || listed(USER_CONTENT, host)
        || listed(DYNAMIC, host)
        || PublicSuffixes.isBelowPrivate(host);
  }

  /**
   * Whether many publish on this host itself, or everybody uses its site: to block it whole would
   * hit others. What one customer has below a company's suffix ({@code evil.github.io}) is not
   * shared.
   */
  public static boolean isShared(String host) {
    if (host.indexOf('.') < 0
        || PublicSuffixes.isSuffix(host)
        || DYNAMIC.contains(host)
        || isPopular(host)) {
      return true;
    }
    for (var name = host;
        name.indexOf('.') >= 0 && !PublicSuffixes.isSuffix(name);
        name = parent(name)) {
      if (SHORTENERS.contains(name) || HOSTED.contains(name) || USER_CONTENT.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the host's name is one that anybody may point to any machine. */
  public static boolean isDynamic(String host) {
    return !DYNAMIC.contains(host) && listed(DYNAMIC, host);
  }

  /** Whether everybody uses the site, and only its owner publishes there. */
  public static boolean isWellKnown(String host) {
    return isPopular(host) && !isHosted(host) && !isShortener(host) && !namesUserContent(host);
  }

  /**
   * Whether a web address leads to a site that everybody uses, and stays there: one that holds
   * another address leads wherever that says, and many great sites pass their visitors on.
   */
  public static boolean leadsToWellKnown(String url) {
    var parts = UrlParts.of(url);
    return parts.isWeb()
        && parts.userinfo().isEmpty()
        && isWellKnown(parts.asciiHost())
        && !HOLDS_ADDRESS.matcher(parts.rest()).find();
  }

  private static boolean isPopular(String host) {
    return POPULAR.contains(registrable(host));
  }

  private static boolean namesUserContent(String host) {
    return Stream.of(host.split("[.-]", MOST_LABELS))
        .anyMatch(label -> NAMES_USER_CONTENT.matcher(label).matches());
  }

  private static String parent(String domain) {
    return domain.substring(domain.indexOf('.') + 1);
  }

  private static boolean listed(Set<String> list, String host) {
    for (var name = host; ; name = parent(name)) {
      if (list.contains(name)) {
        return true;
      }
      if (name.indexOf('.') < 0) {
        return false;
      }
    }
  }

  public static Set<String> list(String resource) {
    var stream =
        Objects.requireNonNull(
            Domains.class.getResourceAsStream(resource), "list " + resource + " is not shipped");
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
