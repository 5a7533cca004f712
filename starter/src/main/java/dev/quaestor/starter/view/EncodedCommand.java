package dev.quaestor.starter.view;

import com.google.re2j.Pattern;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Unseen;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says in Base64, as PowerShell's {@code -EncodedCommand} does: whoever decides
 * should read it. It is text that an attacker wrote: bounded, decoded once into another and no
 * further than {@value #DEEPEST} times, never run, and what nobody would see is spelt out.
 */
final class EncodedCommand {
  private static final int LONGEST = 4096;
  private static final int DEEPEST = 3;
  private static final int MOST = 5;

  /** A shorter word may be Base64 by chance. */
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");

  private EncodedCommand() {}

  static List<String> decoded(@Nullable String commandLine) {
    var all = new ArrayList<String>();
    if (commandLine != null) {
      decode(commandLine, DEEPEST, all);
    }
    return all.stream().map(EncodedCommand::shown).toList();
  }

  private static void decode(String text, int deeper, List<String> all) {
    var words = BASE64.matcher(text);
    while (deeper > 0 && all.size() < MOST && words.find()) {
      decode(words.group())
          .ifPresent(
              inner -> {
                all.add(inner);
                decode(inner, deeper - 1, all);
              });
    }
  }

  private static Optional<String> decode(String word) {
    // Four characters are three bytes, and one character more than is shown is asked for.
    var part = word.length() > 4 * LONGEST ? word.substring(0, 4 * LONGEST) : word;
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return text(bytes, StandardCharsets.UTF_16LE).or(() -> text(bytes, StandardCharsets.UTF_8));
  }

  /** Strictly, so that what is no text in that encoding is none. */
  private static Optional<String> text(byte[] bytes, Charset charset) {
    try {
      var text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text).filter(EncodedCommand::isText);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * Read in the wrong encoding, Latin letters become Chinese ones: commands are written with the
   * letters of a keyboard for the most part.
   */
  private static boolean isText(String text) {
    long usual =
        text.chars()
            .filter(c -> c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t')
            .count();
    return !text.isBlank() && usual * 10 >= text.length() * 9L;
  }

  private static String shown(String text) {
    return Excerpt.head(text, LONGEST)
        .codePoints()
        .mapToObj(
            point ->
                point != '\n' && point != '\t' && Unseen.is(point)
                    ? "\\u{%x}".formatted(point)
                    : Character.toString(point))
        .collect(Collectors.joining());
  }
}
