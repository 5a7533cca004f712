package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.EmailAction;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.UndoBrief;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who wants which message away, and when it is put back. */
abstract class LedgerMailHoldsContract extends LedgerFixture {
  private static final String MEGAN = "megan@corp.example";
  private static final Outcome GONE =
      new Outcome.AlreadyInState("none of the messages is in its mailbox any longer");

  private int undos;

  private static MailMessage mail(@Nullable String networkId, @Nullable String id, String mailbox) {
    return new MailMessage(
        networkId, id, mailbox, null, null, null, null, null, null, null, List.of(), List.of(),
        List.of(), List.of());
  }

  private static String id(int i) {
    return "<m%d@evil.example>".formatted(i);
  }

  private static RemediationAction one(int i) {
    return new EmailAction.SoftDeleteEmail(mail(null, id(i), MEGAN));
  }

  private static RemediationAction campaign(int... messages) {
    return new EmailAction.SoftDeleteEmail(
        new MailCluster(
            mail(null, id(1), MEGAN).key(),
            List.of(new MailCluster.Criterion("Subject", "Win")),
            IntStream.of(messages)
                .mapToObj(i -> new MailCluster.Member(MEGAN, "net-" + i, id(i), null))
                .toList(),
            messages.length));
  }

  private static MovedMessage moved(int i, String from, String to) {
    return new MovedMessage(
        MEGAN, id(i), "net-" + i, from, from, from + i, to + i, to, MessageResult.MOVED, null);
  }

  private static MovedMessage deleted(int i) {
    return moved(i, "inbox", "deleted");
  }

  private static Outcome moving(MovedMessage... messages) {
    return new Outcome.Succeeded(new Receipt.Messages(List.of(messages)), "moved");
  }

  private boolean claim(String actionId, RemediationAction action) {
    var caseId = open("inv-" + actionId);
    return ledger
        .claim(new Claim(actionId, caseId, HeldState.of(action, null).orElseThrow(), false))
        .contested();
  }

