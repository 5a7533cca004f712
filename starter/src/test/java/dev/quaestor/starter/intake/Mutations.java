package dev.quaestor.starter.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bodies that nobody wrote, made of bodies that somebody did. What one body says is a weak attack;
 * most of the strong ones say one thing very often, so repeating is what is done most.
 */
final class Mutations {
  private static final int LARGEST = 200_000;

  /** What the readers' syntax turns on. */
  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\",
          ",",
          ":",
          "null",
          "true",
          "-",
          "1e999999999",
          "1e-999999999",
          "99999999999999999999999999999999",
          "\\ud800",
          "\\udc00\\ud800",
          "\\u0000",
          "\0",
          "\ufeff",
          "\r\n",
          "\n",
          "\t",
          " ",
          "\r\n\r\n",
          "--m\r\n",
          "--",
          "--m--",
          "From ",
          "Received: from [",
          "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n",
          "Content-Type: message/rfc822\r\n\r\n",
          "Content-Type: text/html\r\n\r\n",
          "Content-Transfer-Encoding: base64\r\n",
          "Content-Transfer-Encoding: quoted-printable\r\n",
          "=?utf-8?B?",
          "=?utf-8?Q?=",
          "?=",
          "=3D",
          "=\r\n",
          "name*0*=utf-8''",
          "filename=\"",
          "; charset=x",
          "(",
          ")",
          "<",
          ">",
          "@",
          ";",
          "a@b",
          ",,",
          "<a href=",
          "</a>",
          "<b>",
          "<table>",
          "<tr><td>",
          "<font color=red style='display:none'>",
          "</font>",
          "<form action=x>",
          "<base href=x>",
          "<!--",
          "-->",
          "<!---->",
          "<script>",
          "</script>",
          "<svg>",
          "&#x",
          "&amp",
          "http://",
          "www.",
          "\u200b",
          "\u00ad",
          "\u202e",
          "é",
          "💥",
          "a",
          "0",
          "T1059.",
          "0x",
          "sha256=",
          "S-1-5-21-",
          "HKEY_LOCAL_MACHINE\\\\",
          "C:\\\\",
          "/subscriptions/",
          "::ffff:",
          "2026-01-01T00:00:00",
          ".",
          "{\"a\":",
          "[[",
          "{\"value\":[",
          "{\"hits\":{\"hits\":[",
          "\"specversion\":\"1.0\",",
          "\"data\":",
          "\"_source\":{");

  private final Random random;
  private final List<byte[]> corpus;

  Mutations(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = List.copyOf(corpus);
  }

  byte[] next() {
    var body = any();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      body = changed(body);
    }
    return body.length <= LARGEST ? body : Arrays.copyOf(body, LARGEST);
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] changed(byte[] body) {
    var from = random.nextInt(body.length + 1);
    var to = Math.min(body.length, from + span(body.length));
    var some = slice(body, from, to);
    return switch (random.nextInt(9)) {
      case 0 -> joined(body, from, to, new byte[0]);
      case 1 -> joined(body, from, from, token());
      case 2 -> joined(body, from, to, token());
      case 3, 4 -> joined(body, from, to, repeated(some));
      case 5, 6 -> joined(body, from, from, repeated(token()));
      case 7 -> {
        var other = any();
        var start = random.nextInt(other.length + 1);
        yield joined(
            body,
            from,
            to,
            slice(other, start, Math.min(other.length, start + span(other.length))));
      }
      default -> {
        var flipped = body.clone();
        if (flipped.length > 0) {
          flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
        }
        yield flipped;
      }
    };
  }

  /** Mostly short, now and then most of it. */
  private int span(int length) {
    return random.nextInt(1 + (random.nextInt(4) == 0 ? length : Math.min(length, 60)));
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] repeated(byte[] some) {
    var times = 1 << random.nextInt(17);
    var most = Math.max(1, LARGEST / 2 / Math.max(1, some.length));
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < Math.min(times, most); i++) {
      out.writeBytes(some);
    }
    return out.toByteArray();
  }

  private static byte[] slice(byte[] body, int from, int to) {
    return Arrays.copyOfRange(body, from, to);
  }

  private static byte[] joined(byte[] body, int from, int to, byte[] middle) {
    var out = new ByteArrayOutputStream(body.length + middle.length);
    out.write(body, 0, from);
    out.writeBytes(middle);
    out.write(body, to, body.length - to);
    return out.toByteArray();
  }
}
