package dev.quaestor.entity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What analyzers need of a message's headers and body. It travels in histories, so intake bounds
 * it; the message itself is not kept here.
 *
 * @param excerpt the beginning and the end of what a reader sees; null when there is no text
 * @param headers chosen header fields as {@code name: value}, the name in lower case, those of one
 *     name newest first; unfolded and otherwise as they stand
 * @param unread what of the message was not read, as sentences for people: what may hide there is
 *     not known, so that the message is never judged clean
 */
public record MailContent(
    @Nullable String excerpt, List<String> headers, Markup markup, List<String> unread) {
  /** The most characters of text that are kept. */
  public static final int LONGEST_EXCERPT = 4000;

  /** The most characters that all headers have together. */
  public static final int HEADERS_BUDGET = 8000;

  /**
   * How the text is built, counted over all parts that a reader is shown.
   *
   * @param encodedTextParts text parts that are base64 although plain ASCII would have done
   * @param secretFields fields of forms that ask for a password
   * @param linkedImages images that are links
   * @param tinyImages images of one pixel or none
   * @param invisibleCharacters characters of text that a reader is not shown
   * @param splitWords words with something invisible inside
   * @param loudElements elements with very large or red letters
   * @param visibleCharacters characters of text that a reader is shown
   */
  public record Markup(
      int plainParts,
      int htmlParts,
      int encodedTextParts,
      int forms,
      int secretFields,
      int scripts,
      int images,
      int linkedImages,
      int tinyImages,
      int invisibleCharacters,
      int splitWords,
      int loudElements,
      int visibleCharacters) {

    public static Markup none() {
      return new Markup(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
  }

  public MailContent {
    headers = headers == null ? List.of() : List.copyOf(headers);
    markup = markup == null ? Markup.none() : markup;
    unread = unread == null ? List.of() : List.copyOf(unread);
  }

  /** Of a message that was read whole. */
  public MailContent(@Nullable String excerpt, List<String> headers, Markup markup) {
    this(excerpt, headers, markup, List.of());
  }
}
