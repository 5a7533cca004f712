package dev.quaestor.standalone.estate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is missing is said with what to do about it. */
class MissingTest {
  private static final Machine NOT_LINUX = new Machine(false, false, false, program -> true);
  private static final Machine NOT_ROOT = new Machine(true, false, false, program -> true);
  private static final Machine CONFINED = new Machine(true, true, false, program -> true);
  private static final Machine BARE = new Machine(true, true, true, program -> false);
  private static final Machine COMPLETE = new Machine(true, true, true, program -> true);

  @Test
  void nothingIsMissingWhereAllIsThere() {
    assertThat(LinuxHost.missing(COMPLETE)).isEmpty();
    assertThat(Mailboxes.missing(COMPLETE)).isEmpty();
    assertThat(Squid.missing(COMPLETE)).isEmpty();
    assertThat(Unbound.missing(COMPLETE)).isEmpty();
    assertThat(ClamAv.missing(COMPLETE)).isEmpty();
    assertThat(Accounts.missing(COMPLETE, Path.of("/keycloak"))).isEmpty();
  }

  @Test
  void packagesAreNamedAsDebianHasThem() {
    assertThat(LinuxHost.missing(BARE))
        .hasValueSatisfying(said -> assertThat(said).contains("nft", "apt install nftables"));
    assertThat(Mailboxes.missing(BARE))
        .hasValueSatisfying(said -> assertThat(said).contains("apt install dovecot-imapd"));
    assertThat(Squid.missing(BARE))
        .hasValueSatisfying(said -> assertThat(said).endsWith("apt install squid"));
    assertThat(ClamAv.missing(BARE)).contains("there is no clamd: apt install clamav-daemon");
    assertThat(Unbound.missing(BARE))
        .hasValueSatisfying(said -> assertThat(said).endsWith("apt install unbound"));
  }

  @Test
  void hostAndMailboxesNeedRootAndTheRestDoesNot() {
    assertThat(LinuxHost.missing(NOT_ROOT)).hasValueSatisfying(MissingTest::asksForRoot);
    assertThat(Mailboxes.missing(NOT_ROOT)).hasValueSatisfying(MissingTest::asksForRoot);
    assertThat(Squid.missing(NOT_ROOT)).isEmpty();
    assertThat(Unbound.missing(NOT_ROOT)).isEmpty();
    assertThat(Accounts.missing(NOT_ROOT, Path.of("/keycloak"))).isEmpty();
  }

  private static void asksForRoot(String said) {
    assertThat(said).contains("sudo ./quaestor demo --estate open");
  }

  @Test
  void rootInAContainerIsToldWhatItMayNot() {
    assertThat(LinuxHost.missing(CONFINED))
        .hasValueSatisfying(said -> assertThat(said).contains("no namespaces"));
    // It would drop its rights and then see nothing of its folder.
    assertThat(Squid.missing(CONFINED))
        .hasValueSatisfying(said -> assertThat(said).contains("no namespaces"));
    assertThat(Unbound.missing(CONFINED)).isEmpty();
  }

  @Test
  void elsewhereThanOnLinuxNothingRuns() {
    assertThat(Unbound.missing(NOT_LINUX)).isEqualTo(Optional.of("it runs on Linux only"));
  }

  @Test
  void keycloakIsTakenFromWhereSomebodySaysOnly() {
    assertThat(Accounts.missing(COMPLETE, null))
        .hasValueSatisfying(said -> assertThat(said).contains("--keycloak FOLDER"));
    assertThat(Accounts.missing(BARE, Path.of("/nowhere")))
        .contains("there is no /nowhere/bin/kc.sh");
  }
}
