package dev.quaestor.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
  private static IpLiteral read(String text) {
    return IpLiteral.of(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "1::, 1:0:0:0:0:0:0:0",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:0201, 192.0.2.1",
  })
  void oneAddressHasOneSpelling(String written, String canonical) {
    assertThat(read(written).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "0.0.0.0",
        "255.255.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "10.1.2.3",
        "172.15.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "172.32.0.1",
        "192.168.0.1",
        "169.254.1.1",
        "224.0.0.1",
        "239.1.1.1",
        "::1",
        "::",
        "::2",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "feff::1",
        "fe7f::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:192.0.2.1",
        "1::8",
      })
  void itReadsWhatTheJavaPlatformReads(String text) throws UnknownHostException {
    var theirs = InetAddress.getByName(text);
    var ours = read(text);

    assertThat(ours.canonical()).isEqualTo(theirs.getHostAddress());
    assertThat(ours.isLoopback()).isEqualTo(theirs.isLoopbackAddress());
    assertThat(ours.isUnspecified()).isEqualTo(theirs.isAnyLocalAddress());
    assertThat(ours.isMulticast()).isEqualTo(theirs.isMulticastAddress());
    assertThat(ours.isInternal())
        .isEqualTo(
            theirs.isLoopbackAddress()
                || theirs.isLinkLocalAddress()
                || theirs.isSiteLocalAddress());
  }

  @Test
  void uniqueLocalAndSharedNetworksAreNotTheInternetEither() {
    assertThat(read("fc00::1").isInternal()).isTrue();
    assertThat(read("fdff::1").isInternal()).isTrue();
    assertThat(read("fe00::1").isInternal()).isFalse();
    assertThat(read("100.64.0.1").isInternal()).isTrue();
    assertThat(read("100.127.255.255").isInternal()).isTrue();
    assertThat(read("100.63.0.1").isInternal()).isFalse();
    assertThat(read("100.128.0.1").isInternal()).isFalse();
    assertThat(read("252.0.0.1").isInternal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.com",
        "1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "0x7f.0.0.1",
        " 1.2.3.4",
        "1.2.3.4%eth0",
        "fe80::1%eth0",
        "[::1]",
        ":",
        ":::",
        "::1::",
        ":1::2",
        "1::2:",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2:3:4:5:6:7:8",
        "12345::",
        "g::1",
        "::1.2.3",
        "1.2.3.4::",
        "be:ef",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
      })
  void whatIsNoAddressIsNotLookedUpButRefused(String text) {
    assertThat(IpLiteral.of(text)).isEmpty();
  }
}
