package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertThreadsTest {
  private static final FileArtifact FILE = file("AB".repeat(32));

  private static FileArtifact file(String sha256) {
    return new FileArtifact("d1", "a.exe", "C:\\Temp", sha256, null, null, null, null);
  }

  private static Evidence said(Entity entity, @Nullable Verdict verdict) {
    return Evidence.named(
        entity, "a1", verdict == null ? null : new ReportedVerdict("vendor", verdict, null));
  }

  private static Alert alert(AlertSource source, String key, Evidence... evidence) {
    return new Alert(
        "a1",
        source,
        key,
        "title",
        null,
        Severity.HIGH,
        null,
        List.of(),
        null,
        null,
        null,
        List.of(evidence));
  }

  private static List<String> shared(Evidence... evidence) {
    var threads = AlertThreads.of(alert(AlertSource.QUAESTOR, "alert-1", evidence));
    return threads.isEmpty() ? threads : threads.subList(1, threads.size());
  }

  private static MailMessage mail(
      String id, @Nullable String sender, String subject, MailMessage.Attachment... parts) {
    return new MailMessage(
        null,
        id,
        "megan@corp.example",
        sender,
        null,
        null,
        null,
        null,
        subject,
        null,
        List.of(new MailMessage.Link("unsubscribe", "https://corp.example/unsubscribe")),
        List.of(parts),
        null,
        null);
  }

  private static MailMessage.Attachment part(String type, String sha256) {
    return new MailMessage.Attachment("part", type, null, sha256, null);
  }

  @Test
  void aFileThatIsCalledBadMeetsItsLikeWhateverTheCaseOfItsHash() {
    var other = said(file("cd".repeat(32)), null);
    assertThat(shared(said(FILE, Verdict.MALICIOUS), other))
        .isEqualTo(shared(other, said(file("ab".repeat(32)), Verdict.SUSPICIOUS)))
        .hasSize(1);
  }

  @Test
  void theOnlyFileOfAnAlertIsItsSubject() {
    assertThat(shared(said(FILE, null))).hasSize(1);
    assertThat(shared(said(FILE, Verdict.NO_THREATS_FOUND))).isEmpty();
  }

  @Test
  void aProgramThatSomethingIsDoneWithBringsNothingTogether() {
    var process = new ProcessArtifact("d1", 7L, null, "a.exe -e", null, null);
    assertThat(shared(said(FILE, null), said(process, Verdict.SUSPICIOUS))).isEmpty();
    assertThat(shared(said(FILE, null), said(file("cd".repeat(32)), null))).isEmpty();
  }

  @Test
  void mailsOfOneSenderAndSubjectMeetAnswersAndForwardsIncluded() {
    var one = said(mail("<1@x>", "Bad@Evil.example", "Your  account"), null);
    assertThat(shared(one))
        .isEqualTo(shared(said(mail("<2@x>", "bad@evil.example", "FW: Re: your account"), null)))
        .hasSize(1);
    assertThat(shared(said(mail("<3@x>", "good@corp.example", "Your account"), null)))
        .doesNotContainAnyElementsOf(shared(one));
    assertThat(shared(said(mail("<4@x>", "bad@evil.example", "Re: "), null))).isEmpty();
    assertThat(shared(said(mail("<5@x>", null, "Your account"), null))).isEmpty();
  }

  @Test
  void mailsOfOneAttachmentMeetButNotOfOnePicture() {
    var one = said(mail("<1@x>", "a@evil.example", "one", part("application/pdf", "aa")), null);
    var two = said(mail("<2@x>", "b@evil.example", "two", part("application/pdf", "AA")), null);
    var logo = said(mail("<3@x>", "c@evil.example", "three", part("image/png", "cc")), null);
    var same = said(mail("<4@x>", "d@evil.example", "four", part("image/png", "cc")), null);
    assertThat(shared(one)).containsAnyElementsOf(shared(two));
    assertThat(shared(logo)).doesNotContainAnyElementsOf(shared(same));
  }

  @Test
  void mailsOfOneUrlMeetOnlyIfItIsCalledBad() {
    var one = said(mail("<1@x>", "a@evil.example", "one"), null);
    var two = said(mail("<2@x>", "b@evil.example", "two"), null);
    var url = new Url("https://evil.example/login");
    assertThat(shared(one, said(url, Verdict.MALICIOUS)))
        .containsAnyElementsOf(shared(two, said(url, Verdict.SUSPICIOUS)));
    assertThat(shared(one, said(url, null))).doesNotContainAnyElementsOf(shared(two));
    assertThat(shared(said(url, Verdict.MALICIOUS))).isEmpty();
  }

  @Test
  void itsOwnKeyIsTheStrongestAndAnAlertAloneHasNone() {
    assertThat(AlertThreads.of(alert(AlertSource.QUAESTOR, "dev-1", said(FILE, null))))
        .hasSize(2)
        .first()
        .asString()
        .endsWith("dev-1");
    assertThat(AlertThreads.of(alert(AlertSource.QUAESTOR, "alert-1"))).isEmpty();
  }

  @Test
  void whatAPersonStartsByHandIsACaseOfItsOwn() {
    assertThat(AlertThreads.of(alert(AlertSource.MANUAL, "dev-1", said(FILE, Verdict.MALICIOUS))))
        .isEmpty();
  }

  @Test
  void anAlertThatNamesVeryManyFollowsSoManyOfThem() {
    var files =
        Stream.iterate(0, i -> i + 1)
            .limit(500)
            .map(i -> said(file("%064x".formatted(i)), Verdict.MALICIOUS))
            .toArray(Evidence[]::new);
    assertThat(shared(files)).hasSize(30);
  }
}
