package dev.quaestor.evidence;

import static dev.quaestor.fixtures.Fixtures.LAPTOP_ID;
import static dev.quaestor.fixtures.Fixtures.SERVER_ID;
import static dev.quaestor.fixtures.Fixtures.SHA256;
import static dev.quaestor.fixtures.Fixtures.fileOnServer;
import static dev.quaestor.fixtures.Fixtures.phish;
import static dev.quaestor.fixtures.Fixtures.phishCluster;
import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.fixtures.Fixtures.processOnServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What one verdict says about another piece. */
class PropagationTest {

  private static Assessment judged(Entity entity, int weight) {
    return named("a1", entity, weight);
  }

  private static Assessment named(String alert, Entity entity, int weight) {
    return judged(
        Evidence.named(entity, alert, null), Finding.weighs("fake", "W", weight, "It weighs."));
  }

  private static Assessment judged(Entity entity, Finding finding) {
    return judged(Evidence.named(entity, "a1", null), finding);
  }

  private static Assessment judged(Evidence evidence, Finding finding) {
    var findings = List.of(finding);
    return new Assessment(evidence, true, findings, VerdictRules.conclude(findings), List.of());
  }

  private static Verdict verdictOf(Entity entity, Assessment... evidence) {
    return assessmentOf(entity, evidence).verdict();
  }

  private static Assessment assessmentOf(Entity entity, Assessment... evidence) {
    return Propagation.apply(Arrays.asList(evidence)).stream()
        .filter(a -> a.key().equals(entity.key()))
        .findFirst()
        .orElseThrow();
  }

  private static MailMessage mailWith(List<MailMessage.Link> links, String attachmentSha256) {
    return new MailMessage(
        null,
        "<m@evil.example>",
        "megan@contoso.example",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        links,
        List.of(new MailMessage.Attachment("a.doc", null, null, attachmentSha256, null)),
        null,
        null);
  }

