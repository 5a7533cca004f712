package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.ExpandInvestigation;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an approver is told before deciding. */
class PendingActionTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:30Z");
  private static final Device NAMED = Device.ofId("d1");
  private static final Device CONFIRMED =
      new Device("d1", "srv-7", "WindowsServer2022", "Servers", List.of(), List.of());
  private static final SystemService SERVICE = new SystemService("d1", "evil", "c:\\\\evil.exe");

  private static PendingAction asked(
      RemediationAction action, List<EntityKey> on, Assessment... known) {
    return PendingAction.of(
        new PendingAction.Plea(
            "act-1",
            action,
            Verdict.SUSPICIOUS,
            "r",
            "because",
            on,
            "hash",
            NOW.minus(Duration.ofDays(7)),
            NOW),
        CaseKnowledge.of(List.of(known)));
  }

  private static Assessment device() {
    return new Assessment(
        Evidence.named(NAMED, "al-1", null),
        true,
        List.of(),
        Verdict.UNKNOWN,
        List.of(),
        List.of(),
        CONFIRMED);
  }

  private static Assessment service() {
    return new Assessment(
        Evidence.named(SERVICE, "al-1", null),
        true,
        List.of(
            Finding.weighs("a", "LIGHT", 10, "It is odd"),
            Finding.weighs("b", "HEAVY", 80, "It is known to be bad")),
        Verdict.SUSPICIOUS,
        List.of());
  }

  @Test
  void itNamesTheDeviceAsItsOwnBackEndDoes() {
    var asked = asked(new LiveResponseAction.StopService(SERVICE), List.of(), device());

    assertThat(asked.device())
        .isEqualTo(
            new PendingAction.Place(
                "srv-7", "Servers", "WindowsServer2022", PendingAction.Place.Kind.SERVER));
    assertThat(asked.summary()).endsWith(" on srv-7 (Servers, WindowsServer2022)");
    assertThat(asked.impact().sentence())
        .isEqualTo("1 service on 1 server; who is signed in is not known");
  }

  @Test
  void aDeviceThatIsToBeIsolatedIsCalledByItsName() {
    var isolate = new DeviceAction.IsolateDevice(NAMED, DeviceAction.Isolation.FULL);

    assertThat(asked(isolate, List.of(), device()).summary())
        .isEqualTo("Isolate device: srv-7 (Servers, WindowsServer2022)");
  }

  @Test
  void noNameOfADeviceChangesWhatIsDoneToIt() {
    var posing = new Device("d1", "device", null, null, List.of(), List.of());
    var isolate = new DeviceAction.IsolateDevice(posing, DeviceAction.Isolation.FULL);

    assertThat(asked(isolate, List.of()).summary()).isEqualTo("Isolate device: device");
  }

  @Test
  void whatAnAlertAloneSaysOfADeviceMakesItNoHarmlessOne() {
    var said = new Device("d1", "srv-7", "Windows11", "Test", List.of(), List.of());
    var named = Assessment.fresh(Evidence.named(said, "al-1", null));

    var asked = asked(new LiveResponseAction.StopService(SERVICE), List.of(), named);

    assertThat(asked.device())
        .isEqualTo(
            new PendingAction.Place(
                "srv-7", null, "Windows11", PendingAction.Place.Kind.NOT_KNOWN));
  }

  @Test
  void anExpansionIsDoneToNoDevice() {
    var asked = asked(new ExpandInvestigation(SERVICE, List.of("a")), List.of(), device());

    assertThat(asked.device()).isNull();
    assertThat(asked.summary()).startsWith("Expand investigation to 1 device: ");
  }

  @Test
  void aDeviceOfWhichNothingIsKnownIsNeitherServerNorWorkstation() {
    var asked = asked(new LiveResponseAction.StopService(SERVICE), List.of());

    assertThat(asked.impact().sentence()).contains("not known whether it is a server");
  }

  @Test
  void theFindingsThatLedThereComeGravestFirst() {
    var asked =
        asked(
            new DeviceAction.IsolateDevice(NAMED, DeviceAction.Isolation.FULL),
            List.of(SERVICE.key()),
            device(),
            service());

    assertThat(asked.reasons())
        .extracting(PendingAction.Reason::sentence)
        .containsExactly("It is known to be bad", "It is odd");
  }

  @Test
  void accountsThatTheCaseSawOnTheDeviceAreNamed() {
    var account = new UserAccount(null, "pia@contoso.example", null, null, null);
    var seen = Assessment.fresh(Evidence.found(account, service().evidence(), Role.CONTEXTUAL));

    var asked =
        asked(
            new DeviceAction.IsolateDevice(NAMED, DeviceAction.Isolation.FULL),
            List.of(),
            device(),
            service(),
            seen);

    assertThat(asked.impact().accounts()).containsExactly("pia@contoso.example");
  }

  @Test
  void whatCanBeUndoneSaysSoBeforeItIsDecided() {
    var isolate = new DeviceAction.IsolateDevice(NAMED, DeviceAction.Isolation.FULL);

    assertThat(asked(isolate, List.of()).undo())
        .isEqualTo(
            new PendingAction.Undo(
                true,
                "Undo gives the device its network back; connections that were cut stay cut"));
    assertThat(asked(new DeviceAction.OffboardDevice(NAMED), List.of()).undo())
        .isEqualTo(
            new PendingAction.Undo(false, "No back end can onboard a device again on its own"));
  }

  @Test
  void onlyWhatSomethingTakesBackIsSaidToBeUndone() {
    for (var type : ActionType.values()) {
      assertThat(type.undoneHow().isPresent()).as(type.name()).isEqualTo(type.undoable());
      assertThat(type.notUndoableBecause().isPresent())
          .as(type.name())
          .isNotEqualTo(type.undoable());
      assertThat(type.undoneHow().orElse("Undo ")).as(type.name()).startsWith("Undo ");
    }
  }

  @Test
  void aClusterSaysHowManyMessagesInHowManyMailboxes() {
    var cluster =
        new MailCluster(
            EntityKey.of("mail", "m"),
            List.of(new MailCluster.Criterion("Subject", "Hi")),
            List.of(
                member("a@x.example", "1"), member("A@x.example", "2"), member("b@x.example", "3")),
            3);

    var impact = asked(new EmailAction.SoftDeleteEmail(cluster), List.of()).impact();

    assertThat(impact.messages()).isEqualTo(3);
    assertThat(impact.mailboxes()).isEqualTo(2);
    assertThat(impact.sentence())
        .isEqualTo("3 messages in 2 mailboxes; what matches by then goes too, up to 13 in all");
  }

  @Test
  void aClusterOfWhichNothingWasFoundYetSaysThatWhateverMatchesGoes() {
    var cluster =
        new MailCluster(
            EntityKey.of("mail", "m"),
            List.of(new MailCluster.Criterion("Subject", "Hi")),
            List.of(),
            0);

    assertThat(asked(new EmailAction.SoftDeleteEmail(cluster), List.of()).impact().sentence())
        .endsWith("; whatever matches by then goes");
  }

  @ParameterizedTest
  @CsvSource({
    "http://root4.example/#x, all of root4.example, any page of root4.example",
    "https://Root2.example, all of root2.example, any page of root2.example",
    "https://root.example/a, https://root.example/a, opens it"
  })
  void aUrlWithoutAPathSaysThatTheWholeSiteIsBlocked(String url, String what, String touched) {
    var asked = asked(new EmailAction.BlockUrl(new Url(url)), List.of());

    assertThat(asked.summary()).isEqualTo("Block URL at time of click: " + what);
    assertThat(asked.impact().sentence()).contains(touched);
  }

  private static MailCluster cluster(MailCluster.Member... members) {
    return new MailCluster(
        EntityKey.of("mail", "m"),
        List.of(new MailCluster.Criterion("Subject", "Hi")),
        List.of(members),
        members.length);
  }

  private static Impact impactAfter(
      RemediationAction asked, RemediationAction done, Receipt.MovedMessage... recorded) {
    return Impact.of(
        asked,
        null,
        CaseKnowledge.none()
            .after(
                MovedMail.by(
                    List.of(new MovedMail.Done(done, new Receipt.Messages(List.of(recorded)))))));
  }

  private static Receipt.MovedMessage recorded(
      String mailbox, String id, Receipt.MessageResult result) {
    return new Receipt.MovedMessage(mailbox, id, null, null, null, null, null, null, result, null);
  }

  @Test
  void whatTheCaseHasMovedAlreadyIsNotWhatThisYesChanges() {
    var first = cluster(member("a@x.example", "1"), member("a@x.example", "2"));
    var second =
        cluster(member("A@x.example", "1"), member("a@x.example", "2"), member("b@x.example", "3"));

    var impact =
        impactAfter(
            new EmailAction.SoftDeleteEmail(second),
            new EmailAction.SoftDeleteEmail(first),
            recorded("a@x.example", "1", Receipt.MessageResult.MOVED),
            recorded("a@x.example", "2", Receipt.MessageResult.MOVED));

    assertThat(impact.messages()).isEqualTo(1);
    assertThat(impact.mailboxes()).isEqualTo(1);
    assertThat(impact.sentence())
        .isEqualTo(
            "1 of 3 messages, in 1 mailbox; 2 have already been moved by this investigation; what matches by then goes too, up to 13 in all");
  }

  @Test
  void aYesThatChangesNothingSaysSo() {
    var twice = new EmailAction.SoftDeleteEmail(cluster(member("a@x.example", "1")));

    var impact =
        impactAfter(twice, twice, recorded("a@x.example", "1", Receipt.MessageResult.MOVED));

    assertThat(impact.messages()).isZero();
    assertThat(impact.sentence())
        .isEqualTo("Nothing: the message has already been moved by this investigation");
  }

  @Test
  void aMessageThatWasThereAlreadyWasMovedByAnybody() {
    var both = cluster(member("a@x.example", "1"), member("b@x.example", "2"));

    var impact =
        impactAfter(
            new EmailAction.SoftDeleteEmail(both),
            new EmailAction.SoftDeleteEmail(both),
            recorded("a@x.example", "1", Receipt.MessageResult.ALREADY_THERE),
            recorded("b@x.example", "2", Receipt.MessageResult.FAILED));

    assertThat(impact.sentence())
        .isEqualTo(
            "1 of 2 messages, in 1 mailbox; 1 has already been moved; what matches by then goes too, up to 12 in all");
  }

  @Test
  void whatAnotherKindOfActionHasDoneLeavesThisOneAllToDo() {
    var mail = cluster(member("a@x.example", "1"));

    var impact =
        impactAfter(
            new EmailAction.QuarantineEmail(mail),
            new EmailAction.SoftDeleteEmail(mail),
            recorded("a@x.example", "1", Receipt.MessageResult.MOVED));

    assertThat(impact.sentence())
        .isEqualTo("1 message in 1 mailbox; what matches by then goes too, up to 11 in all");
  }

  private static MailCluster.Member member(String mailbox, String id) {
    return new MailCluster.Member(mailbox, null, id, null);
  }

  @Test
  void anExpansionSaysToHowManyDevices() {
    var asked = asked(new ExpandInvestigation(NAMED, List.of("a", "b")), List.of());

    assertThat(asked.impact().devices()).isEqualTo(2);
  }

  @Test
  void anExpansionIsAskedForWhatIsKnownOfTheThingItFollows() {
    var asked = asked(new ExpandInvestigation(SERVICE, List.of("a")), List.of(), service());

    assertThat(asked.reasons())
        .extracting(PendingAction.Reason::sentence)
        .containsExactly("It is known to be bad", "It is odd");
    assertThat(asked.undo().sentence()).doesNotContain("is undone");
  }

  @Test
  void whereThereAreButSecondsToDecideTheyAreSaid() {
    var asked =
        PendingAction.of(
            new PendingAction.Plea(
                "act-1",
                new DeviceAction.OffboardDevice(NAMED),
                Verdict.SUSPICIOUS,
                "r",
                "because",
                List.of(),
                "hash",
                NOW,
                NOW.plusSeconds(12)),
            CaseKnowledge.none());

    assertThat(asked.ifNobodyAnswers()).contains("by 2026-11-02 10:00:42 UTC");
  }

  @Test
  void silenceIsNoAtAMomentThatIsSaid() {
    var asked = asked(new DeviceAction.OffboardDevice(NAMED), List.of());

    assertThat(asked.ifNobodyAnswers())
        .isEqualTo("If nobody decides by 2026-11-02 10:00 UTC, it expires and nothing is done");
    assertThat(asked.whoMayDecide())
        .isEqualTo("A device approver can decide this. One approval is enough");
  }
}
