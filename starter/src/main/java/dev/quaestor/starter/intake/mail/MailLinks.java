package dev.quaestor.starter.intake.mail;

import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.starter.intake.json.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * The links of a message's bodies: what a reader sees and where it leads. Bounded by count and by
 * characters, so that no message makes its own alert too large to be taken.
 */
final class MailLinks {
  private static final int MOST = 500;
  private static final int BUDGET = 80_000;
  private static final int LONGEST_TARGET = 2048;
  private static final int LONGEST_TEXT = 300;
  private static final Pattern IN_TEXT =
      Pattern.compile("(?i)\\b(?:https?://|www\\.)[^\\s<>\"'\\x00-\\x1f]+");
  private static final Pattern ABSOLUTE =
      Pattern.compile("[a-z][a-z0-9+.-]*:|[/\\\\]{2}|www\\.", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROL = Pattern.compile("[\\t\\r\\n]");
  private static final Set<String> NOWHERE = Set.of("mailto", "tel", "cid", "sms");

  private final Set<Link> found = new LinkedHashSet<>();
  private int left = BUDGET;
  private boolean cut;

  static MailLinks of(List<ParsedMail.Body> bodies) {
    var links = new MailLinks();
    for (var body : bodies) {
      if (body.html()) {
        links.html(body.text());
      } else {
        links.text(body.text());
      }
    }
    return links;
  }

  List<Link> all() {
    return List.copyOf(found);
  }

  /** Whether there were more. */
  boolean cut() {
    return cut;
  }

  private void text(String text) {
    var matcher = IN_TEXT.matcher(text);
    while (!cut && matcher.find()) {
      var url = withoutPunctuation(matcher.group());
      add(null, url.toLowerCase(Locale.ROOT).startsWith("www.") ? "http://" + url : url);
    }
  }

  /** What ends a sentence does not belong to the address in it. */
  private static String withoutPunctuation(String url) {
    var end = url.length();
    while (end > 0 && ".,;:!?)]}".indexOf(url.charAt(end - 1)) >= 0) {
      end--;
    }
    return url.substring(0, end);
  }

  private void html(String html) {
    var document = Jsoup.parse(html);
    var base = document.selectFirst("base[href]");
    var root = base == null ? "" : base.attr("href").strip();
    for (var element : document.select("a[href], area[href], form[action], iframe[src]")) {
      if (cut) {
        return;
      }
      var name = element.normalName();
      var target =
          element.attr(name.equals("form") ? "action" : name.equals("iframe") ? "src" : "href");
      add(name.equals("a") ? shownText(element) : null, resolved(root, target));
    }
    refresh(document, root);
    // What an anchor shows is no link: it is where the phish says it goes, often the victim's bank.
    document.select("a[href]").remove();
    text(document.body().text());
  }

  private static @Nullable String shownText(Element element) {
    var text = element.text();
    if (!text.isBlank()) {
      return text;
    }
    var image = element.selectFirst("img[alt]");
    return image == null ? null : image.attr("alt");
  }

  private void refresh(Document document, String root) {
    for (var meta : document.select("meta[http-equiv=refresh]")) {
      var content = meta.attr("content");
      var at = content.toLowerCase(Locale.ROOT).indexOf("url=");
      if (at >= 0) {
        add(null, resolved(root, content.substring(at + 4)));
      }
    }
  }

  /** Empty for what leads nowhere from within a mail: a relative address without a base. */
  private static String resolved(String base, String target) {
    // Browsers drop these inside an address, so "java\nscript:" is one.
    var plain = CONTROL.matcher(target.strip()).replaceAll("");
    if (ABSOLUTE.matcher(plain).lookingAt()) {
      return plain.toLowerCase(Locale.ROOT).startsWith("www.") ? "http://" + plain : plain;
    }
    return base.isEmpty() || plain.startsWith("#")
        ? ""
        : base + (base.endsWith("/") || plain.startsWith("/") ? "" : "/") + plain;
  }

  private void add(@Nullable String text, String target) {
    if (target.isEmpty() || target.startsWith("#") || NOWHERE.contains(scheme(target))) {
      return;
    }
    var link =
        new Link(
            text == null ? null : Texts.bounded(text, LONGEST_TEXT),
            Texts.boundedIdentity(target, LONGEST_TARGET));
    var known = text == null && found.stream().anyMatch(l -> l.target().equals(link.target()));
    if (known || found.contains(link)) {
      return;
    }
    left -= link.target().length() + (link.text() == null ? 0 : link.text().length());
    if (found.size() == MOST || left < 0) {
      cut = true;
      return;
    }
    found.add(link);
  }

  private static String scheme(String target) {
    var colon = target.indexOf(':');
    return colon < 0 ? "" : target.substring(0, colon).toLowerCase(Locale.ROOT);
  }
}
