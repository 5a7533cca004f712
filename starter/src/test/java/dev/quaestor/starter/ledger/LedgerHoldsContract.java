package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.LetGo;
import dev.quaestor.ledger.LettingGo;
import dev.quaestor.ledger.StateEnd;
import dev.quaestor.ledger.Undertaking;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.Gate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Who wants which lasting state, and when it may end. */
abstract class LedgerHoldsContract extends LedgerFixture {
  private static final Outcome ISOLATED_ALREADY = new Outcome.AlreadyInState("It is isolated.");
  private static final Outcome FREED =
      new Outcome.Succeeded(new Receipt.None(), "The device is free.");

  private boolean claim(String actionId, String caseId, RemediationAction action) {
    return ledger
        .claim(new Claim(actionId, caseId, HeldState.of(action, null).orElseThrow(), false))
        .contested();
  }

  private LetGo letGo(String actionId) {
    return ledger.letGo(new LettingGo(actionId, "undo-" + actionId, "undo/" + actionId));
  }

  private void ran(String caseId, String actionId, RemediationAction action, Outcome outcome) {
    open(caseId);
    claim(actionId, caseId, action);
    tell(
        caseId,
        plan(actionId, action, new Decision.NotNeeded()),
        new LedgerEvent.ActionProgressed(actionId, outcome));
  }

  private void ended(String actionId, Outcome outcome) {
    tellOn(
        "undo/" + actionId + "/r",
        action(actionId).investigationId(),
        new LedgerEvent.UndoRequested(actionId, "undo-" + actionId, "olga", null, true),
        new LedgerEvent.UndoProgressed(actionId, "undo-" + actionId, outcome));
  }

  private static Outcome heldBy(String actionId, String caseId) {
    return new Outcome.HeldByOthers(List.of(new Holder(actionId, caseId)));
  }

  private UndoState state(String actionId) {
    return action(actionId).undo().state();
  }

