package dev.quaestor.analyzer;

import dev.quaestor.connector.capability.IndicatorList.Indicator;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.Url;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** The indicators that stand at one moment, found by what they are about. */
public final class IndicatorIndex {
  private final Map<String, List<Indicator>> byValue = new HashMap<>();

  private IndicatorIndex() {}

  /** Expired entries are left out: a list keeps them for the record. */
  public static IndicatorIndex of(List<Indicator> indicators, Instant now) {
    var index = new IndicatorIndex();
    indicators.stream()
        .filter(i -> i.standsAt(now))
        .forEach(i -> index.byValue.computeIfAbsent(key(i), key -> new ArrayList<>(1)).add(i));
    return index;
  }

  public List<Indicator> onFile(FileArtifact file) {
    return Stream.of(file.sha256(), file.sha1(), file.md5())
        .filter(Objects::nonNull)
        .flatMap(hash -> at("hash:" + lower(hash)))
        .toList();
  }

  public List<Indicator> onAddress(String ip) {
    return at("ip:" + lower(ip)).toList();
  }

  /** A domain, or one that it is below. */
  public List<Indicator> onDomain(String domain) {
    return withParents(lower(domain)).stream().flatMap(name -> at("domain:" + name)).toList();
  }

  /** The URL itself, its whole host, a domain above, or the address that it names as host. */
  public List<Indicator> onUrl(String url) {
    if (url.isBlank()) {
      return List.of();
    }
    var host = new Url(url).host().orElse("");
    return Stream.of(
            at("url:" + plain(url)),
            at("url:" + host),
            onDomain(host).stream(),
            onAddress(host).stream())
        .flatMap(found -> found)
        .distinct()
        .toList();
  }

  private Stream<Indicator> at(String key) {
    return byValue.getOrDefault(key, List.of()).stream();
  }

  private static String key(Indicator indicator) {
    var value = lower(indicator.value());
    return switch (indicator.type()) {
      case FILE_SHA1, FILE_SHA256, FILE_MD5 -> "hash:" + value;
      case CERTIFICATE_THUMBPRINT -> "certificate:" + value;
      case IP_ADDRESS -> "ip:" + value;
      case DOMAIN_NAME -> "domain:" + value;
      case URL -> "url:" + plain(indicator.value());
    };
  }

  private static SequencedSet<String> withParents(String domain) {
    var names = new LinkedHashSet<String>();
    // A lone top level is nobody's to allow or to block.
    for (var name = domain; name.indexOf('.') > 0; name = name.substring(name.indexOf('.') + 1)) {
      names.add(name);
    }
    return names;
  }

  /** Its one spelling without scheme and a last slash. */
  private static String plain(String url) {
    if (url.isBlank()) {
      return "";
    }
    var text = new Url(url).canonical();
    var scheme = text.indexOf("://");
    text = scheme < 0 ? text : text.substring(scheme + 3);
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
