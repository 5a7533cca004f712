package dev.quaestor.connector.rspamd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Content;
import dev.quaestor.connector.capability.ContentScan.Form;
import dev.quaestor.connector.capability.ContentScan.Kind;
import dev.quaestor.connector.capability.ContentScan.Sign;
import dev.quaestor.connector.capability.ContentScanContract;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.mail.MailReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract of scans, kept in front of a real rspamd, and what is its own. */
@EnabledOnOs(OS.LINUX)
class RspamdContractTest extends ContentScanContract {
  private static RealRspamd rspamd;

  @BeforeAll
  static void up() throws Exception {
    rspamd = RealRspamd.up();
  }

  @AfterAll
  static void down() {
    if (rspamd != null) {
      rspamd.close();
    }
  }

  @BeforeEach
  void asAtFirst() {
    rspamd.reset();
  }

  @Override
  protected BackEnd backEnd() {
    return rspamd;
  }

  @Override
  protected Content known() {
    return mail("very cheap pills");
  }

  @Override
  protected Content harmless() {
    return mail("lunch at noon");
  }

  @Override
  protected long tooMany() {
    return MailReader.LARGEST + 1L;
  }

  private static Content mail(String text) {
    return Content.of(
        Form.MAIL,
        """
        From: a@b.example
        To: c@d.example
        Subject: s
        Date: Tue, 01 Dec 2026 01:00:00 +0000
        Message-ID: <x@b.example>

        %s
        """
            .formatted(text)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void pointsAreToldFromSixOnAndByHowMany() {
    assertThat(port().scan(mail("very cheap pills")))
        .isEqualTo(
            new Answer.Found(List.of(new Sign(Kind.MANY_POINTS, "9.5 points (VERY_CHEAP)"))));
    assertThat(port().scan(mail("rather cheap pills")))
        .isEqualTo(
            new Answer.Found(List.of(new Sign(Kind.SOME_POINTS, "6.5 points (RATHER_CHEAP)"))));
    assertThat(port().scan(mail("somewhat cheap pills"))).isEqualTo(new Answer.NothingFound());
  }

  @Test
  void whatItHasNoRoomForIsNotLookedThrough() {
    assertThat(port().scan(mail("x".repeat(6 << 20)))).isInstanceOf(Answer.CouldNotLook.class);
  }

  @Test
  void itSaysThatItScans() {
    var access = offered(CredentialCheck.class).orElseThrow().access().service().orElseThrow();

    assertThat(access.sentence()).isEqualTo("it answers, and scans");
    assertThat(access.lacks()).isEmpty();
  }
}