  private void bothWantIt() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);
  }

  @Test
  void theOnlyOneThatWantsItTakesItBack() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    ran("inv-2", "a-2", isolate("d2"), succeeded());

    var how = (UndoBrief.Undoable) ledger.brief("a-1");

    assertThat(letGo("a-1")).isEqualTo(new LetGo.TakeBack(how));
    assertThat(state("a-1")).isEqualTo(UndoState.RUNNING);
  }

  private void ranThrough(String connector, String caseId, String actionId, Outcome outcome) {
    open(caseId);
    claim(actionId, caseId, isolate("d1"));
    tell(
        caseId,
        plan(actionId, isolate("d1"), new Decision.NotNeeded()).through(connector),
        new LedgerEvent.ActionProgressed(actionId, outcome));
  }

  @Test
  void whatWasFoundSoIsTakenBackByWhoeverBroughtItAbout() {
    ranThrough("linux", "inv-1", "a-1", succeeded());
    ranThrough("defender", "inv-2", "a-2", ISOLATED_ALREADY);

    assertThat(((UndoBrief.Undoable) ledger.brief("a-2")).connector()).isEqualTo("linux");
  }

  /** Two switches: that one of them is turned back says nothing of the other. */
  @Test
  void whatAnotherConnectorDidAsWellIsNotOverWithIt() {
    ranThrough("linux", "inv-1", "a-1", succeeded());
    ranThrough("defender", "inv-2", "a-2", succeeded());
    assertThat(letGo("a-1")).isInstanceOf(LetGo.HeldByOthers.class);
    ended("a-1", heldBy("a-2", "inv-2"));

    assertThat(((UndoBrief.Undoable) ledger.brief("a-2")).ends())
        .extracting(UndoBrief.Ending::actionId)
        .containsExactly("a-2");
    assertThat(letGo("a-2")).isInstanceOf(LetGo.TakeBack.class);
    ended("a-2", FREED);

    assertThat(state("a-1")).isEqualTo(UndoState.HELD_BY_OTHERS);
    assertThat(ledger.letGo(new LettingGo("a-1", "undo-again", "undo/again")))
        .isInstanceOfSatisfying(
            LetGo.TakeBack.class, yes -> assertThat(yes.how().connector()).isEqualTo("linux"));
  }

  @Test
  void whileAnotherWantsItItIsLeftAndItsHolderIsNamed() {
    bothWantIt();

    assertThat(letGo("a-1"))
        .isEqualTo(new LetGo.HeldByOthers("inv-1", List.of(new Holder("a-2", "inv-2"))));
    ended("a-1", heldBy("a-2", "inv-2"));

    assertThat(state("a-1")).isEqualTo(UndoState.HELD_BY_OTHERS);
    assertThat(action("a-1").undo().sentence()).contains("a-2").contains("inv-2");
  }

  @Test
  void whoIsAboutToUndoItIsToldWhoElseNeedsItAndNothingChanges() {
    bothWantIt();

    var outlook = ledger.undoOutlook("a-1").orElseThrow();

    assertThat(outlook.notBecause()).isNull();
    assertThat(outlook.holders()).extracting(UndoOutlook.Other::actionId).containsExactly("a-2");
    assertThat(outlook.instances()).isEmpty();
    assertThat(ledger.undoOutlook("a-1")).contains(outlook);
    assertThat(letGo("a-1")).isInstanceOf(LetGo.HeldByOthers.class);
    assertThat(ledger.undoOutlook("none")).isEmpty();
  }

  @Test
  void theLastTakesItBackByTheReceiptOfWhoeverBroughtItAbout() {
    bothWantIt();
    assertThat(state("a-2")).isEqualTo(UndoState.AVAILABLE);
    letGo("a-1");
    ended("a-1", heldBy("a-2", "inv-2"));

    assertThat(letGo("a-2"))
        .isInstanceOfSatisfying(
            LetGo.TakeBack.class,
            back -> {
              assertThat(back.how().action()).isEqualTo(isolate("d1"));
              assertThat(back.how().receipt()).isEqualTo(new Receipt.State(false));
              assertThat(back.how().investigationId()).isEqualTo("inv-2");
              assertThat(back.how().ours()).containsExactlyInAnyOrder("a-1", "a-2");
              assertThat(back.how().ends())
                  .extracting(UndoBrief.Ending::actionId)
                  .containsExactly("a-2", "a-1");
            });
  }

  @Test
  void whatFoundItIsUndoableAlsoWhenItSaidSoFirst() {
    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);
    assertThat(ledger.brief("a-2")).isInstanceOf(UndoBrief.OnlyHeld.class);

    ran("inv-1", "a-1", isolate("d1"), succeeded());

    assertThat(ledger.brief("a-2")).isInstanceOf(UndoBrief.Undoable.class);
    assertThat(state("a-2")).isEqualTo(UndoState.AVAILABLE);
  }

  @Test
  void whatNoneOfOursBroughtAboutIsNeverTakenBack() {
    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);

    var answer = letGo("a-2");

    assertThat(answer)
        .isInstanceOfSatisfying(
            LetGo.LeftAsItIs.class, left -> assertThat(left.end().actionId()).isEqualTo("a-2"));
    assertThat(letGo("a-2")).isEqualTo(answer);
    ended("a-2", ISOLATED_ALREADY);
    assertThat(state("a-2")).isEqualTo(UndoState.UNDONE);
    assertThat(ledger.brief("a-2")).isInstanceOf(UndoBrief.NotUndoable.class);
  }

  /** Whoever isolated it first has released it since, and then ours did. */
  @Test
  void whatLetGoOfSomebodyElsesStateKeepsNobodyFromTakingOursBack() {
    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);
    letGo("a-2");
    ended("a-2", ISOLATED_ALREADY);
    ran("inv-1", "a-1", isolate("d1"), succeeded());

    assertThat(letGo("a-1")).isInstanceOf(LetGo.TakeBack.class);
  }

  @Test
  void whatHoldsSomebodyElsesStateStillHoldsItOnceOursHasCome() {
    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    assertThat(letGo("a-1")).isInstanceOf(LetGo.HeldByOthers.class);
    ended("a-1", heldBy("a-2", "inv-2"));

    assertThat(letGo("a-2")).isInstanceOf(LetGo.TakeBack.class);
  }

  @Test
  void whoeverIsAboutToLookHoldsItAlready() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    open("inv-2");
    assertThat(claim("a-2", "inv-2", isolate("d1"))).isFalse();

    assertThat(letGo("a-1")).isInstanceOf(LetGo.HeldByOthers.class);
  }

  @Test
  void whatACaseTellsAndWhatItsActionsClaimIsWrittenTogetherOrNotAtAll() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    letGo("a-1");
    open("inv-2");
    var claims =
        List.of(
            new Claim("a-2", "inv-2", HeldState.of(isolate("d2"), null).orElseThrow(), false),
            new Claim("a-3", "inv-2", HeldState.of(isolate("d1"), null).orElseThrow(), false));
    var plan = batch("inv-2", "inv-2", plan("a-2", isolate("d2"), new Decision.NotNeeded()));
    var next = batch("inv-2", "inv-2", plan("a-3", isolate("d1"), new Decision.NotNeeded()));

    assertThatThrownBy(() -> ledger.begin(new Undertaking(next, claims)))
        .isInstanceOf(OutOfOrderException.class);
    ended("a-1", FREED);
    ran("inv-3", "a-4", isolate("d2"), succeeded());
    assertThat(letGo("a-4")).isInstanceOf(LetGo.TakeBack.class);

    assertThat(ledger.begin(new Undertaking(plan, claims)))
        .extracting(Claimed::contested)
        .containsExactly(true, false);
    assertThat(action("a-2").investigationId()).isEqualTo("inv-2");
    assertThat(ledger.begin(new Undertaking(plan, claims))).hasSize(2);
    // The refusal left a note on a stream of its own.
    assertThat(ledger.log("inv-2", 0, 0))
        .filteredOn(line -> line.stream().equals("inv-2"))
        .hasSize(1);
  }

  @Test
  void whoeverComesWhileItEndsIsToldSoUntilItHasEnded() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    letGo("a-1");
    open("inv-2");

    assertThat(claim("a-2", "inv-2", isolate("d1"))).isTrue();
    ended("a-1", FREED);

    assertThat(claim("a-2", "inv-2", isolate("d1"))).isFalse();
  }

  @Test
  void whatFailedOrWhoseCaseIsOverHoldsNothing() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    ran("inv-2", "a-2", isolate("d1"), new Outcome.Failed("DENIED", "No."));
    open("inv-3");
    claim("a-3", "inv-3", isolate("d1"));
    tell(
        "inv-3",
        plan("a-3", isolate("d1"), new Decision.NotNeeded()),
        new LedgerEvent.StatusChanged(InvestigationStatus.FAILED, "It was terminated"));

    assertThat(letGo("a-1")).isInstanceOf(LetGo.TakeBack.class);
  }

  /** Told after the end of its case: it was done all the same. */
  @Test
  void aGoodEndThatIsToldLateHoldsWhatItBroughtAbout() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    open("inv-3");
    claim("a-3", "inv-3", isolate("d1"));
    tell(
        "inv-3",
        plan("a-3", isolate("d1"), new Decision.NotNeeded()),
        new LedgerEvent.StatusChanged(InvestigationStatus.FAILED, "It was terminated"));
    tell("inv-3", new LedgerEvent.ActionProgressed("a-3", ISOLATED_ALREADY));

    assertThat(letGo("a-1"))
        .isEqualTo(new LetGo.HeldByOthers("inv-1", List.of(new Holder("a-3", "inv-3"))));
  }

  /** It has a workflow of its own, which goes on. */
  @Test
  void whatAPersonOrderedStillWantsItOnceTheCaseIsOver() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    open("inv-3");
    claim("a-3", "inv-3", isolate("d1"));
    tellOn(
        "remediation/a-3/r",
        "inv-3",
        new LedgerEvent.OrderAccepted(
            "a-3", isolate("d1"), ActionSource.MANUAL_DEVICE_ACTION, "olga", null, null, null));
    tell("inv-3", new LedgerEvent.StatusChanged(InvestigationStatus.FAILED, "It was terminated"));

    assertThat(letGo("a-1")).isInstanceOf(LetGo.HeldByOthers.class);
  }

  @Test
  void anotherNameOfWhatWasLetGoOfClaimsNothingAnew() {
    var byName =
        new DeviceAction.IsolateDevice(device("pc-d1", "pc-d1"), DeviceAction.Isolation.FULL);
    bothWantIt();
    ran("inv-3", "a-3", byName, succeeded());
    letGo("a-2");
    ended("a-2", heldBy("a-1", "inv-1"));
    claim("a-2", "inv-2", byName);

    assertThat(letGo("a-3")).isInstanceOf(LetGo.TakeBack.class);
  }

  @Test
  void aClaimThatComesLateClaimsNothingAnew() {
    bothWantIt();
    letGo("a-2");
    ended("a-2", heldBy("a-1", "inv-1"));
    claim("a-2", "inv-2", isolate("d1"));

    assertThat(letGo("a-1")).isInstanceOf(LetGo.TakeBack.class);
  }

  @Test
  void aCallThatComesLateBeginsNoSecondUndo() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    letGo("a-1");
    ended("a-1", new Outcome.Failed("AWAY", "The device is off."));

    assertThat(letGo("a-1")).isInstanceOf(LetGo.Nothing.class);
    assertThat(state("a-1")).isEqualTo(UndoState.FAILED);
  }

  @Test
  void theSameCallAgainIsAnsweredAlikeAndAnotherUndoIsRefused() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    var first = letGo("a-1");

    assertThat(letGo("a-1")).isEqualTo(first);
    assertThat(ledger.letGo(new LettingGo("a-1", "undo-x", "investigation/x")))
        .isInstanceOf(LetGo.Nothing.class);
  }

  private static List<RemediationAction> lasting() {
    return List.of(
        isolate("d1"),
        new DeviceAction.RestrictCodeExecution(device("d1", "pc-d1.corp.example")),
        new EmailAction.BlockUrl(new Url("http://bad.example/x")),
        new EmailAction.TurnOffExternalForwarding(
            new MailboxRule("anna@corp.example", "r1", "away", true, List.of("x@bad.example"))));
  }

  private static Outcome done(RemediationAction action) {
    return new Outcome.Succeeded(
        switch (action) {
          case DeviceAction.StopAndQuarantineFile away -> new Receipt.LockedAway("cd".repeat(20));
          case IdentityAction.ConfirmUserCompromised risk -> new Receipt.Risk("none", null);
          case EmailAction.BlockUrl block -> new Receipt.BlockEntry(null, false);
          case EmailAction.TurnOffExternalForwarding off ->
              new Receipt.Rule("anna@corp.example", "r1", true, "{}");
          default -> new Receipt.State(false);
        },
        "Done.");
  }

  private static final Outcome CHANGED = new Outcome.ChangedSince("Somebody else did it since.");
  private static final Outcome OFF = new Outcome.Failed("AWAY", "The device is off.");

  @Test
  void whoeverAskedForAnUndoThatDidNotComeKeepsNobodyElseFromTheirs() {
    var n = 0;
    for (var outcome : List.of(CHANGED, OFF)) {
      for (var action : lasting()) {
        var earlier = "a-" + ++n;
        var later = "b-" + n;
        ran("inv-1", earlier, action, done(action));
        letGo(earlier);
        ended(earlier, outcome);
        ran("inv-2", later, action, done(action));

        assertThat(letGo(later))
            .as("%s after %s", action.type(), outcome.execution())
            .isInstanceOf(LetGo.TakeBack.class);
        ended(later, FREED);
      }
    }
  }

  /** What stands is what somebody else made of it. */
  @Test
  void whatChangedSinceIsNothingOfOursToWhoeverFindsIt() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    letGo("a-1");
    ended("a-1", CHANGED);

    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);

    assertThat(ledger.brief("a-2")).isInstanceOf(UndoBrief.OnlyHeld.class);
  }

  @Test
  void whatCouldNotBeTakenBackIsOverOnceAnotherUndoTakesItBack() {
    bothWantIt();
    letGo("a-2");
    ended("a-2", heldBy("a-1", "inv-1"));
    letGo("a-1");
    ended("a-1", OFF);
    assertThat(state("a-1")).isEqualTo(UndoState.FAILED);

    var back = (LetGo.TakeBack) ledger.letGo(new LettingGo("a-2", "undo-again", "undo/a-2"));
    assertThat(back.how().ends())
        .extracting(UndoBrief.Ending::actionId)
        .containsExactly("a-2", "a-1");
  }

  @Test
  void anUndoThatDidNotComeMayBeTriedAgain() {
    for (var outcome : List.of(CHANGED, OFF)) {
      var id = "a-" + outcome.execution();
      ran("inv-1", id, isolate("d1"), succeeded());
      letGo(id);
      ended(id, outcome);

      assertThat(ledger.letGo(new LettingGo(id, "undo-again", "undo/" + id)))
          .isInstanceOf(LetGo.TakeBack.class);
      ended(id, FREED);
    }
  }

  /** What the lab's devices do when they are told to. */
  private List<UndoBrief.Ending> broughtAboutAnew(
      String caseId, String actionId, RemediationAction action) {
    open(caseId);
    var since =
        ledger
            .claim(new Claim(actionId, caseId, HeldState.of(action, null).orElseThrow(), false))
            .since();
    return told(actionId, action, since, () -> ran(caseId, actionId, action, done(action)));
  }

  private List<UndoBrief.Ending> ordered(String actionId, RemediationAction ending) {
    var since = claimsToEnd(actionId, ending).since();
    return told(actionId, ending, since, () -> orderEnded(actionId, ending, FREED));
  }

  private Claimed claimsToEnd(String actionId, RemediationAction ending) {
    return ledger.claim(
        new Claim(actionId, null, HeldState.endedBy(ending, null).orElseThrow(), true));
  }

  private void orderEnded(String actionId, RemediationAction ending, Outcome outcome) {
    tellOn(
        "remediation/" + actionId + "/r",
        null,
        plan(actionId, ending, decided(true, "olga")),
        new LedgerEvent.ActionProgressed(actionId, outcome));
  }

  /** As the workflow of the one that ended it tells of the others before it tells of itself. */
  private List<UndoBrief.Ending> told(
      String by, RemediationAction action, List<Holder> since, Runnable itself) {
    var ends = ledger.ended(new StateEnd(action, since));
    ends.forEach(
        end ->
            tellOn(
                "over/" + by,
                end.investigationId(),
                new LedgerEvent.UndoProgressed(
                    end.actionId(), by, new Outcome.AlreadyInState(by + " ended it"))));
    itself.run();
    return ends;
  }

  private static RemediationAction release(String deviceId) {
    return new DeviceAction.ReleaseDevice(device(deviceId, "pc-" + deviceId + ".corp.example"));
  }

  @Test
  void whatEndsAStateAndFindsItEndedOffersNoUndo() {
    orderEnded("a-9", release("d1"), new Outcome.AlreadyInState("It is not isolated."));

    assertThat(ledger.action("a-9").orElseThrow().undo().state()).isEqualTo(UndoState.NOT_UNDOABLE);
  }

  @Test
  void whoeverBringsItAboutAnewHoldsItAlone() {
    var n = 0;
    for (var action : lasting()) {
      var earlier = "a-" + ++n;
      var found = "f-" + n;
      var later = "b-" + n;
      ran("inv-1", earlier, action, done(action));
      ran("inv-3", found, action, ISOLATED_ALREADY);

      assertThat(broughtAboutAnew("inv-2", later, action))
          .as(action.type().name())
          .extracting(UndoBrief.Ending::actionId)
          .containsExactly(earlier, found);

      assertThat(state(earlier)).isEqualTo(UndoState.UNDONE);
      assertThat(action(earlier).undo().sentence()).contains(later);
      assertThat(letGo(later)).isInstanceOf(LetGo.TakeBack.class);
    }
  }

  private static List<RemediationAction> endings() {
    var pc = device("d1", "pc-d1.corp.example");
    var anna = new UserAccount("u-1", "anna@corp.example", null, null, null);
    return List.of(
        new DeviceAction.ReleaseDevice(pc),
        new DeviceAction.ReleaseCodeExecution(pc),
        new DeviceAction.ReleaseContainedDevice(pc),
        new DeviceAction.ReleaseFromQuarantine(file("C:\\t")),
        new EmailAction.UnblockUrl(new Url("http://bad.example/x"), null),
        new IdentityAction.EnableUser(anna),
        new IdentityAction.DismissUserRisk(anna));
  }

  @Test
  void anOrderThatEndsAStateEndsAllHoldsOfIt() {
    var orderable =
        Arrays.stream(ActionType.values()).filter(t -> t.isInverse() && t.orderable()).toList();
    assertThat(endings())
        .extracting(RemediationAction::type)
        .containsExactlyInAnyOrderElementsOf(orderable);
    var n = 0;
    for (var ending : endings()) {
      var wanted = ending.type().ends().orElseThrow().on(ending.target(), Map.of()).orElseThrow();
      var first = "a-" + ++n;
      var second = "b-" + n;
      ran("inv-1", first, wanted, done(wanted));
      ran("inv-2", second, wanted, ISOLATED_ALREADY);

      assertThat(ordered("r-" + n, ending))
          .as(ending.type().name())
          .extracting(UndoBrief.Ending::actionId)
          .containsExactly(first, second);

      assertThat(state(first)).isEqualTo(UndoState.UNDONE);
      assertThat(state(second)).isEqualTo(UndoState.UNDONE);
      ran("inv-3", "c-" + n, wanted, done(wanted));
      assertThat(letGo("c-" + n)).isInstanceOf(LetGo.TakeBack.class);
      ended("c-" + n, FREED);
    }
  }

  @Test
  void whatBecomesOfTheEvidenceIsToldOfWhatAnOrderEnds() {
    var device = device("d1", "pc-d1.corp.example");
    open("inv-1");
    claim("a-1", "inv-1", isolate("d1"));
    tell(
        "inv-1",
        evidence(device, Verdict.MALICIOUS),
        about("a-1", isolate("d1"), device.key()),
        new LedgerEvent.ActionProgressed("a-1", succeeded()));

    var ends = ledger.ended(new StateEnd(release("d1"), claimsToEnd("r-1", release("d1")).since()));

    assertThat(ends.getFirst().runningAs()).isEqualTo("investigation/inv-1");
    assertThat(ends.getFirst().evidence())
        .containsExactly(
            new LedgerEvent.RemediationStatusChanged(
                device.key().value(), RemediationStatus.UNREMEDIATED));
  }

  @Test
  void anOrderThatFailedEndsNoHold() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    claimsToEnd("r-1", release("d1"));
    orderEnded("r-1", release("d1"), OFF);
    ran("inv-2", "a-2", isolate("d1"), ISOLATED_ALREADY);

    assertThat(letGo("a-2")).isInstanceOf(LetGo.HeldByOthers.class);
  }

  @Test
  void whoeverComesWhileAnOrderEndsItIsToldSoUntilItHasEnded() {
    open("inv-2");
    claimsToEnd("r-1", release("d1"));

    assertThat(claim("a-2", "inv-2", isolate("d1"))).isTrue();
    orderEnded("r-1", release("d1"), FREED);

    assertThat(claim("a-2", "inv-2", isolate("d1"))).isFalse();
  }

  /** It may have isolated the device before the order released it, or after. */
  @Test
  void whoeverHadNotEndedWhenTheOrderBeganHoldsInDoubt() {
    open("inv-2");
    claim("a-2", "inv-2", isolate("d1"));
    var since = claimsToEnd("r-1", release("d1")).since();
    ran("inv-2", "a-2", isolate("d1"), succeeded());

    assertThat(ledger.ended(new StateEnd(release("d1"), since))).isEmpty();
    ran("inv-3", "a-3", isolate("d1"), ISOLATED_ALREADY);
    assertThat(letGo("a-3")).isInstanceOf(LetGo.HeldByOthers.class);
  }

  @Test
  void whatIsBeingTakenBackMeanwhileIsNotToldTwice() {
    ran("inv-1", "a-1", isolate("d1"), succeeded());
    var since = claimsToEnd("r-1", release("d1")).since();
    letGo("a-1");

    assertThat(ledger.ended(new StateEnd(release("d1"), since))).isEmpty();
  }

  /** It was never in the quarantine. */
  @Test
  void aFileThatIsGivenBackIsNotOneThatWasDeleted() {
    deleted("inv-1", "a-1", "C:\\u");
    lockedAway("inv-2", "a-2");

    assertThat(ordered("r-1", new DeviceAction.ReleaseFromQuarantine(file("C:\\t"))))
        .extracting(UndoBrief.Ending::actionId)
        .containsExactly("a-2");
  }

  @Test
  void aFileIsTheSameByAnyOfItsNames() {
    var bySha256 =
        new DeviceAction.StopAndQuarantineFile(
            new FileArtifact("d1", "x.exe", null, "ab".repeat(32), null, null, null, null));
    var bySha1 =
        new DeviceAction.StopAndQuarantineFile(
            new FileArtifact("d1", "x.exe", null, null, "cd".repeat(20), null, null, null));
    var receipt = new Receipt.LockedAway("cd".repeat(20));
    ran("inv-1", "a-1", bySha256, new Outcome.Succeeded(receipt, "Locked away."));
    ran("inv-2", "a-2", bySha1, new Outcome.Succeeded(receipt, "Locked away."));

    assertThat(letGo("a-1"))
        .isEqualTo(new LetGo.HeldByOthers("inv-1", List.of(new Holder("a-2", "inv-2"))));
  }

  private static FileArtifact file(String folder) {
    return new FileArtifact("d1", "x.exe", folder, "ab".repeat(32), null, null, null, null);
  }

  private void deleted(String caseId, String actionId, String folder) {
    ran(
        caseId,
        actionId,
        new LiveResponseAction.DeleteFile(file(folder)),
        new Outcome.Succeeded(new Receipt.BeforeImage(folder), "It is gone."));
  }

  private void lockedAway(String caseId, String actionId) {
    ran(
        caseId,
        actionId,
        new DeviceAction.StopAndQuarantineFile(file("C:\\t")),
        new Outcome.Succeeded(new Receipt.LockedAway("cd".repeat(20)), "Locked away."));
  }

  private static final Outcome BACK = new Outcome.Succeeded(new Receipt.None(), "It is back.");

  @Test
  void whatDeletesAFileFoundInQuarantineKeepsItThere() {
    lockedAway("inv-1", "a-1");
    ran(
        "inv-2",
        "a-2",
        new LiveResponseAction.DeleteFile(file("C:\\t")),
        new Outcome.AlreadyInState("There is no file at the path."));

    assertThat(letGo("a-1"))
        .isEqualTo(new LetGo.HeldByOthers("inv-1", List.of(new Holder("a-2", "inv-2"))));
    ended("a-1", heldBy("a-2", "inv-2"));

    assertThat(letGo("a-2"))
        .isInstanceOfSatisfying(
            LetGo.TakeBack.class,
            back -> {
              assertThat(back.how().receipt()).isEqualTo(new Receipt.LockedAway("cd".repeat(20)));
              assertThat(back.how().ends())
                  .extracting(UndoBrief.Ending::actionId)
                  .containsExactly("a-2", "a-1");
            });
  }

  /** To be given back from quarantine is not to be put back where it was deleted. */
  @Test
  void whatTookAFileAwayInItsOwnWayIsTakenBackByItself() {
    deleted("inv-1", "a-1", "C:\\t");
    lockedAway("inv-2", "a-2");
    letGo("a-1");
    ended("a-1", heldBy("a-2", "inv-2"));

    var back = (LetGo.TakeBack) letGo("a-2");
    assertThat(back.how().ends()).extracting(UndoBrief.Ending::actionId).containsExactly("a-2");
    ended("a-2", BACK);

    assertThat(state("a-1")).isEqualTo(UndoState.HELD_BY_OTHERS);
    assertThat(ledger.letGo(new LettingGo("a-1", "undo-again", "undo/a-1")))
        .isInstanceOfSatisfying(
            LetGo.TakeBack.class,
            own -> assertThat(own.how().receipt()).isEqualTo(new Receipt.BeforeImage("C:\\t")));
  }

  @Test
  void ofTwoCopiesOfAFileEachIsPutBackByItself() {
    deleted("inv-1", "a-1", "C:\\t");
    deleted("inv-2", "a-2", "C:\\u");
    letGo("a-1");
    ended("a-1", heldBy("a-2", "inv-2"));

    assertThat(((LetGo.TakeBack) letGo("a-2")).how().ends())
        .extracting(UndoBrief.Ending::actionId)
        .containsExactly("a-2");
  }

  @Test
  void theEvidenceOfAllThatItEndsIsTold() {
    var device = device("d1", "pc-d1.corp.example");
    open("inv-1");
    tell(
        "inv-1",
        evidence(device, Verdict.MALICIOUS),
        about("a-1", isolate("d1"), device.key()),
        about("a-0", new DeviceAction.RestrictCodeExecution(device), device.key()),
        new LedgerEvent.ActionProgressed("a-1", succeeded()),
        new LedgerEvent.ActionProgressed("a-0", succeeded()));

    assertThat(((LetGo.TakeBack) letGo("a-1")).how().ends().getFirst().evidence())
        .containsExactly(
            new LedgerEvent.RemediationStatusChanged(
                device.key().value(), RemediationStatus.PARTIALLY_REMEDIATED));
    ended("a-1", FREED);
    assertThat(((LetGo.TakeBack) letGo("a-0")).how().ends().getFirst().evidence())
        .containsExactly(
            new LedgerEvent.RemediationStatusChanged(
                device.key().value(), RemediationStatus.UNREMEDIATED));
  }

  /** A case on a malicious file that was locked away, whose device was scanned as well. */
  private void lockedAwayAndScanned(InvestigationStatus end) {
    var file = file("C:\\t");
    var lockAway = new DeviceAction.StopAndQuarantineFile(file);
    var scan =
        new DeviceAction.RunAntivirusScan(
            device("d1", "pc-d1.corp.example"), DeviceAction.Scan.QUICK);
    open("inv-1");
    claim("a-1", "inv-1", lockAway);
    tell(
        "inv-1",
        evidence(file, Verdict.MALICIOUS),
        about("a-1", lockAway, file.key()),
        about("a-2", scan, file.key()),
        new LedgerEvent.ActionProgressed("a-1", done(lockAway)),
        new LedgerEvent.ActionProgressed(
            "a-2", new Outcome.Succeeded(new Receipt.None(), "Nothing was found.")),
        new LedgerEvent.StatusChanged(end, "Every action was carried out"));
  }

  @Test
  void aFileThatIsPutBackIsNotRemediedByAScan() {
    lockedAwayAndScanned(InvestigationStatus.RUNNING);

    var end = ((LetGo.TakeBack) letGo("a-1")).how().ends().getFirst();

    assertThat(end.told())
        .containsExactly(
            new LedgerEvent.RemediationStatusChanged(
                file("C:\\t").key().value(), RemediationStatus.UNREMEDIATED));
  }

  @Test
  void aCaseThatEndedAsRemediedIsNoLongerOnceSomethingIsTakenBack() {
    lockedAwayAndScanned(InvestigationStatus.REMEDIATED);
    var endedAt = theCase("inv-1").endedAt();

    var end = ((LetGo.TakeBack) letGo("a-1")).how().ends().getFirst();
    tellOn("undo/a-1/r", "inv-1", end.told().toArray(new LedgerEvent[0]));

    var now = theCase("inv-1");
    assertThat(now.state()).isEqualTo(InvestigationStatus.PARTIALLY_REMEDIATED);
    assertThat(now.state().needsAttention()).isTrue();
    assertThat(now.because()).isEqualTo("1 of 2 actions was undone");
    assertThat(now.endedAt()).isEqualTo(endedAt);
  }

  @Test
  void aCaseThatEndedOtherwiseEndedSo() {
    lockedAwayAndScanned(InvestigationStatus.TERMINATED_BY_USER);

    assertThat(((LetGo.TakeBack) letGo("a-1")).how().ends().getFirst().end()).isNull();
  }

  @Test
  void whatWasTakenBackBeforeAndWhatWasNotDoneIsToldWithIt() {
    var device = device("d1", "pc-d1.corp.example");
    open("inv-1");
    for (var id : List.of("a-1", "a-2", "a-3", "a-4")) {
      tell("inv-1", about(id, isolate(id), device.key()));
    }
    claim("a-1", "inv-1", isolate("a-1"));
    claim("a-2", "inv-1", isolate("a-2"));
    tell(
        "inv-1",
        new LedgerEvent.ActionDecided("a-4", decided(false, "ann@corp.example")),
        new LedgerEvent.ActionProgressed("a-1", succeeded()),
        new LedgerEvent.ActionProgressed("a-2", succeeded()),
        new LedgerEvent.ActionProgressed("a-3", OFF),
        new LedgerEvent.StatusChanged(
            InvestigationStatus.PARTIALLY_REMEDIATED, "1 of 4 actions was not carried out"));
    letGo("a-1");
    ended("a-1", FREED);

    assertThat(((LetGo.TakeBack) letGo("a-2")).how().ends().getFirst().end())
        .isEqualTo(
            new LedgerEvent.StatusChanged(
                InvestigationStatus.PARTIALLY_REMEDIATED,
                "Nothing was remediated: 1 of 4 actions was not carried out; 2 of 4 actions were undone"));
  }

  @Test
  void twoOfOneCaseThatAreOverAtOnceAreToldAsBothAre() {
    var device = device("d1", "pc-d1.corp.example");
    open("inv-1");
    claim("a-1", "inv-1", isolate("d1"));
    claim("a-2", "inv-1", isolate("d1"));
    tell(
        "inv-1",
        evidence(device, Verdict.MALICIOUS),
        about("a-1", isolate("d1"), device.key()),
        about("a-2", isolate("d1"), device.key()),
        new LedgerEvent.ActionProgressed("a-1", succeeded()),
        new LedgerEvent.ActionProgressed("a-2", ISOLATED_ALREADY),
        new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "Every action was done"));

    var ends = ledger.ended(new StateEnd(release("d1"), claimsToEnd("r-1", release("d1")).since()));

    assertThat(ends).hasSize(2);
    assertThat(ends)
        .allSatisfy(
            end ->
                assertThat(end.told())
                    .containsExactly(
                        new LedgerEvent.RemediationStatusChanged(
                            device.key().value(), RemediationStatus.UNREMEDIATED),
                        new LedgerEvent.StatusChanged(
                            InvestigationStatus.PARTIALLY_REMEDIATED,
                            "Nothing was remediated: 2 of 2 actions were undone")));
  }

  private static LedgerEvent.ActionPlanned about(
      String id, RemediationAction action, EntityKey key) {
    var p = plan(id, action, new Decision.NotNeeded());
    return new LedgerEvent.ActionPlanned(
        id,
        action,
        p.source(),
        Gate.AUTOMATIC,
        null,
        "because",
        Verdict.MALICIOUS,
        p.planHash(),
        p.decision(),
        null,
        null,
        null,
        null,
        null,
        List.of(key));
  }

  /** Whatever the order, what two want ends once, and by the one that was last. */
  @Test
  void ofTwoUndosAtTheSameMomentOneTakesItBack() throws Exception {
    for (int round = 0; round < 20; round++) {
      var device = "r" + round;
      var first = "a-" + round;
      var second = "b-" + round;
      ran("inv-1", first, isolate(device), succeeded());
      ran("inv-2", second, isolate(device), ISOLATED_ALREADY);

      var answers = together(() -> letGo(first), () -> letGo(second));

      assertThat(answers).filteredOn(LetGo.TakeBack.class::isInstance).hasSize(1);
      assertThat(answers).filteredOn(LetGo.HeldByOthers.class::isInstance).hasSize(1);
    }
  }

  /** Either the undo sees who comes, or who comes is told of the undo; never neither. */
  @Test
  void anUndoAndAClaimAtTheSameMomentSeeOneAnother() throws Exception {
    open("inv-2");
    for (int round = 0; round < 40; round++) {
      var device = "r" + round;
      var held = "a-" + round;
      var coming = "b-" + round;
      ran("inv-1", held, isolate(device), succeeded());

      var answers =
          this.<Object>together(() -> letGo(held), () -> claim(coming, "inv-2", isolate(device)));

      assertThat(answers.get(0) instanceof LetGo.TakeBack).isEqualTo(answers.get(1).equals(true));
    }
  }

  private <T> List<T> together(Callable<? extends T> one, Callable<? extends T> other)
      throws Exception {
    try (var both = Executors.newFixedThreadPool(2)) {
      var answers = new ArrayList<T>();
      var futures = List.of(both.submit(one), both.submit(other));
      for (var future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
