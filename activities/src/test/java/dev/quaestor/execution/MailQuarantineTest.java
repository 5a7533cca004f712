package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.EmailAction;
import dev.quaestor.action.EmailAction.HardDeleteEmail;
import dev.quaestor.action.EmailAction.MoveEmailToInbox;
import dev.quaestor.action.EmailAction.MoveEmailToJunk;
import dev.quaestor.action.EmailAction.QuarantineAttachment;
import dev.quaestor.action.EmailAction.QuarantineEmail;
import dev.quaestor.action.EmailAction.SoftDeleteEmail;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.lab.fault.Fault;
import io.temporal.failure.ActivityFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Mail and attachments locked away, and given back. */
class MailQuarantineTest {
  private static final String FOLDER = "Quaestor Quarantine";
  private static final QuarantineEmail CAMPAIGN = new QuarantineEmail(LabBackEnds.campaign());
  private static final byte[] CONTENT = "stands in for a bad file".getBytes(StandardCharsets.UTF_8);
  private static final String ADELE = "adele@contoso.example";
  private static final String MESSAGE_ID = "<with-attachment@evil.example>";

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
  void quarantinedMailIsOutOfSightWithACopyInTheVaultAndComesBackWhereItWas() throws Exception {
    var before = acting.backEnds.campaignFolders();

    var outcome = acting.run("a1", CAMPAIGN);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders().values())
        .hasSize(before.size())
        .containsOnly(FOLDER);
    var receipt = (Receipt.Messages) Acting.receipt(outcome);
    for (var message : receipt.messages()) {
      assertThat(message.idAfter()).isNotEqualTo(message.idBefore());
      try (var kept = acting.backEnds.vault.open(message.keptAs()).orElseThrow()) {
        assertThat(new String(kept.readAllBytes(), StandardCharsets.UTF_8))
            .contains(message.internetMessageId());
      }
    }
    assertThat(acting.undo(CAMPAIGN, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
  }

  @Test
  void aRepeatedQuarantineFindsWhatItDidAndMakesNoSecondFolder() {
    var before = acting.backEnds.campaignFolders();
    var command = acting.prepared("a1", CAMPAIGN);
    acting.perform(command);
    var folders = acting.backEnds.lab.requests("POST /v1.0/users/*/mailFolders");

    var again = acting.perform(command);

    assertThat(again).isInstanceOf(Outcome.Succeeded.class);
    assertThat(((Receipt.Messages) Acting.receipt(again)).moved())
        .hasSize(before.size())
        .allSatisfy(m -> assertThat(m.keptAs()).hasSize(64));
    assertThat(acting.backEnds.lab.requests("POST /v1.0/users/*/mailFolders")).isEqualTo(folders);
    assertThat(acting.undo(CAMPAIGN, again)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).isEqualTo(before);
  }

  @Test
  void mailThatCannotBeKeptIsNotMoved() {
    var command = acting.prepared("a1", new QuarantineEmail(LabBackEnds.phishOf(ADELE)));
    acting.backEnds.lab.fault(Fault.error("GET /v1.0/users/*/messages/*/$value", 1, 500));

    assertThatThrownBy(() -> acting.perform(command)).isInstanceOf(ActivityFailure.class);
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, "inbox");

    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, FOLDER);
  }

  @Test
  void whatIsLostFromTheQuarantineIsSaidWithWhereTheVaultKeepsIt() {
    var one = new QuarantineEmail(LabBackEnds.phishOf(ADELE));
    var outcome = acting.run("a1", one);
    var moved = ((Receipt.Messages) Acting.receipt(outcome)).moved().getFirst();
    purge(LabBackEnds.phishOf(ADELE), moved, moved.folderAfter(), moved.idAfter());

    var undone = acting.undo(one, outcome);

    assertThat(undone)
        .isInstanceOfSatisfying(
            Outcome.ChangedSince.class,
            since -> assertThat(since.sentence()).contains(String.valueOf(moved.keptAs())));
  }

  private static void purge(MailMessage mail, MovedMessage moved, String folder, String id) {
    var purge = new HardDeleteEmail(mail);
    var there =
        new MovedMessage(
            moved.mailbox(),
            moved.internetMessageId(),
            null,
            folder,
            null,
            id,
            null,
            null,
            MessageResult.PENDING,
            null);
    var command = Acting.command("p1", purge).with(new Receipt.Messages(List.of(there)));
    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);
  }

  private static EmailAction.OnMessages of(String type, String mailbox) {
    var mail = LabBackEnds.phishOf(mailbox);
    return switch (type) {
      case "hard" -> new HardDeleteEmail(mail);
      case "soft" -> new SoftDeleteEmail(mail);
      case "junk" -> new MoveEmailToJunk(mail);
      case "deleted" -> new EmailAction.MoveEmailToDeletedItems(mail);
      case "quarantine" -> new QuarantineEmail(mail);
      case "inbox" -> new MoveEmailToInbox(mail);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static Outcome refused(Acting acting, EmailAction.OnMessages action) {
    return ((Preparation.Refused) acting.prepare(Acting.command("r1", action))).outcome();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHardDeletePurgesWhatIsInQuarantine(boolean listed) {
    acting.backEnds.lab.hiddenMailListed(listed);
    var quarantine = of("quarantine", ADELE);
    var outcome = acting.run("a1", quarantine);

    var purged = acting.run("a2", of("hard", ADELE));

    assertThat(purged.sentence()).isEqualTo("1 purged");
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, "recoverableitemspurges");
    assertThat(acting.undo(quarantine, outcome)).isInstanceOf(Outcome.ChangedSince.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMoveToTheInboxReleasesWhatIsInQuarantineAndItsUndoLocksItAwayAgain(boolean listed) {
    acting.backEnds.lab.hiddenMailListed(listed);
    acting.run("a1", of("quarantine", ADELE));

    var released = acting.run("a2", of("inbox", ADELE));

    assertThat(released.sentence()).isEqualTo("1 moved");
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, "inbox");
    acting.undo(of("inbox", ADELE), released);
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, FOLDER);
  }

  @Test
  void theBulkRemediationReleasesFromQuarantineByMoves() {
    try (var bulk = Acting.withAnalyzedEmails()) {
      bulk.run("a1", of("quarantine", ADELE));

      assertThat(bulk.run("a2", of("inbox", ADELE)).sentence()).isEqualTo("1 moved");
      assertThat(bulk.backEnds.campaignFolders()).containsEntry(ADELE, "inbox");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "soft,false",
    "junk,false",
    "deleted,false",
    "quarantine,false",
    "soft,true",
    "junk,true",
    "quarantine,true"
  })
  void whatIsInQuarantineIsOutOfItsUsersSightAlready(String type, boolean listed) {
    acting.backEnds.lab.hiddenMailListed(listed);
    acting.run("a1", of("quarantine", ADELE));

    assertThat(refused(acting, of(type, ADELE)))
        .isEqualTo(new Outcome.AlreadyInState("the message is already in quarantine"));
  }

  @Test
  void whatAClusterHasInQuarantineIsThereAndNotGone() {
    acting.run("a1", of("quarantine", ADELE));

    var moved = acting.run("a2", new SoftDeleteEmail(LabBackEnds.campaign()));

    assertThat(moved.sentence()).contains("1 already there").doesNotContain("gone");
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, FOLDER);
  }

  @Test
  void whatWasQuarantinedWhileADeletionWaitedStaysInQuarantine() {
    var waited = acting.prepared("a1", of("junk", ADELE));
    acting.run("a2", of("quarantine", ADELE));

    assertThat(acting.perform(waited)).isInstanceOf(Outcome.AlreadyInState.class);
    assertThat(acting.backEnds.campaignFolders()).containsEntry(ADELE, FOLDER);
  }

  @Test
  void whatIsGoneCannotBeMovedToTheInbox() {
    acting.run("a1", of("hard", ADELE));

    assertThat(refused(acting, of("inbox", ADELE)))
        .isEqualTo(
            new Outcome.Failed("NOT_FOUND", "none of the messages is in its mailbox any more"));
  }

  @Test
  void whatWentWhileAMoveToTheInboxWaitedIsSaidToHaveFailed() {
    acting.run("a1", of("junk", ADELE));
    var waited = acting.prepared("a2", of("inbox", ADELE));
    acting.run("a3", of("hard", ADELE));

    assertThat(acting.perform(waited))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.sentence()).contains("no longer in its mailbox"));
  }

  @Test
  void looksIntoTheQuarantineMakeNoFolder() {
    var made = acting.backEnds.lab.requests("POST /v1.0/users/*/mailFolders");
    acting.run("a1", of("hard", ADELE));
    refused(acting, of("soft", ADELE));

    assertThat(acting.backEnds.lab.requests("POST /v1.0/users/*/mailFolders")).isEqualTo(made);
  }

  @Test
  void theAttachmentOfAMessageThatIsInQuarantineIsNotTakenOut() {
    var action = delivered();
    acting.run("a1", new QuarantineEmail(action.target()));

    assertThat(refused(acting, action))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.sentence()).contains("the whole message is in quarantine"));
    assertThat(attachments(FOLDER)).containsExactly("bad.exe", "harmless.txt");
  }

  @Test
  void aHardDeletePurgesTheOriginalOfAMessageWithoutItsAttachmentToo() {
    var action = delivered();
    var outcome = acting.run("a1", action);

    assertThat(acting.run("a2", new HardDeleteEmail(action.target())).sentence())
        .isEqualTo("2 purged");

    assertThat(copies("inbox")).isEmpty();
    assertThat(copies(FOLDER)).isEmpty();
    assertThat(acting.undo(action, outcome)).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(copies("inbox")).isEmpty();
  }

  @Test
  void aDeletionAfterTheAttachmentWasTakenLeavesTheOriginalWhereItIsKept() {
    var action = delivered();
    acting.run("a1", action);
    var deletion = new SoftDeleteEmail(action.target());

    var deleted = acting.run("a2", deletion);

    assertThat(deleted.sentence()).isEqualTo("1 moved");
    assertThat(attachments(FOLDER)).containsExactly("bad.exe", "harmless.txt");
    acting.undo(deletion, deleted);
    assertThat(attachments("inbox")).containsExactly("harmless.txt", "Attachment removed.txt");
  }

  @Test
  void anAttachmentIsTakenOutInPlaceAndTheOriginalIsKept() throws Exception {
    var action = delivered();

    var outcome = acting.run("a1", action);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(attachments("inbox")).containsExactly("harmless.txt", "Attachment removed.txt");
    assertThat(attachments(FOLDER)).containsExactly("bad.exe", "harmless.txt");
    var moved = ((Receipt.Messages) Acting.receipt(outcome)).moved().getFirst();
    assertThat(moved.standIn()).isEqualTo(moved.idBefore());
    try (var kept = acting.backEnds.vault.open(moved.keptAs()).orElseThrow()) {
      assertThat(new String(kept.readAllBytes(), StandardCharsets.UTF_8)).contains("bad.exe");
    }

    assertThat(acting.undo(action, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(attachments("inbox")).containsExactly("bad.exe", "harmless.txt");
    assertThat(attachments(FOLDER)).isEmpty();
    assertThat(copies("inbox")).hasSize(1);
  }

  @Test
  void anAttachmentRemovalThatBrokeHalfwayIsFinishedOnceAndUndoneWhole() {
    var action = delivered();
    var command = acting.prepared("a1", action);
    acting.backEnds.lab.fault(Fault.error("DELETE /v1.0/users/*/messages/*/attachments/*", 1, 500));
    assertThatThrownBy(() -> acting.perform(command)).isInstanceOf(ActivityFailure.class);

    var outcome = acting.perform(command);
    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(copies(FOLDER)).hasSize(1);
    assertThat(attachments("inbox")).containsExactly("harmless.txt", "Attachment removed.txt");
    assertThat(acting.undo(action, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.undo(action, outcome)).isInstanceOf(Outcome.AlreadyInState.class);
    assertThat(attachments("inbox")).containsExactly("bad.exe", "harmless.txt");
    assertThat(copies("inbox")).hasSize(1);
  }

  @Test
  void theOriginalStaysInQuarantineWhereSomebodyHasMovedWhatIsLeftOfTheMessage() {
    var action = delivered();
    var outcome = acting.run("a1", action);
    acting.run("b1", new MoveEmailToJunk(action.target()));

    var undone = acting.undo(action, outcome);

    assertThat(undone).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(undone.sentence())
        .contains("someone has moved the message in adele@contoso.example to \"Junk Email\" since");
    assertThat(copies("inbox")).isEmpty();
    assertThat(copies(FOLDER)).hasSize(1);
  }

  @Test
  void theOriginalStaysInQuarantineWhereSomebodyHasRemovedWhatIsLeftOfTheMessage() {
    var action = delivered();
    var outcome = acting.run("a1", action);
    var moved = ((Receipt.Messages) Acting.receipt(outcome)).moved().getFirst();
    purge(action.target(), moved, moved.folderBefore(), moved.standIn());

    var undone = acting.undo(action, outcome);

    assertThat(undone).isInstanceOf(Outcome.ChangedSince.class);
    assertThat(undone.sentence())
        .contains("someone has removed the message", String.valueOf(moved.keptAs()));
    assertThat(copies("inbox")).isEmpty();
    assertThat(copies(FOLDER)).hasSize(1);
  }

  @Test
  void theOriginalComesBackInPlaceOfWhatWasMovedAwayAndBackMeanwhile() {
    var action = delivered();
    var outcome = acting.run("a1", action);
    var deletion = new SoftDeleteEmail(action.target());
    acting.undo(deletion, acting.run("a2", deletion));

    assertThat(acting.undo(action, outcome)).isInstanceOf(Outcome.Succeeded.class);

    assertThat(copies("inbox")).hasSize(1);
    assertThat(attachments("inbox")).containsExactly("bad.exe", "harmless.txt");
  }

  @Test
  void theOriginalComesBackFromWhereWhatIsLeftOfTheMessageWasMovedByUs() {
    var action = delivered();
    var taken = ((Receipt.Messages) Acting.receipt(acting.run("a1", action))).moved().getFirst();
    var deletion = new SoftDeleteEmail(action.target());
    var deleted = ((Receipt.Messages) Acting.receipt(acting.run("a2", deletion))).moved();

    var back =
        new EmailAction.RestoreEmail(
            action.target(), List.of(taken.standInMovedOn(deleted.getFirst())));

    assertThat(acting.run("a3", back).sentence()).isEqualTo("1 back");
    assertThat(attachments("inbox")).containsExactly("bad.exe", "harmless.txt");
    assertThat(copies("recoverableitemsdeletions")).isEmpty();
    assertThat(copies(FOLDER)).isEmpty();
  }

  @Test
  void aMessageWithoutTheAttachmentNeedsNothing() {
    var action = new QuarantineAttachment(LabBackEnds.phishOf(ADELE), "0".repeat(64));
    assertThat(acting.prepare(Acting.command("a1", action)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused -> assertThat(refused.outcome()).isInstanceOf(Outcome.AlreadyInState.class));
  }

  private static QuarantineAttachment delivered() {
    var raw =
        """
        From: "Mallory" <mallory@evil.example>
        To: <adele@contoso.example>
        Subject: Invoice
        Message-ID: %s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/plain; charset=utf-8

        See the file.
        --b
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename="bad.exe"
        Content-Transfer-Encoding: base64

        %s
        --b
        Content-Type: text/plain
        Content-Disposition: attachment; filename="harmless.txt"

        Nothing here.
        --b--
        """
            .formatted(MESSAGE_ID, Base64.getEncoder().encodeToString(CONTENT))
            .replace("\n", "\r\n");
    acting.backEnds.lab.deliver(raw.getBytes(StandardCharsets.UTF_8), List.of(ADELE));
    var mail =
        new MailMessage(
            null,
            MESSAGE_ID,
            ADELE,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new QuarantineAttachment(mail, sha256(CONTENT));
  }

  private static List<JsonNode> copies(String folder) {
    var found = new ArrayList<JsonNode>();
    var folders = acting.backEnds.lab.mailbox(ADELE).orElseThrow().path("folders");
    for (var message : folders.path(folder)) {
      if (message.path("internetMessageId").asString().equals(MESSAGE_ID)) {
        found.add(message);
      }
    }
    return found;
  }

  private static List<String> attachments(String folder) {
    var names = new ArrayList<String>();
    copies(folder).forEach(m -> m.path("attachments").forEach(a -> names.add(a.asString())));
    return names;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
