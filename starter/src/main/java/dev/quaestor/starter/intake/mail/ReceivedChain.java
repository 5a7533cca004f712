package dev.quaestor.starter.intake.mail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Received headers, newest first. Each server writes its own on top, so the first address from
 * outside is what the own border saw; those below it are the sender's word.
 */
record ReceivedChain(List<String> fields) {
  private static final Pattern ADDRESS =
      Pattern.compile("[\\[(](?:IPv6:)?([0-9A-Fa-f:.]{3,45})[\\])]", Pattern.CASE_INSENSITIVE);
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
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
    // Anything else than a literal would be asked of the DNS.
    if (!IPV4.matcher(text).matches() && text.indexOf(':') < 0) {
      return false;
    }
    try {
      var address = InetAddress.getByName(text);
      var bytes = address.getAddress();
      var shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
      var uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
      return !address.isAnyLocalAddress()
          && !address.isLoopbackAddress()
          && !address.isLinkLocalAddress()
          && !address.isSiteLocalAddress()
          && !address.isMulticastAddress()
          && !shared
          && !uniqueLocal;
    } catch (UnknownHostException e) {
      return false;
    }
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
