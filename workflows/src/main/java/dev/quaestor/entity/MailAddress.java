package dev.quaestor.entity;

/**
 * A mail address as Exchange tells them apart: by RFC 5321 the part before the {@code @} may count
 * its case, but Exchange gives {@code Megan@} and {@code megan@} one mailbox.
 */
final class MailAddress {
  private MailAddress() {}

  static String canonical(String address) {
    var text = address.strip();
    var at = text.lastIndexOf('@');
    return at < 0
        ? LetterCase.folded(text)
        : LetterCase.folded(text.substring(0, at))
            + "@"
            + HostName.canonical(text.substring(at + 1));
  }
}
