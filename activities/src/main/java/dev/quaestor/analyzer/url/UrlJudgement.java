package dev.quaestor.analyzer.url;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.HostAddress;
import dev.quaestor.analyzer.host.Lookalikes;
import dev.quaestor.analyzer.host.UrlParts;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong with the looks of a URL.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>imitates a protected domain</td><td>70</td><td>a look-alike of our own name has one
 *       purpose</td></tr>
 *   <tr><td>a script or a page inside the URL</td><td>60</td><td>no site is named at all</td></tr>
 *   <tr><td>disguised address</td><td>60</td><td>nobody writes 0x7f000001 by accident</td></tr>
 *   <tr><td>a host before the {@code @}</td><td>60</td><td>shows one site and leads to another</td></tr>
 *   <tr><td>own domain as a subdomain</td><td>50</td><td>the same, with dots</td></tr>
 *   <tr><td>scripts mixed in one label</td><td>50</td><td>registries forbid it, subdomains allow it</td></tr>
 *   <tr><td>address as host</td><td>40</td><td>public sites have names; Suspicious by itself</td></tr>
 *   <tr><td>one letter off a protected domain</td><td>30</td><td>may be somebody's honest name</td></tr>
 *   <tr><td>the shape of name and path</td><td>12 to 60</td><td>see {@link HostShape}</td></tr>
 *   <tr><td>anything else</td><td>5 to 20</td><td>frequent in honest mail, too; counts only with
 *       more</td></tr>
 * </table>
 */
public final class UrlJudgement {
  static final String SOURCE = "urlLooks";

  /** The code of the one finding about the shape of name and path. */
  public static final String SHAPE = "URL_SHAPE";

  private static final int CONFUSABLE = 70;
  private static final int INLINE_PAGE = 60;
  private static final int DISGUISED_ADDRESS = 60;
  private static final int HOST_BEFORE_AT = 60;
  private static final int PROTECTED_AS_SUBDOMAIN = 50;
  private static final int MIXED_SCRIPTS = 50;
  private static final int ADDRESS = 40;
  private static final int ONE_LETTER_OFF = 30;
  private static final int USERINFO = 20;
  private static final int BROKEN_PUNYCODE = 20;
  private static final int ENCODED_HOST = 20;
  private static final int UNUSUAL_SCHEME = 15;
  private static final int UNUSUAL_PORT = 15;
  private static final int VERY_LONG = 15;
  private static final int PUNYCODE = 10;
  private static final int SHORTENER = 10;
  private static final int MANY_LABELS = 10;
  private static final int HOSTED = 5;

  private static final int LONG_FROM = 2000;
  private static final int MANY_LABELS_FROM = 6;
  private static final List<String> HARMLESS_SCHEMES =
      List.of("mailto", "tel", "cid", "sms", "callto");

  private UrlJudgement() {}

  /** Only what speaks against it; empty says that its looks are unremarkable. */
  public static List<Finding> judge(String url, AnalysisSettings settings) {
    var parts = UrlParts.of(url);
    var findings = new ArrayList<Finding>();
    if (!parts.isWeb()) {
      scheme(parts, findings);
      return findings;
    }
    authority(parts, findings);
    if (!settings.vouchesFor(parts.asciiHost())) {
      HostShape.judge(parts).ifPresent(findings::add);
    }
    var address = parts.address();
    if (address.isPresent()) {
      address(address.get(), findings);
    } else {
      name(parts, settings, findings);
    }
    if (url.length() >= LONG_FROM) {
      add(
          findings,
          "URL_VERY_LONG",
          VERY_LONG,
          "The URL is %d characters long.".formatted(url.length()));
    }
    return findings;
  }

  private static void scheme(UrlParts parts, List<Finding> findings) {
    var scheme = parts.scheme();
    if (scheme.equals("javascript")
        || scheme.equals("vbscript")
        || (scheme.equals("data") && isPage(parts.rest()))) {
      add(
          findings,
          "URL_HOLDS_CODE",
          INLINE_PAGE,
          "The URL leads nowhere: it contains a page or script itself.");
    } else if (!HARMLESS_SCHEMES.contains(scheme)) {
      add(
          findings,
          "URL_SCHEME",
          UNUSUAL_SCHEME,
          "The URL is not a web address (%s).".formatted(scheme));
    }
  }

  private static boolean isPage(String data) {
    var start = data.substring(0, Math.min(data.length(), 100)).toLowerCase(Locale.ROOT);
    return start.contains("html") || start.contains("svg") || start.contains("script");
  }

