package dev.quaestor.connector.clamav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.ContentScan;
import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Content;
import dev.quaestor.connector.capability.ContentScan.Form;
import dev.quaestor.connector.capability.ContentScan.Kind;
import dev.quaestor.connector.capability.ContentScan.Reason;
import dev.quaestor.connector.capability.ContentScan.Sign;
import dev.quaestor.connector.capability.ContentScanContract;
import dev.quaestor.connector.capability.CredentialCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract of scans, kept in front of a real clamd, and what is its own. */
@EnabledOnOs(OS.LINUX)
class ClamAvContractTest extends ContentScanContract {
  private static RealClamd clamd;

  @BeforeAll
  static void up() throws Exception {
    clamd = RealClamd.up();
  }

  @AfterAll
  static void down() {
    if (clamd != null) {
      clamd.close();
    }
  }

  @BeforeEach
  void asAtFirst() {
    clamd.reset();
  }

  @Override
  protected BackEnd backEnd() {
    return clamd;
  }

  @Override
  protected Content known() {
    return file(RealClamd.EICAR);
  }

  @Override
  protected Content harmless() {
    return file("lunch at noon".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected long tooMany() {
    return 2_000_001;
  }

  private static Content file(byte[] bytes) {
    return Content.of(Form.FILE, bytes);
  }

  private static Content mail(byte[] attachment) {
    return Content.of(
        Form.MAIL,
        """
        From: a@b.example
        To: c@d.example
        Subject: invoice
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=x

        --x
        Content-Type: text/plain

        See attached.
        --x
        Content-Type: application/octet-stream; name="invoice.zip"
        Content-Disposition: attachment; filename="invoice.zip"
        Content-Transfer-Encoding: base64

        %s
        --x--
        """
            .formatted(Base64.getMimeEncoder().encodeToString(attachment))
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static Answer found(Kind kind, String name) {
    return new Answer.Found(List.of(new Sign(kind, name)));
  }

  @Test
  void whatIsPackedTwiceAndSentByMailIsFound() {
    var zip = RealClamd.zipped("a.com", RealClamd.EICAR);
    var nested = RealClamd.zipped("a.zip", zip);

    for (var content : List.of(file(zip), file(nested), mail(zip), mail(nested))) {
      assertThat(port().scan(content))
          .isEqualTo(found(Kind.OTHER_SIGNATURE, "Own.Test.Eicar.UNOFFICIAL"));
    }
    assertThat(port().scan(mail(RealClamd.zipped("a.txt", new byte[] {1, 2, 3}))))
        .isEqualTo(new Answer.NothingFound());
  }

  @Test
  void aSignatureAndARuleAreToldApart() {
    assertThat(port().scan(file("x quaestor-marker x".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(found(Kind.OTHER_SIGNATURE, "Own.Test.Marker.UNOFFICIAL"));
    assertThat(port().scan(file("x quaestor-yara-marker x".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(found(Kind.RULE, "YARA.OwnRule.UNOFFICIAL"));
  }

  @Test
  void whatIsLargerThanItsOwnLimitIsSaidAsThatThoughItHangsUp() {
    assertThat(port().scan(file(new byte[RealClamd.STREAM_MAX + 500_000])))
        .satisfies(answer -> unlooked(answer, Reason.TOO_LARGE));
    assertThat(port().scan(known())).isInstanceOf(Answer.Found.class);
  }

  @Test
  void anArchiveDeeperThanItGoesIsNotLookedThrough() {
    var deep = RealClamd.EICAR;
    for (int n = 0; n < 20; n++) {
      deep = RealClamd.zipped("a.zip", deep);
    }
    assertThat(port().scan(file(deep))).satisfies(answer -> unlooked(answer, Reason.TOO_LARGE));
  }

  @Test
  void overTheNetworkItSaysTheSame() {
    try (var tcp =
        RealClamd.made(Map.of("host", "127.0.0.1", "port", String.valueOf(clamd.port)))) {
      var scan = (ContentScan) tcp.capabilities().getFirst();
      assertThat(scan.scan(known())).isEqualTo(port().scan(known()));
      assertThat(scan.scan(harmless())).isEqualTo(new Answer.NothingFound());
    }
  }

  @Test
  void itSaysThatItHasNoSignaturesOfItsVendor() {
    var access = offered(CredentialCheck.class).orElseThrow().access().service().orElseThrow();

    assertThat(access.sentence()).startsWith("it answers as ClamAV ");
    assertThat(access.lacks()).contains("it has no signatures of its vendor, only those of others");
  }

  /**
   * Debian's: one harmless program in containers of forty kinds; our database knows the program.
   */
  @Test
  void whatIsInMostContainersOfTheWorldIsFound() throws Exception {
    var folder = Path.of("/usr/share/clamav-testfiles");
    assumeTrue(
        Files.isRegularFile(folder.resolve("clam.exe")),
        "skipped: clamav-testfiles is not installed");
    var answers = new ArrayList<Answer>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        answers.add(port().scan(file(Files.readAllBytes(file))));
      }
    }

    assertThat(answers)
        .filteredOn(Answer.Found.class::isInstance)
        .hasSizeGreaterThan(answers.size() * 3 / 4);
    assertThat(answers)
        .filteredOn(Answer.CouldNotLook.class::isInstance)
        .allSatisfy(answer -> unlooked(answer, Reason.TOO_LARGE));
  }
}
