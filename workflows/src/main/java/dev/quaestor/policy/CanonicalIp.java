package dev.quaestor.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One spelling for each IP address, RFC 5952's groups written in full. */
final class CanonicalIp {
  private static final Pattern GROUPS = Pattern.compile("[0-9a-f:]{2,45}");
  private static final String FOUR_IN_SIX = "::ffff:";

  private CanonicalIp() {}

  /** What is no address comes back in lower case. */
  static String canonical(String address) {
    var text = address.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith(FOUR_IN_SIX) && text.indexOf('.') > 0) {
      return text.substring(FOUR_IN_SIX.length());
    }
    if (!GROUPS.matcher(text).matches() || text.indexOf(':') < 0) {
      return text;
    }
    var gap = text.indexOf("::");
    var before = groups(gap < 0 ? text : text.substring(0, gap));
    var after = gap < 0 ? List.<String>of() : groups(text.substring(gap + 2));
    var missing = 8 - before.size() - after.size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return text;
    }
    before.addAll(Collections.nCopies(missing, "0"));
    before.addAll(after);
    return String.join(":", before);
  }

  private static List<String> groups(String text) {
    var groups = new ArrayList<String>();
    Arrays.stream(text.split(":"))
        .filter(g -> !g.isEmpty())
        .map(g -> g.replaceFirst("^0+(?=.)", ""))
        .forEach(groups::add);
    return groups;
  }
}