  private static void authority(UrlParts parts, List<Finding> findings) {
    if (!parts.userinfo().isEmpty()) {
      if (parts.userinfo().indexOf('.') >= 0) {
        add(
            findings,
            "URL_HOST_BEFORE_AT",
            HOST_BEFORE_AT,
            "What looks like the site comes before an @; the URL leads to the name after it.");
      } else {
        add(findings, "URL_USERINFO", USERINFO, "The URL contains a user name.");
      }
    }
    var port = parts.port();
    if (!port.isEmpty() && !List.of("80", "443", "8080", "8443", "21").contains(port)) {
      add(
          findings,
          "URL_PORT",
          UNUSUAL_PORT,
          "The URL leads to the unusual port %s.".formatted(port));
    }
  }

  private static void address(HostAddress address, List<Finding> findings) {
    if (address.disguised()) {
      add(
          findings,
          "URL_ADDRESS_DISGUISED",
          DISGUISED_ADDRESS,
          "The host is the IP address %s in disguise.".formatted(address.text()));
    } else if (!address.inside()) {
      add(
          findings,
          "URL_ADDRESS",
          ADDRESS,
          "The host is an IP address (%s) instead of a name.".formatted(address.text()));
    }
  }

  private static void name(UrlParts parts, AnalysisSettings settings, List<Finding> findings) {
    var host = parts.asciiHost();
    if (host.isEmpty() || settings.vouchesFor(host)) {
      return;
    }
    script(parts, findings);
    imitation(parts, settings, findings);
    if (Domains.isShortener(host)) {
      add(findings, "URL_SHORTENED", SHORTENER, "A URL shortener hides where the URL leads.");
    } else if (Domains.isHosted(host)) {
      add(findings, "URL_HOSTED", HOSTED, "Anyone can publish on this host.");
    }
    if (host.split("\\.", -1).length >= MANY_LABELS_FROM) {
      add(findings, "URL_MANY_LABELS", MANY_LABELS, "The host name has many parts.");
    }
    if (host.indexOf('%') >= 0 || host.indexOf(' ') >= 0) {
      add(
          findings,
          "URL_HOST_ENCODED",
          ENCODED_HOST,
          "The host name contains characters that are not allowed in a name.");
    }
  }

  private static void script(UrlParts parts, List<Finding> findings) {
    var labels = parts.host().split("\\.", -1);
    if (List.of(labels).stream().anyMatch(Lookalikes::mixesScripts)) {
      add(
          findings,
          "URL_MIXED_SCRIPTS",
          MIXED_SCRIPTS,
          "One part of the host name mixes letters from several scripts.");
    }
    if (List.of(labels).stream().anyMatch(label -> label.startsWith("xn--"))) {
      add(
          findings,
          "URL_PUNYCODE_BROKEN",
          BROKEN_PUNYCODE,
          "The host name contains invalid punycode.");
    } else if (parts.host().chars().anyMatch(c -> c > 0x7f)) {
      add(findings, "URL_PUNYCODE", PUNYCODE, "The host name contains letters outside ASCII.");
    }
  }

  private static void imitation(UrlParts parts, AnalysisSettings settings, List<Finding> findings) {
    var protectedDomains = settings.protectedDomains();
    var site = Domains.registrable(parts.host());
    Lookalikes.imitated(site, protectedDomains)
        .ifPresent(
            imitation -> {
              switch (imitation.likeness()) {
                case CONFUSABLE ->
                    add(
                        findings,
                        "URL_CONFUSABLE",
                        CONFUSABLE,
                        "The host name looks like %s but is another."
                            .formatted(imitation.domain()));
                case ONE_LETTER_OFF ->
                    add(
                        findings,
                        "URL_ONE_LETTER_OFF",
                        ONE_LETTER_OFF,
                        "The host name differs from %s by one letter."
                            .formatted(imitation.domain()));
              }
            });
    var below = "." + parts.host() + ".";
    protectedDomains.stream()
        .filter(domain -> below.contains("." + domain + ".") || below.contains("." + domain + "-"))
        .findFirst()
        .ifPresent(
            domain ->
                add(
                    findings,
                    "URL_BORROWS_NAME",
                    PROTECTED_AS_SUBDOMAIN,
                    "The host name begins like %s but belongs to %s.".formatted(domain, site)));
  }

  private static void add(List<Finding> findings, String code, int weight, String sentence) {
    findings.add(Finding.weighs(SOURCE, code, weight, Excerpt.head(sentence, 300)));
  }
}
