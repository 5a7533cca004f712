package dev.quaestor.analyzer.host;

import com.google.re2j.Pattern;
import dev.quaestor.entity.MailMessage.Link;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the text of a link names one site while it leads to another. */
public final class LinkText {
  /** Of a text as long as a chapter only the beginning can name a site. */
  private static final int READ = 500;

  private static final Pattern SITE =
      Pattern.compile(
          "^[\\s[:punct:]]*(https?://)?((?:[\\p{L}\\p{N}_-]{1,63}\\.){1,10}\\p{L}{2,24})(?:[/:?#\\s.,;!)>\\]\"']|$)",
          Pattern.CASE_INSENSITIVE);

  /** Endings of site names that are not endings of files: "report.zip" names no site. */
  private static final Set<String> TOP_LEVELS =
      Set.of(
          "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "example", "test", "eu",
          "uk", "de", "fr", "it", "es", "nl", "be", "ch", "at", "pt", "ie", "se", "no", "dk", "fi",
          "cz", "gr", "ru", "ua", "tr", "us", "ca", "mx", "br", "ar", "au", "nz", "jp", "cn", "kr",
          "in", "za", "io", "co", "bank", "app", "online", "site", "shop", "cloud");

  /** Gateways that rewrite links on arrival, so that every text differs from its target. */
  private static final Set<String> REWRITERS =
      Set.of(
          "safelinks.protection.outlook.com",
          "urldefense.com",
          "urldefense.proofpoint.com",
          "protect-us.mimecast.com",
          "protect-eu.mimecast.com",
          "linkprotect.cudasvc.com");

  private LinkText() {}

  /** The site that the text names, when the link leads to another one. */
  public static Optional<String> misnames(Link link) {
    if (link.text() == null || link.text().isBlank()) {
      return Optional.empty();
    }
    var text = link.text().substring(0, Math.min(link.text().length(), READ));
    var matcher = SITE.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var named = matcher.group(2).toLowerCase(Locale.ROOT);
    var written = matcher.group(1) != null || named.startsWith("www.");
    if (!written && !TOP_LEVELS.contains(named.substring(named.lastIndexOf('.') + 1))) {
      return Optional.empty();
    }
    var target = UrlParts.of(link.target());
    if (target.asciiHost().isEmpty()
        || REWRITERS.stream().anyMatch(r -> target.asciiHost().endsWith(r))) {
      return Optional.empty();
    }
    var shown = Domains.registrable(named);
    return shown.equals(Domains.site(target)) || shown.equals(Domains.registrable(target.host()))
        ? Optional.empty()
        : Optional.of(shown);
  }
}
