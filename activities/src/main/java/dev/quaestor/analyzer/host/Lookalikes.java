package dev.quaestor.analyzer.host;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names that look like other names, after Unicode TS 39: two names are confusable when their
 * skeletons are equal.
 */
public final class Lookalikes {
  private static final Map<Integer, Character> LOOKS_LIKE = table();
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  /** Where one word may be a typing error of another; shorter names differ by one letter a lot. */
  private static final int SHORTEST_TYPO = 6;

  private Lookalikes() {}

  /** How a name imitates another. */
  public enum Likeness {
    /** Drawn alike. */
    CONFUSABLE,
    /** One letter added, left out, changed or swapped. */
    ONE_LETTER_OFF
  }

  /**
   * A protected domain, and how a name imitates it.
   *
   * @param domain the imitated one
   */
  public record Imitation(String domain, Likeness likeness) {}

  /**
   * Which of some domains a name imitates.
   *
   * @param site a registrable domain, in Unicode or punycode, that is none of them
   */
  public static Optional<Imitation> imitated(String site, List<String> domains) {
    var unicode = UrlParts.of("http://" + site).host();
    var skeleton = skeleton(unicode);
    for (var domain : domains) {
      if (!unicode.equals(domain) && skeleton.equals(known(domain))) {
        return Optional.of(new Imitation(domain, Likeness.CONFUSABLE));
      }
    }
    var name = firstLabel(skeleton);
    for (var domain : domains) {
      var other = firstLabel(known(Domains.registrable(domain)));
      if (other.length() >= SHORTEST_TYPO && oneLetterOff(name, other)) {
        return Optional.of(new Imitation(domain, Likeness.ONE_LETTER_OFF));
      }
    }
    return Optional.empty();
  }

  /** Of names that are compared with again and again: configured or shipped, never a stranger's. */
  private static String known(String domain) {
    return KNOWN.computeIfAbsent(domain, Lookalikes::skeleton);
  }

  /** What a name looks like at a glance. */
  public static String skeleton(String name) {
    var plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    var looks = new StringBuilder();
    plain
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(
            c -> {
              var like = LOOKS_LIKE.get(c);
              if (like == null) {
                looks.appendCodePoint(c);
              } else {
                looks.append(like.charValue());
              }
            });
    return looks.toString().replace("rn", "m").replace("vv", "w");
  }

  /** Whether one label mixes scripts that no language writes together. */
  public static boolean mixesScripts(String label) {
    var scripts = EnumSet.noneOf(UnicodeScript.class);
    label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.removeAll(EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED));
    // Japanese, Korean and Chinese names legitimately mix these, also with Latin (TS 39 §5.2).
    if (scripts.removeAll(
        EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO))) {
      scripts.remove(UnicodeScript.LATIN);
      return !scripts.isEmpty();
    }
    return scripts.size() > 1;
  }

  private static String firstLabel(String domain) {
    var dot = domain.indexOf('.');
    return dot < 0 ? domain : domain.substring(0, dot);
  }

  private static boolean oneLetterOff(String one, String other) {
    if (one.equals(other) || Math.abs(one.length() - other.length()) > 1) {
      return false;
    }
    int prefix = 0;
    var shortest = Math.min(one.length(), other.length());
    while (prefix < shortest && one.charAt(prefix) == other.charAt(prefix)) {
      prefix++;
    }
    var restOfOne = one.substring(prefix);
    var restOfOther = other.substring(prefix);
    if (one.length() != other.length()) {
      var longer = restOfOne.length() > restOfOther.length() ? restOfOne : restOfOther;
      var shorter = longer.equals(restOfOne) ? restOfOther : restOfOne;
      return longer.substring(1).equals(shorter);
    }
    var changed = restOfOne.substring(1).equals(restOfOther.substring(1));
    var swapped =
        restOfOne.length() > 1
            && restOfOne.charAt(0) == restOfOther.charAt(1)
            && restOfOne.charAt(1) == restOfOther.charAt(0)
            && restOfOne.substring(2).equals(restOfOther.substring(2));
    return changed || swapped;
  }

  private static Map<Integer, Character> table() {
    var table = new HashMap<Integer, Character>();
    try (var stream =
        Objects.requireNonNull(Lookalikes.class.getResourceAsStream("confusables.txt"))) {
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.length() > 2 && !line.startsWith("#"))
          .forEach(
              line -> line.substring(2).codePoints().forEach(c -> table.put(c, line.charAt(0))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return Map.copyOf(table);
  }
}
