package dev.quaestor.connector.defender;

/** Ids and hashes as Defender writes them. */
final class Hex {
  private Hex() {}

  /** Whether it is that many hexadecimal digits, in either case, and nothing else. */
  static boolean isOf(String text, int digits) {
    return text.length() == digits && text.chars().allMatch(Hex::isDigit);
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
