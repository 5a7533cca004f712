package dev.quaestor.analyzer.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of domain names without asking anybody; see the NOTICE beside the lists. */
public final class Domains {
  private static final Set<String> SECOND_LEVELS =
      Set.of("com", "co", "net", "org", "gov", "edu", "ac");
  private static final Set<String> SUFFIXES = list("public-suffixes.txt");
  private static final Set<String> SHORTENERS = list("url-shorteners.txt");
  private static final Set<String> HOSTED = list("hosted-content.txt");
  private static final Set<String> POPULAR = list("popular-domains.txt");

  private Domains() {}

  /**
   * The part of a host name that somebody registered: the public suffix and one label more. The
   * host itself when it is no more than that.
   */
  public static String registrable(String host) {
    var labels = List.of(host.split("\\.", -1));
    for (int i = 0; i < labels.size() - 1; i++) {
      if (isSuffix(labels.subList(i + 1, labels.size()))) {
        return String.join(".", labels.subList(i, labels.size()));
      }
    }
    return labels.size() <= 2
        ? host
        : String.join(".", labels.subList(labels.size() - 2, labels.size()));
  }

  /** Listed, or built as most countries build theirs: {@code com.ag}. */
  private static boolean isSuffix(List<String> labels) {
    return SUFFIXES.contains(String.join(".", labels))
        || (labels.size() == 2
            && labels.getLast().length() == 2
            && SECOND_LEVELS.contains(labels.getFirst()));
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
    return listed(HOSTED, host) || SUFFIXES.contains(parent(registrable(host))) && !isCountry(host);
  }

  /** Whether everybody uses the site, and only its owner publishes there. */
  public static boolean isWellKnown(String host) {
    return isPopular(host) && !isHosted(host) && !isShortener(host);
  }

  public static boolean isPopular(String host) {
    return POPULAR.contains(registrable(host));
  }

  /** {@code co.uk} and its like are registries, not hosts: their last label is a country's. */
  private static boolean isCountry(String host) {
    return host.length() - host.lastIndexOf('.') == 3 && parent(registrable(host)).length() <= 9;
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
