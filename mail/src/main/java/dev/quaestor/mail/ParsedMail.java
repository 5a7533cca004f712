package dev.quaestor.mail;

import dev.quaestor.entity.MailMessage.Attachment;
import java.util.List;
import java.util.stream.Stream;

/**
 * One message, taken apart.
 *
 * @param bodies the parts a reader is shown, in order
 * @param attached the messages attached to it, as they stand
 * @param unread why a part of it was not read, as sentences for people
 */
record ParsedMail(
    MailHeaders headers,
    List<Body> bodies,
    List<Attachment> attachments,
    List<byte[]> attached,
    List<String> unread) {

  /** The same, of which that was not read either. */
  ParsedMail alsoUnread(List<String> more) {
    return new ParsedMail(
        headers,
        bodies,
        attachments,
        attached,
        Stream.concat(unread.stream(), more.stream()).distinct().toList());
  }

  /**
   * A part with text that is shown without being opened.
   *
   * @param base64 how it was sent
   */
  record Body(String text, boolean html, boolean base64) {}
}
