package dev.quaestor.connector.imap;

import dev.quaestor.text.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a message, as undo will look for it: by its number in its folder while that is the
 * same folder, else by its contents.
 *
 * @param validity of the folder; another one, and the number is another message's
 * @param hash of the raw message; of one that is too large to be read whole, of its header, marked
 */
record MessageId(long validity, long uid, long size, String hash) {
  private static final String OF_HEADER = "header-";

  static String hashOf(byte[] raw, boolean whole) {
    var hash = new Sha256();
    hash.add(raw, raw.length);
    return (whole ? "" : OF_HEADER) + hash.hex();
  }

  /** Empty for what we have not written. */
  static Optional<MessageId> of(@Nullable String text) {
    var parts = text == null ? new String[0] : text.split("\\.", -1);
    if (parts.length != 4
        || parts[3].isEmpty()
        || !isNumber(parts[0])
        || !isNumber(parts[1])
        || !isNumber(parts[2])) {
      return Optional.empty();
    }
    return Optional.of(
        new MessageId(
            Long.parseLong(parts[0]),
            Long.parseLong(parts[1]),
            Long.parseLong(parts[2]),
            parts[3]));
  }

  private static boolean isNumber(String text) {
    return text.length() <= 18 && ImapAnswer.isNumber(text);
  }

  /** Whether it is a copy of the same message, wherever it lies. */
  boolean isLike(MessageId other) {
    return size == other.size && hash.equals(other.hash);
  }

  @Override
  public String toString() {
    return validity + "." + uid + "." + size + "." + hash;
  }
}
