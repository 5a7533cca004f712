package dev.quaestor.starter.intake.mail;

import dev.quaestor.entity.MailContent.Markup;
import dev.quaestor.text.Excerpt;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** Counts how the bodies of one message are built, and gathers what of them a reader sees. */
final class MailMarkup {
  /**
   * A mail of a book's length says on its first pages what it is, and the time that hostile markup
   * takes to parse grows faster than its length.
   */
  private static final int LONGEST = 64_000;

  private static final Pattern INVISIBLE =
      Pattern.compile(
          "display:none|visibility:hidden|font-size:[01](?:px|pt|em|%)?(?:;|$)|opacity:0(?:;|$)");
  private static final Pattern SPLIT =
      Pattern.compile("\\p{L}(?:[\\u00ad\\u200b-\\u200f\\u2060\\ufeff])+\\p{L}");
  private static final Pattern SPLIT_BY_COMMENT =
      Pattern.compile("\\p{L}(?:<!--[^>]{0,200}-->)+\\p{L}");
  private static final Pattern LARGE = Pattern.compile("\\+?[4-9]|\\+[2-9]");
  private static final Pattern LARGE_STYLE =
      Pattern.compile("font-size:(?:(?:2[4-9]|[3-9]\\d)(?:px|pt)|xx?-large)");
  private static final Pattern RED = Pattern.compile("#?ff0000|red");
  private static final Pattern TINY = Pattern.compile("[01](?:px)?");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final StringBuilder plain = new StringBuilder();
  private final StringBuilder html = new StringBuilder();
  private int plainParts;
  private int htmlParts;
  private int encoded;
  private int forms;
  private int secrets;
  private int scripts;
  private int images;
  private int linkedImages;
  private int tinyImages;
  private int invisible;
  private int splitWords;
  private int loud;

  void take(ParsedMail.Body body) {
    var text = Excerpt.head(body.text(), LONGEST);
    if (body.base64() && text.chars().allMatch(c -> c < 0x80)) {
      encoded++;
    }
    if (body.html()) {
      htmlParts++;
      splitWords += (int) SPLIT_BY_COMMENT.matcher(text).results().count();
      page(Jsoup.parse(text));
    } else {
      plainParts++;
      plain.append(text).append('\n');
    }
  }

  /** The richer of the two forms in which most mails say the same. */
  String text() {
    return html.length() > plain.length() ? html.toString() : plain.toString();
  }

  Markup markup() {
    var seen = text();
    splitWords += (int) SPLIT.matcher(seen).results().count();
    return new Markup(
        plainParts,
        htmlParts,
        encoded,
        forms,
        secrets,
        scripts,
        images,
        linkedImages,
        tinyImages,
        invisible,
        splitWords,
        loud,
        (int) seen.chars().filter(c -> !Character.isWhitespace(c)).count());
  }

  private void page(Document page) {
    forms += page.select("form").size();
    secrets += page.select("input[type=password]").size();
    scripts += page.select("script").size();
    for (var image : page.select("img")) {
      images++;
      linkedImages += image.closest("a[href]") == null ? 0 : 1;
      var tiny =
          TINY.matcher(image.attr("width").strip()).matches()
              && TINY.matcher(image.attr("height").strip()).matches();
      tinyImages += tiny ? 1 : 0;
    }
    page.select("script, style").remove();
    var ground = page.body().attr("bgcolor").strip().toLowerCase(Locale.ROOT);
    for (var element : page.select("font, [style]")) {
      loud += isLoud(element) ? 1 : 0;
      if (isHidden(element, ground)) {
        invisible += element.text().length();
        element.textNodes().forEach(TextNode::remove);
      }
    }
    html.append(page.body().text()).append('\n');
  }

  private static boolean isLoud(Element element) {
    return LARGE.matcher(element.attr("size").strip()).matches()
        || LARGE_STYLE.matcher(style(element)).find()
        || RED.matcher(element.attr("color").strip().toLowerCase(Locale.ROOT)).matches();
  }

  /** Letters in the colour of the page hide only where nothing between has a ground of its own. */
  private static boolean isHidden(Element element, String ground) {
    var colour = element.attr("color").strip().toLowerCase(Locale.ROOT);
    return INVISIBLE.matcher(style(element)).find()
        || (!colour.isEmpty()
            && colour.equals(ground)
            && element.closest(
                    "[background], table[bgcolor], tr[bgcolor], td[bgcolor], th[bgcolor]")
                == null);
  }

  private static String style(Element element) {
    return SPACE.matcher(element.attr("style")).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
