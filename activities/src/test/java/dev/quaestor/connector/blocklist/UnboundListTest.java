package dev.quaestor.connector.blocklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Url;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Blocks at a real unbound: what is hostile, and what others wrote. */
@EnabledOnOs(OS.LINUX)
class UnboundListTest {
  @TempDir static Path folder;
  private static RealUnbound unbound;

  @BeforeAll
  static void up() throws Exception {
    unbound = RealUnbound.up(folder);
  }

  @AfterAll
  static void down() {
    if (unbound != null) {
      unbound.close();
    }
  }

  @BeforeEach
  void asAtFirst() throws Exception {
    unbound.reset("http://evil.example/");
  }

  private static UrlBlocking port() {
    return unbound.port(unbound.connector());
  }

  private static Mandate mandate() {
    return new Mandate("act-" + UUID.randomUUID(), "");
  }

  @Test
  void ofAPageTheWholeHostIsBlockedWhichIsSaidAndNothingBesideIt() {
    var url = new Url("https://user@EVIL.example.:8443/login;x?y=1#z");
    assertThat(port().wholeHost(url)).contains("evil.example");
    assertThat(port().wholeHost(new Url("https://evil.example/"))).isEmpty();

    assertThat(port().block(url, mandate()).sentence()).contains("all of evil.example");

    assertThat(unbound.code("evil.example")).isEqualTo(3);
    assertThat(unbound.code("sub.evil.example")).isZero();
    assertThat(unbound.code("good.example")).isZero();
    assertThat(unbound.code("theirs.example")).isEqualTo(3);
  }

  @Test
  void anInternationalNameIsBlockedAsTheDnsWritesIt() {
    port().block(new Url("https://bücher.example/"), mandate());

    assertThat(unbound.code("xn--bcher-kva.example")).isEqualTo(3);
  }

  @Test
  void whatCannotBeBlockedWithoutOthersIsRefusedWithItsReason() {
    var before = unbound.state();
    Map.of(
            "https://docs.google.com/forms/x",
            "which many share",
            "https://bit.ly/x",
            "which many share",
            "https://com/",
            "which many share",
            "http://192.0.2.7/x",
            "is an address",
            "http://0x7f.1/x",
            "is an address",
            "http://[2001:db8::1]/x",
            "is an address",
            "http://*.example/",
            "cannot name its host",
            "http://evil.example;x/",
            "cannot name its host",
            "http://$INCLUDE/",
            "cannot name its host",
            "http://" + "a1.".repeat(81) + "example/",
            "too long")
        .forEach(
            (text, reason) -> {
              var url = new Url(text);
              assertThat(port().obstacle(url)).as(text).get().asString().contains(reason);
              assertThatThrownBy(() -> port().block(url, mandate()))
                  .isInstanceOfSatisfying(
                      ConnectorException.class,
                      said -> assertThat(said.kind()).isEqualTo(Kind.REJECTED));
            });
    assertThat(unbound.state()).isEqualTo(before);
  }

  @Test
  void aNameThatDoesNotExistAnywayIsNotTakenForBlocked() {
    var url = new Url("https://nothing-here.example/");
    assertThat(unbound.code("nothing-here.example")).isEqualTo(3);
    assertThat(port().entry(url)).isEmpty();

    assertThat(port().block(url, mandate())).isInstanceOf(Progress.Done.class);
    assertThat(port().entry(url)).hasValueSatisfying(one -> assertThat(one.blocks()).isTrue());
    assertThat(port().unblock(url, null, mandate())).isInstanceOf(Progress.Done.class);
    assertThat(port().entry(url)).isEmpty();
  }

  @Test
  void aZoneThatOthersBrokeIsNotMadeWorse() {
    unbound.append("this is (( no record\n");
    var before = unbound.text();

    assertThat(port().block(new Url("https://evil.example/"), mandate()))
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo("RELOAD_FAILED");
              assertThat(failed.sentence()).contains("failed to read rpz.quaestor");
            });
    assertThat(unbound.text()).isEqualTo(before);
    assertThat(unbound.code("evil.example")).isZero();
  }
}
