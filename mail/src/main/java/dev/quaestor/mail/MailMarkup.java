package dev.quaestor.mail;

import com.google.re2j.Pattern;
import dev.quaestor.entity.MailContent.Markup;
import dev.quaestor.text.Unseen;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** Counts how the bodies of one message are built, and gathers what of them a reader sees. */
final class MailMarkup {
  private static final int LONGEST_COMMENT = 200;

  private static final Pattern INVISIBLE =
      Pattern.compile(
          "display:none|visibility:hidden|font-size:[01](?:px|pt|em|%)?(?:;|$)|opacity:0(?:;|$)");
  private static final int SOFT_HYPHEN = 0xad;
  private static final Pattern SPLIT = Pattern.compile("\\p{L}\u00ad+\\p{L}");
  private static final Pattern LARGE = Pattern.compile("\\+?[4-9]|\\+[2-9]");
  private static final Pattern LARGE_STYLE =
      Pattern.compile("font-size:(?:(?:2[4-9]|[3-9]\\d)(?:px|pt)|xx?-large)");
  private static final Pattern RED = Pattern.compile("#?ff0000|red");
  private static final Pattern TINY = Pattern.compile("[01](?:px)?");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final TimeBudget time;
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

  MailMarkup(TimeBudget time) {
    this.time = time;
  }

  void plain(ParsedMail.Body body) {
    encoding(body);
    plainParts++;
    plain.append(body.text()).append('\n');
  }

  /** Blanks in the page what it hides. */
  void page(ParsedMail.Body body, Document page) {
    encoding(body);
    htmlParts++;
    splitWords += splitByComments(body.text());
    page.filter(new Walk(page.body().attr("bgcolor").strip().toLowerCase(Locale.ROOT)));
    html.append(page.body().text()).append('\n');
  }

  private void encoding(ParsedMail.Body body) {
    if (body.base64() && body.text().chars().allMatch(c -> c < 0x80)) {
      encoded++;
    }
  }

  String text() {
    return html.length() > plain.length() ? html.toString() : plain.toString();
  }

  Markup counted() {
    var seen =
        text()
            .codePoints()
            .map(c -> Unseen.isIgnorable(c) ? SOFT_HYPHEN : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    var split = 0;
    for (var words = SPLIT.matcher(seen); words.find(); ) {
      split++;
    }
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
        splitWords + split,
        loud,
        (int) seen.chars().filter(c -> !Character.isWhitespace(c)).count());
  }

  /** How many runs of short comments stand between two letters: filters see two words there. */
  static int splitByComments(String source) {
    var count = 0;
    var start = source.indexOf("<!--");
    while (start >= 0) {
      var end = start;
      for (int next = afterComment(source, end); next >= 0; next = afterComment(source, end)) {
        end = next;
      }
      if (end > start
          && start > 0
          && Character.isLetter(source.codePointBefore(start))
          && end < source.length()
          && Character.isLetter(source.codePointAt(end))) {
        count++;
      }
      start = source.indexOf("<!--", Math.max(end, start + 1));
    }
    return count;
  }

  /** Where the short comment ends that begins there; -1 when none does. */
  private static int afterComment(String source, int start) {
    if (!source.startsWith("<!--", start)) {
      return -1;
    }
    var last = Math.min(source.length(), start + 4 + LONGEST_COMMENT + 3);
    for (int at = start + 4; at < last; at++) {
      if (source.charAt(at) == '>') {
        return at >= start + 6 && source.startsWith("--", at - 2) ? at + 1 : -1;
      }
    }
    return -1;
  }

  /** Goes through a page once, and knows what it is within. */
  private final class Walk implements NodeFilter {
    private final String ground;
    private int anchors;
    private int grounds;
    private int characters;
    private int charactersBefore;
    private @Nullable Element hiding;

    /** Of each element that is open, the innermost first. */
    private final Deque<Boolean> hidden = new ArrayDeque<>();

    Walk(String ground) {
      this.ground = ground;
    }

    @Override
    public FilterResult head(Node node, int depth) {
      if (node instanceof Element element) {
        opens(element);
      } else if (node instanceof TextNode text) {
        characters += text.text().strip().length();
        if (Boolean.TRUE.equals(hidden.peek())) {
          // Taken out, it would have all its siblings counted anew.
          text.text("");
        }
      }
      return time.isSpent() ? FilterResult.STOP : FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
      if (node instanceof Element element) {
        hidden.pop();
        anchors -= isAnchor(element) ? 1 : 0;
        grounds -= hasGround(element) ? 1 : 0;
        if (element == hiding) {
          invisible += characters - charactersBefore;
          hiding = null;
        }
      }
      return FilterResult.CONTINUE;
    }

    private void opens(Element element) {
      anchors += isAnchor(element) ? 1 : 0;
      grounds += hasGround(element) ? 1 : 0;
      switch (element.normalName()) {
        case "form" -> forms++;
        case "input" ->
            secrets += element.attr("type").strip().equalsIgnoreCase("password") ? 1 : 0;
        case "script" -> scripts++;
        case "img" -> image(element);
        default -> {}
      }
      loud += isStyled(element) && isLoud(element) ? 1 : 0;
      hidden.push(isStyled(element) && isHidden(element));
      if (hiding == null && Boolean.TRUE.equals(hidden.peek())) {
        hiding = element;
        charactersBefore = characters;
      }
    }

    private void image(Element image) {
      images++;
      linkedImages += anchors > 0 ? 1 : 0;
      var tiny =
          TINY.matches(image.attr("width").strip()) && TINY.matches(image.attr("height").strip());
      tinyImages += tiny ? 1 : 0;
    }

    /**
     * Letters in the colour of the page hide only where nothing between has a ground of its own.
     */
    private boolean isHidden(Element element) {
      var colour = element.attr("color").strip().toLowerCase(Locale.ROOT);
      return INVISIBLE.matcher(style(element)).find()
          || (!colour.isEmpty() && colour.equals(ground) && grounds == 0);
    }
  }

  private static boolean isAnchor(Element element) {
    return element.normalName().equals("a") && element.hasAttr("href");
  }

  private static boolean hasGround(Element element) {
    return element.hasAttr("background")
        || switch (element.normalName()) {
          case "table", "tr", "td", "th" -> element.hasAttr("bgcolor");
          default -> false;
        };
  }

  private static boolean isStyled(Element element) {
    return element.normalName().equals("font") || element.hasAttr("style");
  }

  private static boolean isLoud(Element element) {
    return LARGE.matches(element.attr("size").strip())
        || LARGE_STYLE.matcher(style(element)).find()
        || RED.matches(element.attr("color").strip().toLowerCase(Locale.ROOT));
  }

  private static String style(Element element) {
    return SPACE.matcher(element.attr("style")).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
