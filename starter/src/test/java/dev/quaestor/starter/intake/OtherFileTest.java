package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.intake.json.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever sends another file than is read is told what to send. */
class OtherFileTest {

  @ParameterizedTest
  @CsvSource({
    "d0cf11e0a1b11ae1, .eml",
    "504b030414000000, ZIP",
    "377abcaf271c0004, 7-Zip",
    "526172211a0700cf, RAR",
    "1f8b080000000000, gzip",
    "425a683931415926, bzip2",
    "fd377a585a000004, xz",
    "255044462d312e37, PDF"
  })
  void itIsRefusedByItsName(String begin, String name) {
    var body = Arrays.copyOf(HexFormat.of().parseHex(begin), 2000);
    for (var type : new String[] {null, "message/rfc822", "application/json"}) {
      assertThat(new AlertReader().read(body, type, null))
          .isInstanceOfSatisfying(
              Reading.Refused.class,
              r -> assertThat(r.problems().getFirst().toString()).contains(name));
    }
  }

  @ParameterizedTest
  @CsvSource({"ustar", "ustar  "})
  void aTarIsToldByWhatStandsFurtherIn(String magic) {
    var body = new byte[1024];
    var name = magic.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, body, 257, name.length);
    assertThat(new AlertReader().read(body, null, null))
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            r -> assertThat(r.problems().getFirst().toString()).contains("tar archive"));
  }
}
