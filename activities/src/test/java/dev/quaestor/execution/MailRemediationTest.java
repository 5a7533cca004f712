package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.EmailAction;
import dev.quaestor.action.EmailAction.MoveEmailToDeletedItems;
import dev.quaestor.action.EmailAction.SoftDeleteEmail;
import dev.quaestor.action.EmailAction.TurnOffExternalForwarding;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.Left;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.Url;
import dev.quaestor.lab.fault.Fault;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MailRemediationTest {
  private static final SoftDeleteEmail CAMPAIGN = new SoftDeleteEmail(LabBackEnds.campaign());
  private static final String MOVE = "POST /v1.0/users/*/messages/*/move";
  private static final String BULK = "POST /v1.0/security/collaboration/analyzedEmails/remediate";

  private static Acting acting;

  @BeforeAll
  static void start() {
    acting = new Acting(Duration.ofSeconds(5));
  }

  @BeforeEach
  void reset() {
    acting.reset();
  }

  @AfterAll
  static void close() {
    acting.close();
  }

  @Test
  void everyCopyIsMovedAndExactlyThoseAreMovedBack() {
    var before = acting.backEnds.campaignFolders();
    var others = acting.backEnds.otherFolders();
    assertThat(before.values()).contains("inbox", "junkemail", "deleteditems");

    var outcome = acting.run("a1", CAMPAIGN);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders().values())
        .hasSize(before.size())
        .containsOnly("recoverableitemsdeletions");

    assertThat(acting.undo(CAMPAIGN, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
    assertThat(acting.backEnds.otherFolders()).isEqualTo(others);
  }

  private static void isMovedToDeletedItemsAndBack(Acting acting) {
    var before = acting.backEnds.campaignFolders();
    var others = acting.backEnds.otherFolders();
    var deleted = new MoveEmailToDeletedItems(LabBackEnds.campaign());

    var outcome = acting.run("d1", deleted);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).hasSameSizeAs(before);
    assertThat(acting.backEnds.campaignFolders().values()).containsOnly("deleteditems");
    var receipt = (Receipt.Messages) Acting.receipt(outcome);
    assertThat(receipt.messages())
        .filteredOn(m -> m.result() == MessageResult.ALREADY_THERE)
        .as("what its user had deleted is not ours to bring back")
        .hasSize(Collections.frequency(before.values(), "deleteditems"));

    assertThat(acting.undo(deleted, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
    assertThat(acting.backEnds.otherFolders()).isEqualTo(others);
  }

  @Test
  void mailIsMovedToDeletedItemsAndExactlyThatComesBack() {
    isMovedToDeletedItemsAndBack(acting);
    assertThat(acting.backEnds.lab.requests(BULK)).isZero();
  }

  @Test
  void theBulkRemediationMovesToDeletedItemsToo() {
    try (var bulk = new BulkActing()) {
      bulk.acting.backEnds.lab.actionDuration(Duration.ofMillis(300));
      isMovedToDeletedItemsAndBack(bulk.acting);
      assertThat(bulk.route()).isEqualTo(1);
    }
  }

  @Test
  void movesThatWereMadeBeforeTheCrashAreFoundAndCanBeUndone() {
    var before = acting.backEnds.campaignFolders();
    var command = acting.prepared("a1", CAMPAIGN);
    acting.perform(command);
    var moves = acting.backEnds.lab.requests(MOVE);

    var again = acting.perform(command);

    assertThat(again).isInstanceOf(Outcome.Succeeded.class);
    assertThat(((Receipt.Messages) Acting.receipt(again)).moved()).hasSize(before.size());
    assertThat(acting.undo(CAMPAIGN, again)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
    assertThat(moves).isEqualTo(before.size());
  }

  @Test
  void aMoveThatBreaksIsRetriedAndTheOthersAreMovedMeanwhile() {
    var command = acting.prepared("a1", CAMPAIGN);
    acting.backEnds.lab.fault(Fault.error(MOVE, 1, 500));

    assertThatThrownBy(() -> acting.perform(command)).isInstanceOf(ActivityFailure.class);
    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(acting.backEnds.campaignFolders().values())
        .containsOnly("recoverableitemsdeletions");
  }

  @Test
  void aMessageThatCannotBeMovedIsSaidAndTheOthersAreUndoable() {
    var before = acting.backEnds.campaignFolders();
    var command = acting.prepared("a1", CAMPAIGN);
    acting.backEnds.lab.fault(Fault.error(MOVE, 1, 423));

    var outcome = acting.perform(command);

    assertThat(outcome).isInstanceOf(Outcome.PartiallySucceeded.class);
    var receipt = (Receipt.Messages) Acting.receipt(outcome);
    assertThat(receipt.moved()).hasSize(before.size() - 1);
    assertThat(receipt.messages())
        .filteredOn(m -> m.result() == MessageResult.FAILED)
        .hasSize(1)
        .allSatisfy(m -> assertThat(m.detail()).contains("423"));
    acting.undo(CAMPAIGN, outcome);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
  }

  @Test
  void aMessageThatIsGoneIsSuccessAndOnlyGoneMeansNothingToDo() {
    var purge = new EmailAction.HardDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    assertThat(acting.run("a1", purge)).isInstanceOf(Outcome.Succeeded.class);

    var one = new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    assertThat(acting.prepare(Acting.command("a2", one)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class));
    assertThat(acting.run("a3", CAMPAIGN)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aMessageThatSomebodyMovedSinceIsNotMovedBack() {
    var one = new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var outcome = acting.run("a1", one);
    acting.run("b1", new EmailAction.MoveEmailToJunk(one.target()));

    var undone = acting.undo(one, outcome);

    assertThat(undone).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(undone.sentence())
        .contains("someone has moved the message in megan@contoso.example to \"Junk Email\" since");
    assertThat(acting.backEnds.campaignFolders())
        .containsEntry("megan@contoso.example", "junkemail");
  }

  @ParameterizedTest
  @MethodSource("moves")
  void aMessageThatSomebodyPurgedSinceIsSaidToBeChanged(EmailAction.OnMessages one) {
    var outcome = acting.run("a1", one);
    acting.run("b1", new EmailAction.HardDeleteEmail(one.target()));

    var undone = acting.undo(one, outcome);

    assertThat(undone).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(undone.sentence())
        .contains("someone has removed the message from megan@contoso.example since");
  }

  private static List<EmailAction.OnMessages> moves() {
    var phish = LabBackEnds.phishOf("megan@contoso.example");
    return List.of(
        new SoftDeleteEmail(phish),
        new EmailAction.MoveEmailToJunk(phish),
        new MoveEmailToDeletedItems(phish));
  }

  /** The attempt before may have been ours and its answer lost: who moved it is not claimed. */
  @Test
  void whatIsBackAlreadyIsBackWhoeverMovedIt() {
    var one = new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var outcome = acting.run("a1", one);

    assertThat(acting.undo(one, outcome).sentence()).isEqualTo("1 back");
    assertThat(acting.undo(one, outcome))
        .isInstanceOfSatisfying(
            Outcome.AlreadyInState.class,
            again -> assertThat(again.sentence()).isEqualTo("1 back"));
  }

  @Test
  void whatSomebodyMovedOnOfManyIsLeftAndTheRestGoesBack() {
    var before = acting.backEnds.campaignFolders();
    var outcome = acting.run("a1", CAMPAIGN);
    acting.run("b1", new EmailAction.MoveEmailToJunk(LabBackEnds.phishOf("megan@contoso.example")));
    var left = new HashMap<>(before);
    left.put("megan@contoso.example", "junkemail");

    var undone = acting.undo(CAMPAIGN, outcome);

    assertThat(undone).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(undone.sentence())
        .contains((before.size() - 1) + " back", "1 changed by someone else", "megan@");
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(left);
    assertThat(acting.undo(CAMPAIGN, outcome))
        .as("the same again")
        .isInstanceOf(Outcome.ChangedSince.class);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(left);
  }

  @Test
  void whatCouldNotBeMovedBackIsNotCoveredByWhatSomebodyMovedOn() {
    var outcome = acting.run("a1", CAMPAIGN);
    acting.run("b1", new EmailAction.MoveEmailToJunk(LabBackEnds.phishOf("megan@contoso.example")));
    acting.backEnds.lab.fault(
        Fault.error("POST /v1.0/users/alex@contoso.example/messages/*/move", 1, 423));

    assertThat(acting.undo(CAMPAIGN, outcome))
        .isInstanceOfSatisfying(
            Outcome.PartiallySucceeded.class,
            part ->
                assertThat(part.sentence())
                    .contains("1 changed by someone else", "1 failed", "423"));
  }

  @Test
  void theBulkRemediationMovesEveryCopyAndIsUndoneToo() {
    try (var bulk = new BulkActing()) {
      var before = bulk.acting.backEnds.campaignFolders();
      bulk.acting.backEnds.lab.actionDuration(Duration.ofMillis(300));

      var outcome = bulk.acting.run("a1", CAMPAIGN);

      assertThat(bulk.route()).isEqualTo(1);
      assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
      assertThat(bulk.acting.backEnds.campaignFolders().values())
          .containsOnly("recoverableitemsdeletions");
      bulk.acting.undo(CAMPAIGN, outcome);
      assertThat(bulk.acting.backEnds.campaignFolders()).isEqualTo(before);
    }
  }

  private static final class BulkActing implements AutoCloseable {
    final Acting acting = Acting.withAnalyzedEmails();

    long route() {
      return acting.backEnds.lab.requests(BULK);
    }

    @Override
    public void close() {
      acting.close();
    }
  }

  @Test
  void aUrlIsBlockedAndTheBlockTakenAway() {
    var url = new Url("http://www.woodgrovebank.example@198.51.100.23/login/confirm");
    var block = new EmailAction.BlockUrl(url);

    var outcome = acting.run("a1", block);
    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(indicators()).hasSize(1);
    assertThat(acting.prepare(Acting.command("a2", block))).isInstanceOf(Preparation.Refused.class);

    assertThat(acting.undo(block, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(indicators()).isEmpty();
  }

  @Test
  void aBlockOfSomebodyElseThatLapsesSoonIsSaidToLapse() {
    var url = new Url("https://evil.example/x?z");
    var until = Instant.now().plus(Duration.ofMinutes(25)).truncatedTo(ChronoUnit.SECONDS);
    var theirs =
        """
        {"indicatorValue":"https://evil.example/x?z","indicatorType":"Url","action":"Block",
         "title":"theirs","description":"by the SOC","expirationTime":"%s"}
        """
            .formatted(until);
    // Put there as any entry that is put back.
    acting.run("s1", new EmailAction.BlockUrl(url));
    acting.run("s2", new EmailAction.UnblockUrl(url, theirs.strip()));

    assertThat(acting.prepare(Acting.command("a1", new EmailAction.BlockUrl(url))))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome())
                    .isEqualTo(
                        new Outcome.AlreadyInState(
                            "the URL is already blocked until %s, when that block lapses"
                                .formatted(until))));
  }

  @Test
  void anAllowingEntryThatTheBlockReplacedIsPutBack() {
    var url = new Url("https://partner.example/files?id=1");
    var block = new EmailAction.BlockUrl(url);
    var allowed =
        new EmailAction.UnblockUrl(
            url,
            """
            {"indicatorValue":"https://partner.example/files?id=1","indicatorType":"Url",
             "action":"Allowed","title":"ours","description":"asked for by sales"}
            """);
    acting.run("s1", allowed);

    var outcome = acting.run("a1", block);
    assertThat(indicators().get(0).path("action").asString()).isEqualTo("Block");

    assertThat(acting.undo(block, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(indicators().get(0).path("action").asString()).isEqualTo("Allowed");
    assertThat(indicators().get(0).path("description").asString()).isEqualTo("asked for by sales");
  }

  @Test
  void aBlockThatSomebodyElseHasWrittenSinceIsLeftAlone() {
    var url = new Url("https://evil.example/x?y");
    var block = new EmailAction.BlockUrl(url);
    var outcome = acting.run("a1", block);
    var theirs =
        """
        {"indicatorValue":"https://evil.example/x?y","indicatorType":"Url",
         "action":"Block","title":"theirs","description":"by the SOC"}
        """;
    acting.run("s1", new EmailAction.UnblockUrl(url, theirs.strip()));

    assertThat(acting.undo(block, outcome))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.code()).isEqualTo("CHANGED_SINCE");
              assertThat(failed.sentence())
                  .contains("delete the indicator in Microsoft Defender under Settings");
            });
    assertThat(indicators()).hasSize(1);
  }

  private JsonNode indicators() {
    return acting.backEnds.lab.state().path("indicators");
  }

  private MailboxRule forwarding() {
    var rule = new HashMap<String, String>();
    for (var candidate : rules()) {
      if (candidate.toString().contains("drop@evil.example")) {
        rule.put("id", candidate.path("id").asString());
      }
    }
    return new MailboxRule(
        "megan@contoso.example", rule.get("id"), "..", true, List.of("drop@evil.example"));
  }

  private JsonNode rules() {
    return acting.backEnds.lab.mailbox("megan@contoso.example").orElseThrow().path("rules");
  }

  @Test
  void forwardingIsTurnedOffAndTheRulePutBackAsItWas() {
    var before = rules();
    var off = new TurnOffExternalForwarding(forwarding());
    var command = acting.prepared("a1", off);

    acting.perform(command);
    var outcome = acting.perform(command);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(rules().get(0).path("isEnabled").asBoolean()).isFalse();
    assertThat(rules().get(1)).isEqualTo(before.get(1));
    assertThat(acting.undo(off, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void aRuleThatSomebodyChangedSinceIsLeft() {
    var off = new TurnOffExternalForwarding(forwarding());
    var outcome = acting.run("a1", off);
    var receipt = (Receipt.Rule) Acting.receipt(outcome);
    acting.run(
        "olga-1",
        new EmailAction.RestoreForwarding(
            off.target(),
            """
            {"displayName":"..","isEnabled":true,"conditions":{},
             "actions":{"moveToFolder":"archive"}}
            """));
    var theirs = rules();

    var undone =
        acting.perform(
            Acting.command("undo-a1", off.inverse(receipt).orElseThrow())
                .takingBack(new Left(List.of("a1"), receipt))
                .with(new Receipt.None()));

    assertThat(undone).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(rules()).isEqualTo(theirs);
  }

  @Test
  void aRuleThatDoesMoreThanForwardKeepsTheRest() {
    var image =
        """
        {"displayName":"both","isEnabled":true,"conditions":{},"actions":{"markAsRead":true,
         "redirectTo":[{"emailAddress":{"name":"x","address":"drop@evil.example"}}]}}
        """;
    var gone = new MailboxRule("adele@contoso.example", "AQAAgone=", "both", true, List.of());
    acting.run("s1", new EmailAction.RestoreForwarding(gone, image));
    var made = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    assertThat(made).hasSize(1);
    // Made again by a repeated call it would be twice.
    acting.run("s1", new EmailAction.RestoreForwarding(gone, image));
    var rule =
        new MailboxRule(
            "adele@contoso.example", made.get(0).path("id").asString(), "both", true, List.of());

    var off = new TurnOffExternalForwarding(rule);
    var outcome = acting.run("a1", off);

    var rules = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    assertThat(rules).hasSize(1);
    assertThat(rules.get(0).path("isEnabled").asBoolean()).isTrue();
    assertThat(rules.get(0).path("actions").toString()).isEqualTo("{\"markAsRead\":true}");
    assertThat(acting.undo(off, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules"))
        .isEqualTo(made);
  }

  @Test
  void aRuleThatForwardsInsideTooKeepsThatAndIsPutBackWhole() {
    var rule =
        rule(
            """
            {"forwardTo":[{"emailAddress":{"name":"Kim","address":"kim@contoso.example"}},
                          {"emailAddress":{"name":"x","address":"drop@evil.example"}}],
             "redirectTo":[{"emailAddress":{"name":"y","address":"more@evil.example"}}]}
            """);
    var made = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    var off = new TurnOffExternalForwarding(rule);

    var outcome = acting.run("a1", off);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    var now = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    assertThat(now.get(0).path("isEnabled").asBoolean()).isTrue();
    assertThat(now.get(0).path("actions").toString())
        .contains("kim@contoso.example")
        .doesNotContain("evil.example");
    assertThat(acting.undo(off, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules"))
        .isEqualTo(made);
  }

  @Test
  void whoeverIsNotKnownToBeInsideIsTakenFromARule() {
    var rule =
        rule(
            """
            {"forwardTo":[{"emailAddress":{"name":"g",
                            "address":"mallory_evil.example#EXT#@contoso.example"}},
                          {"emailAddress":{"name":"c","address":"/o=ExchangeLabs/cn=abc-contact"}},
                          {"emailAddress":{"name":"Kim","address":"kim@contoso.example"}}],
             "redirectTo":[{"emailAddress":{"name":"A Contact"}}]}
            """);
    var made = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    var off = new TurnOffExternalForwarding(rule);

    var outcome = acting.run("a1", off);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    var now = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    assertThat(now.get(0).path("actions").toString())
        .contains("kim@contoso.example")
        .doesNotContain("EXT", "ExchangeLabs", "A Contact");
    assertThat(acting.undo(off, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules"))
        .isEqualTo(made);
  }

  @Test
  void aRuleThatForwardsInsideOnlyIsSaidToDoSo() {
    var inside = rule("{\"forwardTo\":[{\"emailAddress\":{\"address\":\"kim@contoso.example\"}}]}");

    assertThat(acting.prepare(Acting.command("a1", new TurnOffExternalForwarding(inside))))
        .isEqualTo(
            new Preparation.Refused(
                new Outcome.AlreadyInState("the rule forwards inside the organisation only")));
  }

  @Test
  void aRuleIsReadWithWhatItDoesToMailAndWhichMailItIsFor() {
    rule("{\"moveToFolder\":\"deleteditems\",\"markAsRead\":true}");

    assertThat(
            acting
                .backEnds
                .connectors()
                .offering(MailboxRules.class)
                .getFirst()
                .rules(List.of(new Mailbox("adele@contoso.example", null)))
                .values())
        .singleElement()
        .satisfies(
            rules ->
                assertThat(rules)
                    .singleElement()
                    .satisfies(
                        known -> {
                          assertThat(known.fate()).isEqualTo(MailboxRules.Fate.DELETED);
                          assertThat(known.breadth()).isEqualTo(MailboxRules.Breadth.EVERYTHING);
                          assertThat(known.marksRead()).isTrue();
                        }));
  }

  /** A rule of Adele's with these actions. */
  private static MailboxRule rule(String actions) {
    var image =
        "{\"displayName\":\"r\",\"isEnabled\":true,\"conditions\":{},\"actions\":" + actions + "}";
    var gone = new MailboxRule("adele@contoso.example", "AQAAgone=", "r", true, List.of());
    acting.run("s1", new EmailAction.RestoreForwarding(gone, image));
    var made = acting.backEnds.lab.mailbox("adele@contoso.example").orElseThrow().path("rules");
    return new MailboxRule(
        "adele@contoso.example", made.get(0).path("id").asString(), "r", true, List.of());
  }

  private static void deliverLate(int number) {
    var raw =
        """
        From: "Woodgrove" <a@woodgrove-support.example>
        To: <kim@contoso.example>
        Subject: %s
        Message-ID: <late%s@woodgrove-support.example>

        late
        """
            .formatted(LabBackEnds.PHISH_SUBJECT, number == 0 ? "" : number);
    acting.backEnds.lab.deliver(
        raw.getBytes(java.nio.charset.StandardCharsets.UTF_8), List.of("kim@contoso.example"));
  }

  @Test
  void aClusterThatHasGrownFarBeyondWhatWasShownIsLeftAsItIs() {
    IntStream.rangeClosed(1, 12).forEach(MailRemediationTest::deliverLate);
    assertThat(acting.prepare(Acting.command("a1", CAMPAIGN)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome())
                    .isEqualTo(
                        new Outcome.Failed(
                            "GROWN",
                            "8 messages matched at analysis and 19 match now, so nothing was done;"
                                + " look at what has come since, and order it again")));
  }

  @Test
  void bothCountsAreSaidAndWhatCameSinceIsMovedToo() {
    deliverLate(0);

    var command = acting.prepared("a1", CAMPAIGN);
    purge("adele@contoso.example");
    var outcome = acting.perform(command);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            done ->
                assertThat(done.sentence())
                    .isEqualTo("8 at analysis, 8 when it ran: 7 moved, 1 already gone"));
    var receipt = (Receipt.Messages) Acting.receipt(outcome);
    assertThat(receipt.atAnalysis()).isEqualTo(8);
    assertThat(receipt.atAction()).isEqualTo(8);
    assertThat(receipt.moved())
        .anyMatch(m -> m.internetMessageId().equals("<late@woodgrove-support.example>"));
  }

  private static void purge(String mailbox) {
    acting.run("p1", new EmailAction.HardDeleteEmail(LabBackEnds.phishOf(mailbox)));
  }

  @Test
  void mailThatNeverReachedAMailboxOfTheCloudIsSaidToBeOutOfReach() {
    var elsewhere =
        new MailCluster(
            LabBackEnds.phishOf("megan@contoso.example").key(),
            List.of(new MailCluster.Criterion("BodyFingerprintBin1", "1")),
            List.of(
                new MailCluster.Member("megan@contoso.example", null, LabBackEnds.PHISH, null),
                new MailCluster.Member(
                    "on-site@contoso.example", null, "<x@y>", "On-premises/external")),
            2);

    var outcome = acting.run("a1", new SoftDeleteEmail(elsewhere));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.PartiallySucceeded.class,
            partly -> assertThat(partly.sentence()).contains("1 moved").contains("out of reach"));
  }

  @Test
  void ofAListUnderAFieldThatNobodyCanSearchOnlyWhatTheOtherFieldsConfirmIsMoved() {
    var half =
        new MailCluster(
            LabBackEnds.phishOf("megan@contoso.example").key(),
            List.of(
                new MailCluster.Criterion("P2Sender", "nobody@else.example"),
                new MailCluster.Criterion("BodyFingerprintBin1", "1")),
            List.of(new MailCluster.Member("megan@contoso.example", null, LabBackEnds.PHISH, null)),
            1);

    assertThat(acting.prepare(Acting.command("a1", new SoftDeleteEmail(half))))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome().sentence())
                    .isEqualTo("no message was found that shares what can be searched for"));
  }

  @Test
  void aClusterThatAVendorListsByNetworkIdsOnlyIsFoundInItsMailboxes() {
    var named =
        new MailCluster(
            LabBackEnds.phishOf("megan@contoso.example").key(),
            List.of(
                new MailCluster.Criterion(
                    "NetworkMessageId", "no-such-id;7f3b1c52-8d0e-4a51-9a3e-08de2a6f1102")),
            List.of(),
            2);

    var outcome = acting.run("a1", new SoftDeleteEmail(named));

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(((Receipt.Messages) Acting.receipt(outcome)).moved())
        .extracting(Receipt.MovedMessage::mailbox)
        .containsExactlyInAnyOrder(
            "grady@contoso.example", "henrietta@contoso.example", "isaiah@contoso.example");
  }

  @Test
  void aUserIsDisabledAndEnabledAgain() {
    var disable = new IdentityAction.DisableUser(LabBackEnds.doe());

    var outcome = acting.run("a1", disable);
    assertThat(outcome.sentence()).isEqualTo("the user is disabled: Entra ID has accepted it");
    assertThat(user().path("accountEnabled").asBoolean()).isFalse();

    assertThat(acting.undo(disable, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(user().path("accountEnabled").asBoolean()).isTrue();
  }

  @Test
  void sessionsAreRevokedAndRiskConfirmedAndDismissed() {
    var confirm = new IdentityAction.ConfirmUserCompromised(LabBackEnds.doe());

    acting.run("a1", new IdentityAction.RevokeSessions(LabBackEnds.doe()));
    var outcome = acting.run("a2", confirm);
    assertThat(outcome.sentence())
        .isEqualTo("the user is marked as compromised: Entra ID has accepted it");

    assertThat(user().path("sessionsRevoked").asBoolean()).isTrue();
    assertThat(user().path("riskState").asString()).isEqualTo("confirmedCompromised");
    assertThat(acting.undo(confirm, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(user().path("riskState").asString()).isEqualTo("dismissed");
  }

  private JsonNode user() {
    return acting.backEnds.lab.user("j.doe@contoso.example").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MailboxNotEnabledForRESTAPI",
        "ResourceNotFound",
        "ErrorInvalidUser",
        "Request_ResourceNotFound",
        "ErrorNonExistentMailbox"
      })
  void aMailboxThatIsNotServedIsNoEmptyOne(String code) {
    acting.backEnds.lab.fault(
        Fault.error("* /v1.0/users/megan@contoso.example/**", 1000, 404, code));

    for (var action :
        List.of(
            new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example")),
            new EmailAction.HardDeleteEmail(LabBackEnds.phishOf("megan@contoso.example")),
            new EmailAction.QuarantineAttachment(
                LabBackEnds.phishOf("megan@contoso.example"), "0".repeat(64)))) {
      assertThat(acting.prepare(Acting.command("o1", action)))
          .isInstanceOfSatisfying(
              Preparation.Refused.class,
              refused ->
                  assertThat(refused.outcome())
                      .isInstanceOfSatisfying(
                          Outcome.Failed.class,
                          failed -> {
                            assertThat(failed.code()).isEqualTo("OUT_OF_REACH");
                            assertThat(failed.sentence())
                                .contains("does not serve this mailbox")
                                .contains(code);
                          }));
    }
  }

  @Test
  void oneMailboxThatIsNotServedDoesNotKeepTheOthersFromBeingCleaned() {
    acting.backEnds.lab.fault(
        Fault.error(
            "* /v1.0/users/megan@contoso.example/**", 1000, 404, "MailboxNotEnabledForRESTAPI"));

    assertThat(acting.run("o2", CAMPAIGN))
        .isInstanceOfSatisfying(
            Outcome.PartiallySucceeded.class,
            part -> assertThat(part.sentence()).contains("1 failed: out of reach"));
  }

  @Test
  void aMailboxThatStopsBeingServedMeanwhileHasNotLostItsMail() {
    var phish = new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var prepared = acting.prepared("o3", phish);
    acting.backEnds.lab.fault(
        Fault.error(
            "* /v1.0/users/megan@contoso.example/**", 1000, 404, "MailboxNotEnabledForRESTAPI"));

    assertThat(acting.perform(prepared)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void aRuleInAMailboxThatIsNotServedIsNotGone() {
    acting.backEnds.lab.fault(
        Fault.error("* /v1.0/users/*/mailFolders/**", 1000, 404, "MailboxNotEnabledForRESTAPI"));

    assertThatThrownBy(
            () ->
                acting.prepare(
                    Acting.command(
                        "o4",
                        new TurnOffExternalForwarding(
                            new MailboxRule(
                                "megan@contoso.example", "AQAAAJ5dZqA=", null, true, List.of())))))
        .isInstanceOf(ActivityFailure.class)
        .hasRootCauseMessage(
            "message='GET /v1.0/users/{user}/mailFolders/inbox/messageRules/{rule}: 404"
                + " MailboxNotEnabledForRESTAPI', type='OUT_OF_REACH', nonRetryable=true");
  }

  @Test
  void aThrottleIsWaitedForWhileTheActionHasTimeAndThenWhatWasMovedIsTheOutcome() {
    try (var own = new Acting(Duration.ofSeconds(5))) {
      waitedFor(own);
    }
  }

  private static void waitedFor(Acting acting) {
    var prepared = acting.prepared("t1", CAMPAIGN);
    acting.backEnds.lab.fault(
        Fault.throttle("POST /v1.0/users/megan@contoso.example/messages/*/move", 1000, 2));

    for (int call = 0; call < 5; call++) {
      assertThatThrownBy(() -> acting.perform(prepared))
          .isInstanceOf(ActivityFailure.class)
          .hasRootCauseMessage(
              "message='POST /v1.0/users/{user}/messages/{message}/move: 429 TooManyRequests',"
                  + " type='THROTTLED', nonRetryable=false");
    }
    assertThat(acting.lastCall(prepared, Duration.ofSeconds(61)))
        .isInstanceOfSatisfying(
            Outcome.PartiallySucceeded.class,
            part -> assertThat(part.sentence()).contains("429 TooManyRequests"));
    assertThatThrownBy(() -> acting.lastCall(prepared, Duration.ofDays(3)))
        .isInstanceOf(ActivityFailure.class);
  }

  @Test
  void aMailboxThatWantsToBeLeftAloneIsNotAskedAgainBeforeAndTheOthersAreCleaned() {
    try (var own = new Acting(Duration.ofSeconds(5))) {
      var letters = new SoftDeleteEmail(flood(own, 30));
      var prepared = own.prepared("t2", letters);
      own.backEnds.lab.fault(
          Fault.throttle("POST /v1.0/users/megan@contoso.example/messages/*/move", 1000, 3600));

      assertThatThrownBy(() -> own.perform(prepared))
          .hasStackTraceContaining("type='THROTTLED', nonRetryable=false");
      var asked = own.backEnds.lab.requests("POST /v1.0/users/*/messages/*/move");
      assertThat(asked)
          .as("a handful were under way, and the one in the other mailbox")
          .isLessThan(12);
      assertThat(places(own, "adele@contoso.example")).containsOnly("recoverableitemsdeletions");

      own.backEnds.lab.clearFaults();
      assertThat(own.lastCall(prepared, Duration.ofSeconds(61)))
          .isInstanceOfSatisfying(
              Outcome.PartiallySucceeded.class,
              part -> assertThat(part.sentence()).contains("429 TooManyRequests"));
      assertThat(own.backEnds.lab.requests("POST /v1.0/users/*/messages/*/move"))
          .as("only the one that had been moved was looked for again")
          .isEqualTo(asked + 1);
      assertThat(places(own, "megan@contoso.example")).containsOnly("inbox");
    }
  }

  private static final String FLOOD = "Win a prize";

  /** So many in Megan's mailbox and one in Adele's. */
  private static MailCluster flood(Acting acting, int messages) {
    for (int i = 0; i < messages; i++) {
      deliver(acting, FLOOD, "<flood-" + i + "@evil.example>", "megan@contoso.example");
    }
    deliver(acting, FLOOD, "<flood-adele@evil.example>", "adele@contoso.example");
    return new MailCluster(
        LabBackEnds.phishOf("megan@contoso.example").key(),
        List.of(new MailCluster.Criterion("Subject", FLOOD)),
        List.of(),
        messages + 1);
  }

  private static void deliver(Acting acting, String subject, String id, String mailbox) {
    acting.backEnds.lab.deliver(
        "From: <a@evil.example>\r\nSubject: %s\r\nMessage-ID: %s\r\n\r\nhello\r\n"
            .formatted(subject, id)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
        List.of(mailbox));
  }

  /** The folders in which the flood lies in a mailbox. */
  private static java.util.Set<String> places(Acting acting, String mailbox) {
    var places = new java.util.TreeSet<String>();
    for (var folder :
        acting.backEnds.lab.mailbox(mailbox).orElseThrow().path("folders").properties()) {
      if (folder.getValue().toString().contains("<flood-")) {
        places.add(folder.getKey());
      }
    }
    return places;
  }

  @Test
  void aMessageThatWasNeverThereIsNotSaidToBeGone() {
    for (var action :
        List.of(
            new SoftDeleteEmail(LabBackEnds.phishOf("kim@contoso.example")),
            new EmailAction.HardDeleteEmail(LabBackEnds.phishOf("kim@contoso.example")),
            new EmailAction.QuarantineAttachment(
                LabBackEnds.phishOf("kim@contoso.example"), "0".repeat(64)))) {
      assertThat(acting.prepare(Acting.command("n1", action)))
          .isInstanceOfSatisfying(
              Preparation.Refused.class,
              refused ->
                  assertThat(refused.outcome())
                      .isInstanceOfSatisfying(
                          Outcome.Failed.class,
                          failed -> {
                            assertThat(failed.code()).isEqualTo("NOT_FOUND");
                            assertThat(failed.sentence())
                                .contains("not in kim@contoso.example")
                                .contains("no record from the last 30 days")
                                .doesNotContain("no longer");
                          }));
    }
  }

  @Test
  void aMessageThatWasNeverThereIsAFailureBesideThoseThatAreMoved() {
    var both =
        new MailCluster(
            LabBackEnds.phishOf("megan@contoso.example").key(),
            List.of(new MailCluster.Criterion("BodyFingerprintBin1", "1")),
            List.of(
                new MailCluster.Member("megan@contoso.example", null, LabBackEnds.PHISH, null),
                new MailCluster.Member("kim@contoso.example", null, LabBackEnds.PHISH, null)),
            2);

    assertThat(acting.run("n2", new SoftDeleteEmail(both)))
        .isInstanceOfSatisfying(
            Outcome.PartiallySucceeded.class,
            part -> assertThat(part.sentence()).contains("1 failed: it is not in kim@"));
  }

  @Test
  void aRecordThatNobodyMayReadDoesNotMakeAMessageGone() {
    acting.backEnds.lab.fault(Fault.error("POST /v1.0/security/runHuntingQuery", 1000, 403));

    assertThat(
            acting.prepare(
                Acting.command(
                    "n3", new SoftDeleteEmail(LabBackEnds.phishOf("kim@contoso.example")))))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.Failed.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ErrorItemNotFound", "ErrorFolderNotFound"})
  void aFolderThatIsMissingDoesNotMakeTheMessageGone(String code) {
    var phish = new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var prepared = acting.prepared("n4", phish);
    acting.backEnds.lab.fault(Fault.error(MOVE, 1, 404, code));

    assertThat(acting.perform(prepared))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.sentence()).contains("it is there, but the folder"));
  }

  @Test
  void mailThatItsUserMovesMeanwhileIsPurgedAllTheSame() {
    var purge = new EmailAction.HardDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var prepared = acting.prepared("n5", purge);
    acting.run("u1", new EmailAction.MoveEmailToJunk(purge.target()));

    assertThat(acting.perform(prepared)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders())
        .containsEntry("megan@contoso.example", "recoverableitemspurges");
  }

  @Test
  void theBulkRemediationCleansTheOthersWhenOneMailboxIsNotServed() {
    try (var bulk = new BulkActing()) {
      var prepared = bulk.acting.prepared("b1", CAMPAIGN);
      bulk.acting.backEnds.lab.fault(
          Fault.error(
              "* /v1.0/users/megan@contoso.example/**", 1000, 404, "MailboxNotEnabledForRESTAPI"));

      assertThat(bulk.acting.perform(prepared))
          .isInstanceOfSatisfying(
              Outcome.PartiallySucceeded.class,
              part ->
                  assertThat(part.sentence())
                      .contains("1 failed")
                      .contains("MailboxNotEnabledForRESTAPI"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MailboxNotEnabledForRESTAPI", "ResourceNotFound", "NotFound", ""})
  void aUserWhomNobodyCanReachIsNotDeletedFromTheDirectory(String code) {
    acting.backEnds.lab.fault(
        Fault.error("GET /v1.0/users/j.doe@contoso.example", 1000, 404, code));

    assertThatThrownBy(
            () ->
                acting.prepare(
                    Acting.command("n6", new IdentityAction.DisableUser(LabBackEnds.doe()))))
        .hasStackTraceContaining("type='OUT_OF_REACH'");
  }

  private static final String READ = "GET /v1.0/users/*/messages/*";

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 500})
  void aMoveThatWasAcceptedAndIsNotSeenHasNotFailedAndGoesBack(int status) {
    var before = acting.backEnds.campaignFolders();
    var command = acting.prepared("a1", CAMPAIGN);
    acting.backEnds.lab.fault(Fault.error(READ, 1000, status));
    acting.backEnds.lab.fault(
        Fault.error("GET /v1.0/users/*/mailFolders/*/messages", 1000, status));
    acting.backEnds.lab.fault(Fault.error("GET /v1.0/users/*/messages", 1000, status));

    var outcome = acting.lastCall(command, Duration.ofSeconds(30));

    assertThat(acting.backEnds.campaignFolders().values())
        .containsOnly("recoverableitemsdeletions");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            either -> {
              assertThat(either.sentence()).contains("accepted but not seen");
              var receipt = (Receipt.Messages) either.receipt();
              assertThat(receipt.moved()).hasSize(before.size());
              acting.backEnds.lab.clearFaults();
              assertThat(acting.perform(command.with(receipt).asBegun()))
                  .isInstanceOf(Outcome.Succeeded.class);
              assertThat(acting.run("undo-a1", CAMPAIGN.inverse(receipt).orElseThrow()))
                  .isInstanceOf(Outcome.Succeeded.class);
            });
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
  }

  @Test
  void aMoveWhoseMessageIsRefusedIsSeenInItsFolder() {
    var one = new SoftDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var command = acting.prepared("a1", one);
    acting.backEnds.lab.fault(Fault.error(READ, 1, 404, "ErrorItemNotFound"));

    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aPurgeThatIsNotSeenHasNotFailed() {
    var purge = new EmailAction.HardDeleteEmail(LabBackEnds.phishOf("megan@contoso.example"));
    var command = acting.prepared("a1", purge);
    acting.backEnds.lab.fault(Fault.error(READ, 1, 400));

    var outcome = acting.perform(command);

    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    assertThat(
            acting.perform(
                command
                    .with(java.util.Objects.requireNonNull(((Outcome.Unknown) outcome).receipt()))
                    .asBegun()))
        .isInstanceOf(Outcome.Succeeded.class);
  }
}