  private void ran(String actionId, RemediationAction action, Outcome outcome) {
    claim(actionId, action);
    tell(
        "inv-" + actionId,
        plan(actionId, action, new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed(actionId, outcome));
  }

  private String askedAfterwards(String caseId, String actionId, int... messages) {
    tell(caseId, plan(actionId, campaign(messages), pending(60)));
    return ledger
        .told(List.of(ledger.action(actionId).orElseThrow()))
        .get(actionId)
        .pending()
        .impact()
        .sentence();
  }

  @Test
  void whatACaseHasMovedAlreadyIsNotWhatItsNextQuestionWouldChange() {
    ran("a", campaign(1, 2), moving(deleted(1), deleted(2)));

    assertThat(askedAfterwards("inv-a", "b", 1, 2, 3))
        .isEqualTo(
            "1 of 3 messages, in 1 mailbox; 2 have already been moved by this investigation; what matches by then goes too, up to 13 in all");
    var report = ledger.report("inv-a").orElseThrow();
    assertThat(report.moved().covers(campaign(1, 2))).isTrue();
    assertThat(report.moved().covers(campaign(1, 2, 3))).isFalse();
  }

  @Test
  void whatWasGivenBackCountsAgain() {
    ran("a", campaign(1, 2), moving(deleted(1), deleted(2)));
    undo("a");

    assertThat(askedAfterwards("inv-a", "b", 1, 2, 3))
        .isEqualTo("3 messages in 1 mailbox; what matches by then goes too, up to 13 in all");
  }

  private LetGo letGo(String actionId) {
    return ledger.letGo(new LettingGo(actionId, "undo-" + actionId, "undo/" + actionId));
  }

  /** Its undo runs, and all is put back that is to be. */
  private LetGo undo(String actionId) {
    var answer = letGo(actionId);
    switch (answer) {
      case LetGo.HeldByOthers held ->
          told(actionId, actionId, new Outcome.HeldByOthers(held.holders()));
      case LetGo.TakeBack back -> {
        var done = new Outcome.Succeeded(new Receipt.None(), "1 moved back");
        told(
            actionId,
            actionId,
            back.leaving().isEmpty()
                ? done
                : new Outcome.HeldByOthers(back.leaving(), done.sentence()));
        back.how().ends().stream()
            .map(UndoBrief.Ending::actionId)
            .filter(id -> !id.equals(actionId))
            .forEach(id -> told(actionId, id, done));
      }
      case LetGo.LeftAsItIs left -> {}
      case LetGo.Nothing nothing -> {}
    }
    return answer;
  }

  private void told(String undone, String actionId, Outcome outcome) {
    tellOn(
        "undo/" + undone + "/" + ++undos,
        "inv-" + actionId,
        new LedgerEvent.UndoProgressed(actionId, "undo-" + undone, outcome));
  }

  private static List<MovedMessage> back(LetGo answer) {
    var how = ((LetGo.TakeBack) answer).how();
    return ((EmailAction.RestoreEmail) how.action().inverse(how.receipt()).orElseThrow()).moved();
  }

  private static Holder holder(String actionId) {
    return new Holder(actionId, "inv-" + actionId);
  }

  private UndoState state(String actionId) {
    return action(actionId).undo().state();
  }

  @Test
  void whatOneMovedAndAnotherFoundGoneIsPutBackWithTheLast() {
    ran("a", campaign(1), moving(deleted(1)));
    ran("b", one(1), GONE);
    assertThat(state("b")).isEqualTo(UndoState.AVAILABLE);

    assertThat(undo("a")).isEqualTo(new LetGo.HeldByOthers("inv-a", List.of(holder("b"))));
    assertThat(back(undo("b"))).containsExactly(deleted(1));

    assertThat(state("a")).isEqualTo(UndoState.UNDONE);
    assertThat(state("b")).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void whoeverFoundItGoneLetsGoWithoutPuttingItBack() {
    ran("a", campaign(1, 2), moving(deleted(1), deleted(2)));
    ran("b", one(1), GONE);

    assertThat(undo("b")).isEqualTo(new LetGo.HeldByOthers("inv-b", List.of(holder("a"))));
    assertThat(back(undo("a"))).containsExactly(deleted(1), deleted(2));
    assertThat(state("b")).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void ofACampaignOnlyThatIsLeftAwayWhichOthersWantAway() {
    ran("a", campaign(1, 2, 3), moving(deleted(1), deleted(2), deleted(3)));
    ran("b", new EmailAction.MoveEmailToJunk(mail("NET-2", null, MEGAN)), GONE);

    var answer = undo("a");

    assertThat(back(answer)).containsExactly(deleted(1), deleted(3));
    assertThat(((LetGo.TakeBack) answer).leaving()).containsExactly(holder("b"));
    assertThat(state("a")).isEqualTo(UndoState.HELD_BY_OTHERS);
    assertThat(action("a").undo().sentence())
        .isEqualTo(
            "1 moved back; the rest is left as it is, because it is still wanted by b of inv-b");

    assertThat(back(undo("b"))).containsExactly(deleted(2));
    assertThat(state("a")).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void whatIsAskedForAgainPutsBackOnlyWhatIsStillAway() {
    ran("a", campaign(1, 2), moving(deleted(1), deleted(2)));
    ran("b", one(2), GONE);
    undo("a");

    assertThat(ledger.letGo(new LettingGo("a", "undo-again", "undo/a")))
        .isEqualTo(new LetGo.HeldByOthers("inv-a", List.of(holder("b"))));
  }

  @Test
  void aCampaignIsOverOnlyWithTheLastOfItsMessages() {
    ran("a", campaign(1, 2, 3), moving(deleted(1), deleted(2), deleted(3)));
    ran("b", one(2), GONE);
    ran("c", one(3), GONE);
    assertThat(back(undo("a"))).containsExactly(deleted(1));

    assertThat(back(undo("b"))).containsExactly(deleted(2));
    assertThat(state("a")).isEqualTo(UndoState.HELD_BY_OTHERS);

    assertThat(back(undo("c"))).containsExactly(deleted(3));
    assertThat(Stream.of("a", "b", "c").map(this::state)).containsOnly(UndoState.UNDONE);
  }

  @Test
  void whatOneCaseMovedOnFromWhereAnotherHadMovedItGoesBackToWhereItWasAtFirst() {
    var first = moved(1, "inbox", "junk");
    var second = moved(1, "junk", "deleted");
    ran("a", new EmailAction.MoveEmailToJunk(mail(null, id(1), MEGAN)), moving(first));
    ran("b", campaign(1), moving(second));

    assertThat(undo("a")).isInstanceOf(LetGo.HeldByOthers.class);
    assertThat(back(undo("b"))).containsExactly(first.movedOn(second));
  }

  private static RemediationAction attachmentOf(int i, String sha256) {
    return new EmailAction.QuarantineAttachment(mail(null, id(i), MEGAN), sha256);
  }

  /** The original is kept; what is left of the message stays where it was. */
  private static MovedMessage withoutAttachment(int i, String folder) {
    return moved(i, folder, "quarantine").replacedBy(folder + i);
  }

  @Test
  void anAttachmentDoesNotComeBackWhileSomebodyWantsTheWholeMessageAway() {
    var taken = withoutAttachment(1, "inbox");
    var away = deleted(1);
    ran("a", attachmentOf(1, "aa"), moving(taken));
    ran("b", new EmailAction.QuarantineEmail(mail("NET-1", null, MEGAN)), moving(away));

    assertThat(undo("a")).isEqualTo(new LetGo.HeldByOthers("inv-a", List.of(holder("b"))));
    assertThat(back(undo("b"))).containsExactly(taken.standInMovedOn(away));

    assertThat(state("a")).isEqualTo(UndoState.UNDONE);
    assertThat(state("b")).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void aMessageComesBackWithoutTheAttachmentThatIsStillWantedOut() {
    var taken = withoutAttachment(1, "inbox");
    ran("a", attachmentOf(1, "aa"), moving(taken));
    ran("b", one(1), moving(deleted(1)));

    assertThat(back(undo("b"))).containsExactly(deleted(1));
    assertThat(state("a")).isEqualTo(UndoState.AVAILABLE);
    assertThat(back(undo("a"))).containsExactly(taken);
  }

  @Test
  void theOriginalOfAMessageThatWasPutBackMeanwhileGoesWhereThatIs() {
    var taken = withoutAttachment(1, "deleted");
    ran("a", one(1), moving(deleted(1)));
    ran("b", attachmentOf(1, "aa"), moving(taken));

    assertThat(back(undo("a"))).containsExactly(deleted(1));
    assertThat(back(undo("b"))).containsExactly(taken.from(deleted(1)));
  }

  @Test
  void theOriginalOfAMessageThatHadBeenMovedBeforeGoesWhereThatWasAtFirst() {
    var taken = withoutAttachment(1, "deleted");
    ran("a", one(1), moving(deleted(1)));
    ran("b", attachmentOf(1, "aa"), moving(taken));

    assertThat(undo("b")).isEqualTo(new LetGo.HeldByOthers("inv-b", List.of(holder("a"))));
    assertThat(back(undo("a"))).containsExactly(deleted(1).movedOn(taken));
    assertThat(state("b")).isEqualTo(UndoState.UNDONE);
  }

  @Test
  void allAttachmentsOfAMessageComeBackWithTheLast() {
    var taken = withoutAttachment(1, "inbox");
    ran("a", attachmentOf(1, "aa"), moving(taken));
    ran("b", attachmentOf(1, "bb"), moving(taken));
    ran("c", one(1), moving(deleted(1)));

    assertThat(undo("a")).isInstanceOf(LetGo.HeldByOthers.class);
    assertThat(back(undo("c"))).containsExactly(deleted(1));
    assertThat(state("a")).isEqualTo(UndoState.HELD_BY_OTHERS);
    assertThat(back(undo("b"))).containsExactly(taken);
    assertThat(state("a")).isEqualTo(UndoState.UNDONE);
  }

  private static RemediationAction toInbox(int i) {
    return new EmailAction.MoveEmailToInbox(mail(null, id(i), MEGAN));
  }

  @Test
  void whatWasMovedToTheInboxStaysThereOnceNobodyWantsItAwayAnyMore() {
    ran("a", one(1), moving(deleted(1)));
    ran("b", toInbox(1), moving(moved(1, "deleted", "inbox")));
    assertThat(back(undo("a"))).containsExactly(deleted(1));

    assertThat(letGo("b"))
        .isInstanceOfSatisfying(
            LetGo.LeftAsItIs.class,
            left -> assertThat(left.because()).contains("nobody wants the mail away any more"));
  }

  @Test
  void whatWasMovedToTheInboxGoesBackWhereSomebodyStillWantsItAway() {
    var back = moved(1, "deleted", "inbox");
    ran("a", one(1), moving(deleted(1)));
    ran("b", toInbox(1), moving(back));

    assertThat(back(undo("b"))).containsExactly(back);
  }

  @Test
  void whatWasMovedToTheInboxGoesBackWhereNoneOfUsHadTakenItFrom() {
    var back = moved(1, "junk", "inbox");
    ran("a", one(1), moving(deleted(1)));
    undo("a");
    ran("b", toInbox(1), moving(back));

    assertThat(back(undo("b"))).containsExactly(back);
  }

  @Test
  void theSameMessageInAnotherMailboxIsAnotherOne() {
    ran("a", campaign(1), moving(deleted(1)));
    ran("b", new EmailAction.SoftDeleteEmail(mail(null, id(1), "adele@corp.example")), GONE);

    assertThat(ledger.brief("b")).isInstanceOf(UndoBrief.OnlyHeld.class);
    assertThat(back(undo("a"))).containsExactly(deleted(1));
  }

  @Test
  void whoeverComesWhileAMessageIsPutBackIsToldSoAndNotOfTheOthers() {
    ran("a", campaign(1, 2), moving(deleted(1), deleted(2)));
    ran("b", one(2), GONE);
    letGo("a");

    assertThat(claim("c", one(1))).isTrue();
    assertThat(claim("d", one(2))).isFalse();
  }

  @Test
  void whoeverAskedInVainForItBackKeepsNobodyElseFromPuttingItBack() {
    ran("a", campaign(1), moving(deleted(1)));
    letGo("a");
    told("a", "a", new Outcome.Failed("MESSAGES_NOT_MOVED", "No."));
    ran("b", one(1), GONE);

    assertThat(undo("b")).isInstanceOf(LetGo.TakeBack.class);
  }

  @Test
  void whatIsOutOfSightIsPutBackWithTheRest() {
    var unseen =
        new MovedMessage(
            MEGAN,
            id(2),
            "net-2",
            "inbox",
            "inbox",
            "inbox2",
            "deleted2",
            "deleted",
            MessageResult.OUT_OF_SIGHT,
            "the move was accepted, but it is not seen there");
    ran(
        "a",
        campaign(1, 2),
        new Outcome.Unknown(
            new Receipt.Messages(List.of(deleted(1), unseen)), "1 moved, 1 not seen"));
    assertThat(state("a")).isEqualTo(UndoState.AVAILABLE);

    assertThat(back(undo("a"))).containsExactly(deleted(1), unseen);
  }
}
