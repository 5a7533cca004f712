package dev.quaestor.tools.verdicts;

import com.google.re2j.Pattern;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import java.util.List;
import java.util.Optional;

/** Hosts, addresses and URLs as lists have them. */
final class Hosts {
  private static final Pattern QUOTES = Pattern.compile("^\"|\"$");

  private static final int LONGEST = 2048;
  private static final Pattern ADDRESS = Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern WEB =
      Pattern.compile(
          "(?:https?://)?(?:[^\\s/@,;\"]{1,255}@)?(?:\\[[0-9A-Fa-f:.]+]|[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)+)"
              + "\\.?(?::\\d{1,5})?(?:[/?#]\\S*)?",
          Pattern.CASE_INSENSITIVE);

  private Hosts() {}

  /** What a list's entry names; empty when it names no host. */
  static Optional<List<Evidence>> evidence(String entry) {
    var text = entry.strip();
    if (!isWeb(text)) {
      return Optional.empty();
    }
    if (ADDRESS.matcher(text).matches()) {
      return Optional.of(named(new IpAddress(text)));
    }
    var url =
        text.regionMatches(true, 0, "http", 0, 4) && text.contains("://") ? text : "http://" + text;
    return Optional.of(named(new Url(url)));
  }

  /** The entry of a line: itself, or the first cell of a table that names a host. */
  static Optional<String> entry(String line) {
    var whole = line.strip();
    if (isWeb(whole) && whole.indexOf(',') < 0) {
      return Optional.of(whole);
    }
    for (var cell : whole.split("[,;\\t]", 20)) {
      var plain = QUOTES.matcher(cell.strip()).replaceAll("");
      if (isWeb(plain)) {
        return Optional.of(plain);
      }
    }
    return Optional.empty();
  }

  /** Bounded first: the pattern's depth grows with the text. */
  private static boolean isWeb(String text) {
    return text.length() <= LONGEST && WEB.matcher(text).matches();
  }

  private static List<Evidence> named(dev.quaestor.entity.Entity entity) {
    return List.of(Evidence.named(entity, "item", null));
  }
}
