package dev.quaestor.tools.verdicts;

import dev.quaestor.starter.intake.AlertReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 text, none longer than the API would take: a packed file can hold any length. */
final class Lines {
  static final int LONGEST = AlertReader.LARGEST_BODY;

  /** Takes one line. */
  interface Taker {
    /**
     * What a line says; blank ones are left out.
     *
     * @param number from 1, blank and overlong ones counted
     */
    void line(int number, String text);

    /** A line of more than {@link #LONGEST} characters. */
    void tooLong(int number);
  }

  private Lines() {}

  static void read(InputStream in, Taker taker) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    var text = new StringBuilder();
    var number = 0;
    var tooLong = false;
    for (int c = reader.read(); ; c = reader.read()) {
      if (c >= 0 && c != '\n') {
        tooLong |= text.length() >= LONGEST;
        if (!tooLong) {
          text.append((char) c);
        }
        continue;
      }
      number++;
      if (tooLong) {
        taker.tooLong(number);
      } else if (!text.toString().isBlank()) {
        taker.line(number, text.toString());
      }
      text.setLength(0);
      tooLong = false;
      if (c < 0) {
        return;
      }
    }
  }
}
