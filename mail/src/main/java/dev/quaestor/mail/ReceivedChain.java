package dev.quaestor.mail;

import com.google.re2j.Pattern;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.text.Storable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Received headers, newest first. Each server writes its own on top, so the first address from
 * outside is what the own border saw; those below it are the sender's word.
 */
record ReceivedChain(List<String> fields) {
  private static final Pattern ADDRESS =
      Pattern.compile("[\\[(](?:IPv6:)?([0-9A-Fa-f:.]{3,45})[\\])]", Pattern.CASE_INSENSITIVE);
  private static final Pattern BY =
      Pattern.compile("(?:^|\\s)by\\s+([^\\s;]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FROM = Pattern.compile("^from\\s+(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern WITH_LMTP =
      Pattern.compile("\\swith\\s+\\w{0,5}lmtp", Pattern.CASE_INSENSITIVE);

  /** A name that the server looked up, beside the address; nothing may stand around the two. */
  private static final Pattern LOOKED_UP =
      Pattern.compile("\\(\\s*([A-Za-z0-9._-]+)\\s+\\[[^\\]]+\\]\\s*\\)");

  private static final int LONGEST_NAME = 255;
  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

  /** The first address that is not of the own network; null when there is none. */
  @Nullable String externalAddress() {
    for (var field : fields) {
      var by = field.indexOf(" by ");
      var matcher = ADDRESS.matcher(by < 0 ? field : field.substring(0, by));
      while (matcher.find()) {
        if (isExternal(matcher.group(1))) {
          return matcher.group(1);
        }
      }
    }
    return null;
  }

  private static boolean isExternal(String text) {
    return IpLiteral.of(text)
        .filter(a -> !a.isInternal() && !a.isUnspecified() && !a.isMulticast())
        .isPresent();
  }

  /** What the server that wrote such a field calls itself; null when it does not say. */
  static @Nullable String by(String field) {
    var written = BY.matcher(uncommented(field));
    return written.find() ? bounded(written.group(1)) : null;
  }

  /**
   * Who handed it over, as the server that wrote such a field found out itself: the name that it
   * looked up, or the address. What the other side called itself is anybody's word, and counts only
   * within one machine. Null when the field does not say.
   */
  static @Nullable String from(String field) {
    var written = BY.matcher(uncommented(field));
    if (!written.find()) {
      return null;
    }
    var clause = field.substring(0, written.start());
    var bare = uncommented(clause);
    if (bare.isBlank()) {
      // Nobody handed it over: it began on that server.
      return by(field);
    }
    var addresses = addresses(commentsOf(clause, bare));
    if (addresses.isEmpty()) {
      addresses = addresses(bare);
    }
    if (addresses.isEmpty()) {
      var name = FROM.matcher(bare.strip());
      return name.find() && WITH_LMTP.matcher(field).find() ? bounded(name.group(1)) : null;
    }
    var external = addresses.stream().filter(ReceivedChain::isExternal).findFirst();
    var name = LOOKED_UP.matcher(clause);
    return external.isPresent() && addresses.size() == 1 && name.find()
        ? bounded(name.group(1))
        : bounded(external.orElse(addresses.getFirst()));
  }

  private static List<String> addresses(String text) {
    var found = new ArrayList<String>();
    var matcher = ADDRESS.matcher(text);
    while (matcher.find()) {
      if (IpLiteral.of(matcher.group(1)).isPresent()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  /** Only what stands in comments: there a server writes what it saw. */
  private static String commentsOf(String clause, String bare) {
    var comments = new StringBuilder(clause.length());
    for (int i = 0; i < clause.length(); i++) {
      comments.append(clause.charAt(i) == bare.charAt(i) ? ' ' : clause.charAt(i));
    }
    return comments.toString();
  }

  private static String bounded(String name) {
    return Storable.bounded(name.toLowerCase(Locale.ROOT), LONGEST_NAME);
  }

  /**
   * Without comments, which may hold others: what looks like a name in one is none. What is left
   * stands where it stood.
   */
  private static String uncommented(String field) {
    var plain = new StringBuilder(field.length());
    var depth = 0;
    for (int i = 0; i < field.length(); i++) {
      var c = field.charAt(i);
      if (c == '(') {
        depth++;
        plain.append(' ');
      } else if (c == ')') {
        depth = Math.max(0, depth - 1);
        plain.append(' ');
      } else {
        plain.append(depth == 0 ? c : ' ');
      }
    }
    return plain.toString();
  }

  /** When the newest server took it; null when it does not say. */
  @Nullable Instant receivedAt() {
    for (var field : fields) {
      var time = time(field.substring(field.lastIndexOf(';') + 1));
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  /** A date as RFC 5322 writes it; null when it is none of this age. */
  static @Nullable Instant time(String text) {
    try {
      var plain = COMMENT.matcher(text).replaceAll("").strip().replaceAll("\\s+", " ");
      var time = ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME);
      return time.getYear() < 1970 || time.getYear() > 9999 ? null : time.toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
