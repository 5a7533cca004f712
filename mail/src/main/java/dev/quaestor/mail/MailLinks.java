package dev.quaestor.mail;

import com.google.re2j.Pattern;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.entity.WebAddress;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
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
  private static final Set<String> NOWHERE = Set.of("mailto", "tel", "cid", "sms");

  private final TimeBudget time;
  private final Set<Link> found = new LinkedHashSet<>();
  private final Set<String> targets = new HashSet<>();

  /** As written: a page that repeats one link a hundred thousand times has it resolved once. */
  private final Set<Link> written = new HashSet<>();

  private int left = BUDGET;
  private boolean cut;
  private boolean tooLong;

  MailLinks(TimeBudget time) {
    this.time = time;
  }

  List<Link> all() {
    return List.copyOf(found);
  }

  /** What was left out, as sentences for people. */
  List<String> unread() {
    var unread = new ArrayList<String>();
    if (cut) {
      unread.add("The message has more links than are examined.");
    }
    if (tooLong) {
      unread.add(
          "A link is longer than " + LONGEST_TARGET + " characters; its end was not examined.");
    }
    return unread;
  }

  void text(String text) {
    var matcher = IN_TEXT.matcher(text);
    while (!cut && !time.isSpent() && matcher.find()) {
      var url = withoutPunctuation(matcher.group());
      add(null, startsWithWww(url) ? "http://" + url : url);
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

  void page(Document page) {
    var base = page.selectFirst("base[href]");
    var root = base == null ? "" : base.attr("href").strip();
    if (root.length() > LONGEST_TARGET) {
      tooLong = true;
      root = Excerpt.head(root, LONGEST_TARGET);
    }
    written.clear();
    var walk = new Walk(root);
    page.body().filter(walk);
    for (var meta : page.select("meta[http-equiv=refresh]")) {
      walk.refresh(meta.attr("content"));
    }
    text(walk.outside.toString());
  }

  /** Goes through a page once, with the anchors open that it is in. */
  private final class Walk implements NodeFilter {
    private final String base;
    private final Deque<Anchor> open = new ArrayDeque<>();

    // What an anchor shows is no link: it is where the phish says it goes, often the victim's bank.
    private final StringBuilder outside = new StringBuilder();

    Walk(String base) {
      this.base = base;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof TextNode text) {
        shows(text.getWholeText());
      } else if (node instanceof Element element) {
        opens(element);
      }
      return cut || time.isSpent() ? FilterResult.STOP : FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        gap(element);
        var anchor = open.peek();
        if (anchor != null && anchor.element == element) {
          open.pop();
          leads(anchor.shown(), element.attr("href"));
          if (!open.isEmpty()) {
            open.peek().text.append(anchor.text);
          }
        }
      }
      return cut ? FilterResult.STOP : FilterResult.CONTINUE;
    }

    private void opens(Element element) {
      gap(element);
      switch (element.normalName()) {
        case "a" -> {
          if (element.hasAttr("href")) {
            open.push(new Anchor(element));
          }
        }
        case "img" -> open.stream().limit(1).forEach(anchor -> anchor.pictured(element));
        case "area" -> leads(null, element.attr("href"));
        case "form" -> leads(null, element.attr("action"));
        case "iframe" -> leads(null, element.attr("src"));
        default -> {}
      }
    }

    private void gap(Element element) {
      if (element.isBlock() || element.normalName().equals("br")) {
        shows(" ");
      }
    }

    private void shows(String text) {
      var anchor = open.peek();
      if (anchor == null) {
        outside.append(text);
      } else {
        anchor.text.append(text);
      }
    }

    private void leads(@Nullable String text, String target) {
      var shown = text == null ? null : Storable.bounded(text, LONGEST_TEXT);
      if (!target.isBlank() && written.add(new Link(shown, target))) {
        add(shown, resolved(base, target));
      }
    }

    private void refresh(String content) {
      var at = content.toLowerCase(Locale.ROOT).indexOf("url=");
      if (at >= 0) {
        leads(null, content.substring(at + 4));
      }
    }
  }

  /** A link that is not closed yet, with what it has shown so far. */
  private static final class Anchor {
    private final Element element;
    private final ShownText text = new ShownText(LONGEST_TEXT);
    private @Nullable String alternative;

    Anchor(Element element) {
      this.element = element;
    }

    void pictured(Element image) {
      if (alternative == null && image.hasAttr("alt")) {
        alternative = image.attr("alt");
      }
    }

    @Nullable String shown() {
      var shown = text.toString();
      return shown.isEmpty() ? alternative : shown;
    }
  }

  /** Empty for what leads nowhere from within a mail: a relative address without a base. */
  private static String resolved(String base, String target) {
    var plain = withoutBreaks(target.strip());
    if (ABSOLUTE.matcher(plain).lookingAt()) {
      return startsWithWww(plain)
          ? "http://" + plain
          : WebAddress.of(plain).scheme().isEmpty() ? schemeOf(base) + plain : plain;
    }
    return base.isEmpty() || plain.startsWith("#")
        ? ""
        : base + (base.endsWith("/") || plain.startsWith("/") ? "" : "/") + plain;
  }

  /** What begins with two slashes is of the page's own scheme, and a mail has none. */
  private static String schemeOf(String base) {
    return WebAddress.of(base).scheme().equals("https") ? "https:" : "http:";
  }

  /** Browsers drop these inside an address, so "java\nscript:" is one. */
  private static String withoutBreaks(String target) {
    return target.replace("\t", "").replace("\r", "").replace("\n", "");
  }

  private static boolean startsWithWww(String target) {
    return target.regionMatches(true, 0, "www.", 0, 4);
  }

  private void add(@Nullable String text, String target) {
    if (target.isEmpty() || target.startsWith("#") || NOWHERE.contains(scheme(target))) {
      return;
    }
    var link = new Link(text, Storable.boundedIdentity(target, LONGEST_TARGET));
    if (text == null && targets.contains(link.target()) || found.contains(link)) {
      return;
    }
    left -= link.target().length() + (text == null ? 0 : text.length());
    if (found.size() == MOST || left < 0) {
      cut = true;
      return;
    }
    tooLong |= target.length() > LONGEST_TARGET;
    found.add(link);
    targets.add(link.target());
  }

  private static String scheme(String target) {
    var colon = target.indexOf(':');
    return colon < 0 || colon > 10 ? "" : target.substring(0, colon).toLowerCase(Locale.ROOT);
  }
}
