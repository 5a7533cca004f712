package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.ContentScan;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import dev.quaestor.text.Sha256;
import dev.quaestor.vault.FileVault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is at hand of a batch is looked through by every engine, and nothing waits for one. */
class ContentScansTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final byte[] BAD = "an evil program".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GOOD = "a good program".getBytes(StandardCharsets.US_ASCII);
  private static final MailMessage MAIL =
      MailMessage.named(null, "<1@evil.example>", "ann@contoso.example");

  @TempDir Path folder;
  private FileVault vault;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void vault() throws IOException {
    vault = new FileVault(folder, 1 << 20);
  }

  private record Named(String name, List<Capability> capabilities) implements Connector {
    @Override
    public void close() {}
  }

  /** Recognises the one bad program, in a mail too. */
  private final class Engine implements ContentScan {
    @Override
    public Set<Form> forms() {
      return Set.of(Form.MAIL, Form.FILE);
    }

    @Override
    public Answer scan(Content content) {
      try (var bytes = content.source().open()) {
        var text = new String(bytes.readAllBytes(), StandardCharsets.US_ASCII);
        asked.add(content.form().name());
        return text.contains("evil program")
                || text.contains(Base64.getEncoder().encodeToString(BAD))
            ? new Answer.Found(List.of(new Sign(Kind.SIGNATURE, "Evil.Program")))
            : new Answer.NothingFound();
      } catch (IOException broke) {
        throw new UncheckedIOException(broke);
      }
    }
  }

  private record Away() implements ContentScan {
    @Override
    public Set<Form> forms() {
      return Set.of(Form.MAIL, Form.FILE);
    }

    @Override
    public Answer scan(Content content) {
      return new Answer.CouldNotLook(Reason.AWAY, "scanner does not answer.");
    }
  }

  private record Broken() implements ContentScan {
    @Override
    public Set<Form> forms() {
      return Set.of(Form.FILE);
    }

    @Override
    public Answer scan(Content content) {
      throw new IllegalStateException("a bug");
    }
  }

  private static byte[] raw(byte[] attachment, String subject) {
    return """
    From: Eve <eve@evil.example>
    To: ann@contoso.example
    Subject: %2$s
    Message-ID: <1@evil.example>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary=x

    --x
    Content-Type: text/plain

    See attached.
    --x
    Content-Type: application/octet-stream; name="invoice.bin"
    Content-Disposition: attachment; filename="invoice.bin"
    Content-Transfer-Encoding: base64

    %1$s
    --x--
    """
        .formatted(Base64.getEncoder().encodeToString(attachment), subject)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static MailReading mailbox(byte[] attachment) {
    return mailbox(attachment, "invoice");
  }

  private static MailReading mailbox(byte[] attachment, String subject) {
    var raw = raw(attachment, subject);
    return (messages, since) -> {
      var found = new LinkedHashMap<EntityKey, MailReading.Copies>();
      messages.forEach(
          m -> found.put(m.key(), new MailReading.Copies(List.of(() -> raw), true, false)));
      return found;
    };
  }

  private EvidenceExecution execution(Capability... capabilities) {
    return new EvidenceExecution(
        new Connectors(List.of(new Named("scanner", List.of(capabilities)))),
        contoso(),
        Analyzers.all(contoso()),
        InstantSource.fixed(NOW),
        () -> broke -> true,
        new ContentScans(vault));
  }

  private static List<Examination> examine(EvidenceExecution execution, Entity... entities) {
    return execution.examine(
        new ExaminationRequest(
            "case", List.of(entities).stream().map(e -> named(e)).toList(), NOW));
  }

  private static Verdict verdict(Examination of) {
    return VerdictRules.conclude(of.findings());
  }

  private static FileArtifact file(byte[] content) {
    return new FileArtifact("dev-1", "a.bin", "/tmp", Sha256.of(content), null, null, null, null);
  }

  private void kept(byte[] content) throws IOException {
    vault.store(new ByteArrayInputStream(content));
  }

  @Test
  void aMailThatWasFetchedIsScannedAndItsBadAttachmentIsKnownFromThenOn() throws Exception {
    var execution = execution(new Engine(), mailbox(BAD));
    var mail = examine(execution, MAIL).getFirst();

    assertThat(verdict(mail)).isEqualTo(Verdict.MALICIOUS);
    assertThat(mail.findings()).extracting(Finding::code).contains("CONTENT_SIGNATURE");
    assertThat(mail.away()).isNull();
    assertThat(vault.open(Sha256.of(BAD))).isPresent();
    var attachment = examine(execution, file(BAD)).getFirst();
    assertThat(verdict(attachment)).isEqualTo(Verdict.MALICIOUS);
    assertThat(attachment.findings())
        .extracting(Finding::sentence)
        .contains("scanner recognises its contents by a signature of its vendor's: Evil.Program.");
  }

  @Test
  void aMailThatWasHandedInIsScannedAsItLiesInItsMailbox() {
    var handedIn =
        MailReader.reported(
                raw(BAD, "invoice"), new TimeBudget(Duration.ofSeconds(5), System::nanoTime))
            .message();
    assertThat(handedIn.recipient()).isEqualTo("ann@contoso.example");

    assertThat(examine(execution(new Engine(), mailbox(BAD)), handedIn).getFirst().findings())
        .extracting(Finding::code)
        .contains("CONTENT_SIGNATURE");
    asked.clear();
    for (var another : List.of(mailbox(GOOD), mailbox(BAD, "another"))) {
      assertThat(examine(execution(new Engine(), another), handedIn).getFirst().findings())
          .extracting(Finding::code)
          .noneMatch(code -> code.startsWith("CONTENT_"));
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void whereItsMailboxIsAwayAMailThatWasHandedInIsJudgedByWhatItSays() {
    var handedIn =
        MailReader.reported(
                raw(BAD, "invoice"), new TimeBudget(Duration.ofSeconds(5), System::nanoTime))
            .message();
    MailReading away =
        (messages, since) -> {
          throw new ConnectorException(ConnectorException.Kind.DOWN, "nobody answers");
        };
    var answer = examine(execution(new Engine(), away), handedIn).getFirst();

    assertThat(answer.away()).isNull();
    assertThat(answer.findings()).isNotEmpty();
  }

  @Test
  void anAttachmentInWhichNothingIsFoundIsNotKept() throws Exception {
    assertThat(examine(execution(new Engine(), mailbox(GOOD)), MAIL).getFirst().findings())
        .extracting(Finding::code)
        .contains("CONTENT_NOTHING_FOUND");
    assertThat(vault.open(Sha256.of(GOOD))).isEmpty();
  }

  @Test
  void aSampleInTheVaultIsScannedAndAFileThatIsNotThereIsNot() throws Exception {
    kept(BAD);
    var execution = execution(new Engine());

    assertThat(verdict(examine(execution, file(BAD)).getFirst())).isEqualTo(Verdict.MALICIOUS);
    assertThat(asked).containsExactly("FILE");
    assertThat(examine(execution, file(GOOD)).getFirst().findings())
        .extracting(Finding::code)
        .containsExactly("NOBODY_KNOWS_FILES");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aScannersSilenceDoesNotMakeAFileCleanAndTakesNothingFromWhoKnowsIt() throws Exception {
    kept(GOOD);
    assertThat(verdict(examine(execution(new Engine()), file(GOOD)).getFirst()))
        .isEqualTo(Verdict.UNKNOWN);

    FileReputation clean =
        files -> {
          var known = new LinkedHashMap<EntityKey, KnownFile>();
          files.forEach(
              f ->
                  known.put(
                      f.key(),
                      new KnownFile(
                          null,
                          f.sha256(),
                          null,
                          Determination.CLEAN,
                          null,
                          null,
                          null,
                          null,
                          null)));
          return known;
        };
    assertThat(verdict(examine(execution(new Engine(), clean), file(GOOD)).getFirst()))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void oneThatIsAwayFailsNothingAndThePieceIsLookedAtAgain() throws Exception {
    kept(GOOD);
    kept(BAD);
    var answer = examine(execution(new Away(), new Engine()), file(GOOD), file(BAD), MAIL);

    assertThat(answer.get(0).away()).isNotNull();
    assertThat(verdict(answer.get(0))).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(answer.get(1))).isEqualTo(Verdict.MALICIOUS);
    assertThat(answer.get(2).away()).as("whose bytes nobody has").isNull();
  }

  @Test
  void oneThatBreaksBlindsItsPieceAlone() throws Exception {
    kept(BAD);
    var answer = examine(execution(new Broken(), new Engine()), file(BAD), file(GOOD));

    assertThat(answer.getFirst().findings())
        .extracting(Finding::effect)
        .contains(Finding.Effect.BLIND);
    assertThat(verdict(answer.getFirst())).isEqualTo(Verdict.MALICIOUS);
    assertThat(answer).hasSize(2);
  }

  @Test
  void whatWasScannedMomentsAgoIsNotScannedAgain() throws Exception {
    kept(BAD);
    var execution = execution(new Engine());
    var first = examine(execution, file(BAD));

    assertThat(examine(execution, file(BAD))).isEqualTo(first);
    assertThat(asked).hasSize(1);
  }

  @Test
  void whatIsBeyondTheNumberOfABatchIsLookedAtAgain() throws Exception {
    var many =
        IntStream.range(0, 205)
            .mapToObj(n -> ("program " + n).getBytes(StandardCharsets.US_ASCII))
            .toList();
    for (var one : many) {
      kept(one);
    }
    var answers =
        examine(
            execution(new Engine()),
            many.stream().map(ContentScansTest::file).toArray(Entity[]::new));

    assertThat(answers).filteredOn(a -> a.away() != null).hasSize(5);
    assertThat(asked).hasSize(200);
  }

  @Test
  void aHashThatIsNoneLeadsNowhere() {
    for (var odd : List.of("../../etc/passwd", "x".repeat(64), "ab")) {
      var file = new FileArtifact("d", "a", null, odd, null, null, null, null);
      assertThat(examine(execution(new Engine()), file)).hasSize(1);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereOnlyTheEvidenceItselfIsToSpeak() throws Exception {
    kept(BAD);
    execution(new Engine())
        .examine(new ExaminationRequest("case", List.of(named(file(BAD))), NOW).askingNobody());

    assertThat(asked).isEmpty();
  }
}