  @Test
  void aMailIsAsBadAsTheLinkInIt() {
    assertThat(verdictOf(phish(), judged(phish(), 0), judged(phishUrl(), 100)))
        .isEqualTo(Verdict.MALICIOUS);
    assertThat(verdictOf(phish(), judged(phish(), 0), judged(phishUrl(), 50)))
        .isEqualTo(Verdict.SUSPICIOUS);
    assertThat(verdictOf(phish(), judged(phish(), 0), judged(phishUrl(), 0)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aMailIsAsBadAsItsAttachmentWhateverCaseTheHashIsWrittenIn() {
    var mail = mailWith(List.of(), SHA256);
    var shouted =
        new FileArtifact(
            null, "a.doc", null, SHA256.toUpperCase(Locale.ROOT), null, null, null, null);
    assertThat(verdictOf(mail, judged(mail, 0), judged(shouted, 100))).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void theWorstOfTheFilesWithOneHashCounts() {
    var mail = mailWith(List.of(), SHA256);
    var here = new FileArtifact(null, "a.doc", null, SHA256, null, null, null, null);
    var there = new FileArtifact(LAPTOP_ID, "a.doc", null, SHA256, null, null, null, null);
    assertThat(verdictOf(mail, judged(mail, 0), judged(here, 100), judged(there, 0)))
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void theWorseOfLinkAndAttachmentIsNamedAndOnlyThat() {
    var mail = mailWith(List.of(new MailMessage.Link(null, phishUrl().value())), SHA256);
    var file = new FileArtifact(null, "a.doc", null, SHA256, null, null, null, null);
    var after = assessmentOf(mail, judged(mail, 0), judged(phishUrl(), 50), judged(file, 100));
    assertThat(after.reasons())
        .extracting(Finding::code)
        .containsExactly("W", "ATTACHMENT_MALICIOUS");
  }

  @Test
  void aProcessIsAsBadAsItsImage() {
    assertThat(
            verdictOf(processOnServer(), judged(processOnServer(), 0), judged(fileOnServer(), 100)))
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aClusterIsAsBadAsTheMessageItGrewFromThoughThatIsOnlyBadByItsLink() {
    assertThat(
            verdictOf(
                phishCluster(),
                judged(phishCluster(), 0),
                judged(phish(), 0),
                judged(phishUrl(), 100)))
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aClusterSaysWhatItGrewFromAndCallsOnlyAMailAMessage() {
    assertThat(sentences(phishCluster(), judged(phishCluster(), 0), judged(phish(), 100)))
        .anyMatch(s -> s.startsWith("The message that the cluster grew from is malicious: "));
    var ofLink =
        new MailCluster(
            phishUrl().key(),
            List.of(new MailCluster.Criterion("Url", phishUrl().value())),
            List.of(),
            4);
    assertThat(sentences(ofLink, judged(ofLink, 0), judged(phishUrl(), 100)))
        .contains("What the cluster grew from is malicious: " + phishUrl().label());
  }

  private static List<String> sentences(Entity entity, Assessment... evidence) {
    return assessmentOf(entity, evidence).reasons().stream().map(Finding::sentence).toList();
  }

  @Test
  void aClusterAroundAMailOfWhichNothingIsKnownIsNotClean() {
    var unheard = Finding.inconclusive("fake", "NEW", "Nobody knows it.");

    assertThat(verdictOf(phishCluster(), judged(phishCluster(), 0), judged(phish(), unheard)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(phishCluster(), judged(phishCluster(), 0))).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(phishCluster(), judged(phishCluster(), 0), judged(phish(), 0)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aDeviceOnWhichAThreatIsIsNotClean() {
    var device = new Device(SERVER_ID, "srv", null, null, List.of(), List.of());

    assertThat(verdictOf(device, named("a1", device, 0), named("a2", fileOnServer(), 100)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(sentences(device, named("a1", device, 0), named("a2", fileOnServer(), 50)))
        .contains(
            "Something suspicious reached it, and it is not known whether that did harm: "
                + fileOnServer().label());
    assertThat(verdictOf(device, named("a1", device, 0), named("a2", fileOnServer(), 0)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void whoeverClickedTheLinkIsNotCleanWhateverTheDirectorySays() {
    var link = judged(phishUrl(), 100);
    var clicker = new Mailbox("megan@contoso.example", null);
    var fine = Finding.nothing("fake", "FINE", "Fine.");
    var clicked = judged(Evidence.found(clicker, link.evidence(), Role.ATTACKED), fine);

    assertThat(verdictOf(clicker, link, clicked)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(clicker, judged(phishUrl(), 0), clicked))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void whatAnAlertNamesBesideAThreatWasReachedByIt() {
    var mailbox = new Mailbox("megan@contoso.example", null);

    assertThat(verdictOf(mailbox, named("a1", mailbox, 0), named("a1", phishUrl(), 100)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(mailbox, named("a1", mailbox, 0), named("a2", phishUrl(), 100)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aMailReachesWhoItWasSentToAndNoServerThatItsAlertNamesBesideIt() {
    var megan = new Mailbox("megan@contoso.example", null);
    var lee = new Mailbox("lee@contoso.example", null);
    var server = new Device("web-1", null, null, null, List.of(), List.of());
    var user = new UserAccount(null, "Megan@contoso.example", null, null, null);
    var all =
        new Assessment[] {
          judged(phish(), 50), judged(megan, 0), judged(lee, 0), judged(server, 0), judged(user, 0)
        };

    assertThat(verdictOf(megan, all)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(user, all)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(lee, all)).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(verdictOf(server, all)).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(verdictOf(lee, judged(phish(), 50), judged(lee, 0)))
        .as("a mailbox that the case does not have may be this one under another name")
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatIsOnOneDeviceDidNotReachAnotherThatItsAlertNames() {
    var server = new Device(SERVER_ID, "srv", null, null, List.of(), List.of());
    var laptop = new Device(LAPTOP_ID, "lap", null, null, List.of(), List.of());
    var all = new Assessment[] {judged(fileOnServer(), 100), judged(server, 0), judged(laptop, 0)};

    assertThat(verdictOf(server, all)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(laptop, all)).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(verdictOf(laptop, judged(fileOnServer(), 100), judged(laptop, 0)))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aDeviceIsNotCleanWhileWhatAnAlertNamesOnItIsUnknown() {
    var server = new Device(SERVER_ID, "srv", null, null, List.of(), List.of());
    var laptop = new Device(LAPTOP_ID, "lap", null, null, List.of(), List.of());
    var user = new UserAccount("u-1", null, null, null, null);
    var unheard = Finding.inconclusive("fake", "NEW", "Nobody knows it.");
    var unplaced = new FileArtifact(null, "a.exe", null, SHA256, null, null, null, null);

    assertThat(sentences(server, judged(server, 0), judged(processOnServer(), unheard)))
        .contains(
            "Of what was found there, 1 thing is not known to be good or bad: "
                + processOnServer().label());
    assertThat(verdictOf(server, named("a1", server, 0), judged(fileOnServer(), unheard)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(
            verdictOf(
                laptop, judged(laptop, 0), judged(server, 0), judged(fileOnServer(), unheard)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(verdictOf(laptop, judged(laptop, 0), judged(unplaced, unheard)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(user, judged(user, 0), judged(fileOnServer(), unheard)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(server, judged(server, 0), judged(fileOnServer(), 0)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aMailboxIsNotCleanWhileARuleInItIsBadOrUnknown() {
    var mailbox = new Mailbox("megan@contoso.example", null);
    var rule = new MailboxRule("Megan@contoso.example", "r1", "..", true, List.of());
    var unheard = Finding.inconclusive("fake", "NEW", "Nobody knows it.");

    assertThat(codes(mailbox, named("a1", mailbox, 0), named("a2", rule, 50)))
        .contains("REACHED_BY_THREAT");
    assertThat(codes(mailbox, named("a1", mailbox, 0), judged(rule, unheard)))
        .contains("FOUND_THERE_UNKNOWN");
    assertThat(verdictOf(mailbox, named("a1", mailbox, 0), named("a2", rule, 0)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  private static List<String> codes(Entity entity, Assessment... evidence) {
    return assessmentOf(entity, evidence).reasons().stream().map(Finding::code).toList();
  }

  @Test
  void anAssetThatIsCalledBadReachesNothing() {
    var mailbox = new Mailbox("megan@contoso.example", null);
    var other = new Mailbox("lee@contoso.example", null);

    assertThat(verdictOf(mailbox, named("a1", mailbox, 0), named("a1", other, 100)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void twoSuspicionsOfOneThingAreNotAddedUpToACertainty() {
    var after = assessmentOf(phish(), judged(phish(), 60), judged(phishUrl(), 60));
    assertThat(after.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(after.reasons()).hasSize(1);
  }

  @Test
  void aSuspicionAddsToNothingThatAnAllowIndicatorCleared() {
    var cleared =
        new Assessment(
            Evidence.named(phish(), "a1", null),
            true,
            List.of(Finding.clears("indicators", "ALLOWED", "It is allowed.")),
            Verdict.NO_THREATS_FOUND,
            List.of());
    assertThat(verdictOf(phish(), cleared, judged(phishUrl(), 100)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void applyingItAgainChangesNothing() {
    var once =
        Propagation.apply(
            List.of(judged(phishCluster(), 0), judged(phish(), 10), judged(phishUrl(), 100)));
    assertThat(Propagation.apply(once)).isEqualTo(once);
  }

  @Test
  void aVerdictThatIsTakenBackIsTakenBackEverywhere() {
    var once = Propagation.apply(List.of(judged(phish(), 0), judged(phishUrl(), 100)));
    assertThat(verdictOf(phish(), once.getFirst(), judged(phishUrl(), 0)))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void whatWasNotLookedAtYetStaysSo() {
    var fresh = Assessment.fresh(Evidence.named(phish(), "a1", null));
    assertThat(assessmentOf(phish(), fresh, judged(phishUrl(), 100))).isEqualTo(fresh);
  }

  @Test
  void anEmptyLinkOrAHugeOneDoesNoHarm() {
    var mail =
        mailWith(
            List.of(
                new MailMessage.Link(null, "  "),
                new MailMessage.Link("x", "http://" + "a".repeat(100_000))),
            null);
    assertThat(
            verdictOf(mail, judged(mail, 0), judged(new Url("http://" + "a".repeat(100_000)), 100)))
        .isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void whoLedToSomethingBadOrUnknownIsNotClean() {
    var account = new UserAccount("u-1", null, null, null, null);
    var asked = Evidence.named(account, "a1", null);
    var address = Evidence.found(new IpAddress("203.0.113.9"), asked, Role.SCANNED);
    var clean = judged(asked, Finding.nothing("fake", "N", "Nothing."));

    var bad = judged(address, Finding.weighs("fake", "W", 100, "It weighs."));
    var unknown = judged(address, Finding.inconclusive("fake", "I", "Nobody knows it."));
    var harmless = judged(address, Finding.nothing("fake", "N", "Nothing."));

    assertThat(verdictOf(account, clean, harmless)).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(assessmentOf(account, clean, bad).reasons())
        .anyMatch(f -> f.code().equals("REACHED_BY_THREAT"));
    assertThat(verdictOf(account, clean, bad)).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdictOf(account, clean, unknown)).isEqualTo(Verdict.UNKNOWN);
    assertThat(assessmentOf(account, clean, unknown).reasons())
        .anyMatch(
            f -> f.code().equals("FOUND_THERE_UNKNOWN") && f.sentence().contains("1 thing is"));
  }

  @Test
  void whatStartsAProgramIsAsBadAsTheProgram() {
    var file = new FileArtifact(LAPTOP_ID, "a.exe", "C:\\b", SHA256, null, null, null, null);
    var elsewhere = new FileArtifact(SERVER_ID, "a.exe", "C:\\b", SHA256, null, null, null, null);
    var items =
        List.of(
            new RegistryEntry(LAPTOP_ID, "HKLM", "Run", "x", "c:\\B\\a.exe -s", "c:\\B\\a.exe"),
            new ScheduledTask(LAPTOP_ID, "\\t", "C:\\b\\A.EXE"),
            new SystemService(LAPTOP_ID, "s", "C:\\b\\a.exe"));
    for (var item : items) {
      assertThat(verdictOf(item, judged(item, 0), judged(file, 100))).isEqualTo(Verdict.MALICIOUS);
      assertThat(verdictOf(item, judged(item, 0), judged(elsewhere, 100)))
          .isEqualTo(Verdict.NO_THREATS_FOUND);
    }
  }
}
