package dev.quaestor.starter.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that people hand in for an alert or a mail, told by its first bytes, and what to do with
 * it: else it would be refused as no known format, which helps nobody.
 */
enum OtherFile {
  OUTLOOK(
      "d0cf11e0a1b11ae1",
      0,
      "is an Outlook message (.msg) or an old Office document: save the message as .eml and send"
          + " that"),
  ZIP("504b0304", 0, "is a ZIP archive: take out what is in it and send each file"),
  SEVEN_ZIP("377abcaf271c", 0, "is a 7-Zip archive: take out what is in it and send each file"),
  RAR("526172211a07", 0, "is a RAR archive: take out what is in it and send each file"),
  GZIP("1f8b08", 0, "is compressed with gzip: unpack it first"),
  BZIP2("425a68", 0, "is compressed with bzip2: unpack it first"),
  XZ("fd377a585a00", 0, "is compressed with xz: unpack it first"),
  TAR(
      HexFormat.of().formatHex("ustar".getBytes(StandardCharsets.US_ASCII)),
      257,
      "is a tar archive: take out what is in it and send each file"),
  PDF("255044462d", 0, "is a PDF document: send the alert or the message itself");

  private final byte[] magic;
  private final int at;
  private final String because;

  OtherFile(String magic, int at, String because) {
    this.magic = HexFormat.of().parseHex(magic);
    this.at = at;
    this.because = because;
  }

  /** Why that body is not read; empty for what may be an alert. */
  static Optional<String> refusal(byte[] body) {
    return Arrays.stream(values())
        .filter(file -> file.begins(body))
        .map(file -> file.because)
        .findFirst();
  }

  private boolean begins(byte[] body) {
    return body.length >= at + magic.length
        && Arrays.equals(body, at, at + magic.length, magic, 0, magic.length);
  }
}
