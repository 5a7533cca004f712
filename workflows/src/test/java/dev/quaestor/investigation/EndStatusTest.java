package dev.quaestor.investigation;

import static dev.quaestor.fixtures.Fixtures.phishUrl;
import static dev.quaestor.ledger.InvestigationStatus.FAILED;
import static dev.quaestor.ledger.InvestigationStatus.NO_THREATS_FOUND;
import static dev.quaestor.ledger.InvestigationStatus.PARTIALLY_INVESTIGATED;
import static dev.quaestor.ledger.InvestigationStatus.PARTIALLY_REMEDIATED;
import static dev.quaestor.ledger.InvestigationStatus.REMEDIATED;
import static dev.quaestor.ledger.InvestigationStatus.SUPPRESSED;
import static dev.quaestor.ledger.InvestigationStatus.TERMINATED_BY_SYSTEM;
import static dev.quaestor.ledger.InvestigationStatus.UNSUPPORTED_ALERT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EveryAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.approval.Decision;
import dev.quaestor.board.CaseAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a case that nobody stopped ends: DOMAIN §11, in its order. */
class EndStatusTest {
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  private static final Assessment BAD =
      assessed(new Url("http://bad.example/"), Finding.weighs("v", "BAD", 100, "Bad."));
  private static final Assessment FINE =
      assessed(new Url("http://fine.example/"), Finding.nothing("v", "FINE", "Fine."));
  private static final Assessment UNHEARD =
      assessed(new Url("http://new.example/"), Finding.inconclusive("v", "NEW", "New."));
  private static final Assessment BLIND =
      assessed(new Url("http://down.example/"), Finding.blind("v", "DOWN", "Down."));
  private static final Assessment BAD_AND_BLIND =
      assessed(
          new Url("http://half.example/"),
          Finding.weighs("v", "BAD", 100, "Bad."),
          Finding.blind("w", "DOWN", "Down."));
  private static final Assessment KNOWN =
      assessed(device("web-1"), Finding.nothing("v", "FINE", "Fine."));
  private static final Assessment NEW_DEVICE =
      assessed(device("web-2"), Finding.inconclusive("v", "NEW", "New."));
  private static final Assessment ODD =
      assessed(new Url("http://odd.example/"), Finding.weighs("v", "ODD", 30, "Odd."));
  private static final Assessment CONTEXT =
      judged(
          new Evidence(
              new Url("http://context.example/"),
              List.of(Role.CONTEXTUAL),
              null,
              List.of("a1"),
              0,
              null),
          Finding.inconclusive("v", "NEW", "New."));
  private static final Assessment LED_TO =
      judged(
          Evidence.found(new Url("http://led.example/"), FINE.evidence(), Role.SUSPICIOUS),
          Finding.inconclusive("v", "NEW", "New."));
  private static final Assessment OTHER = assessed(new OtherArtifact("blob", "b"));

  private static final Assessment EXCLUDED =
      assessed(
          new Url("http://excluded.example/"),
          Finding.inconclusive("x", "EXCLUDED", "Excluded.").from(Finding.Origin.EXCLUSION));

  private static final Outcome DONE = new Outcome.Succeeded(new Receipt.State(false), "Seen");
  private static final Decision NO_NEED = new Decision.NotNeeded();
  private static final Decision REJECTED =
      new Decision.ByPerson(false, "dana", true, Decision.Channel.UPDATE, null, null, NOW);
  private static final Decision EXPIRED = new Decision.Expired(NOW);
  private static final Decision SUPERSEDED = new Decision.Superseded(null, NOW);

  private static Device device(String name) {
    return new Device(null, name, null, null, List.of(), List.of());
  }

  private static Assessment assessed(Entity entity, Finding... findings) {
    return judged(Evidence.named(entity, "a1", null), findings);
  }

  private static Assessment judged(Evidence evidence, Finding... findings) {
    var reasons = List.of(findings);
    return new Assessment(evidence, true, reasons, VerdictRules.conclude(reasons), List.of());
  }

  private static CaseAction action(ActionType type, Decision decision, Outcome outcome) {
    var plan =
        new PlannedAction(
            EveryAction.of(type),
            Gate.APPROVAL,
            "rule",
            "because",
            Verdict.MALICIOUS,
            List.of(phishUrl().key()),
            true);
    return new CaseAction(
        "act-" + type, plan, "hash", NOW, decision, outcome == null ? 0 : 1, null, outcome, false);
  }

  private static CaseAction isolate(Decision decision, Outcome outcome) {
    return action(ActionType.ISOLATE_DEVICE, decision, outcome);
  }

  private static CaseAction expand(Decision decision) {
    return action(ActionType.EXPAND_INVESTIGATION, decision, null);
  }

  private static CaseAction block(Decision decision, Outcome outcome) {
    return action(ActionType.BLOCK_URL, decision, outcome);
  }

  static Stream<Arguments> ends() {
    var failed = new Outcome.Failed("REJECTED", "No.");
    var partly = new Outcome.PartiallySucceeded(new Receipt.None(), "1 of 2");
    return Stream.of(
        end("mail that nobody decided", TERMINATED_BY_SYSTEM, List.of(BAD), block(EXPIRED, null)),
        end(
            "mail of which one was decided",
            PARTIALLY_REMEDIATED,
            List.of(BAD),
            block(EXPIRED, null),
            action(ActionType.SOFT_DELETE_EMAIL, REJECTED, null)),
        end(
            "mail and a device that nobody decided",
            PARTIALLY_REMEDIATED,
            List.of(BAD),
            block(EXPIRED, null),
            isolate(EXPIRED, null)),
        end("nothing known of its kind", UNSUPPORTED_ALERT_TYPE, List.of(OTHER)),
        end("nothing was named", UNSUPPORTED_ALERT_TYPE, List.of()),
        end("nothing could be looked at", FAILED, List.of(BLIND)),
        end("a part could not", PARTIALLY_INVESTIGATED, List.of(FINE, BLIND)),
        end(
            "a part could not, the rest is done",
            PARTIALLY_INVESTIGATED,
            List.of(BAD, BLIND),
            isolate(NO_NEED, DONE)),
        end(
            "one source of two could not",
            PARTIALLY_INVESTIGATED,
            List.of(BAD_AND_BLIND),
            isolate(NO_NEED, DONE)),
        end(
            "a part could not and an action failed",
            PARTIALLY_REMEDIATED,
            List.of(BAD, BLIND),
            isolate(NO_NEED, failed)),
        end("nothing was found", NO_THREATS_FOUND, List.of(FINE)),
        end("nobody knows one of two", PARTIALLY_INVESTIGATED, List.of(FINE, UNHEARD)),
        end("nobody knows what it is about", PARTIALLY_INVESTIGATED, List.of(KNOWN, UNHEARD)),
        end("nobody knows where it was", NO_THREATS_FOUND, List.of(FINE, NEW_DEVICE)),
        end("nobody knows the context", NO_THREATS_FOUND, List.of(FINE, CONTEXT)),
        end("nobody knows what it led to", NO_THREATS_FOUND, List.of(FINE, LED_TO)),
        end("nobody knows the device it is about", PARTIALLY_INVESTIGATED, List.of(NEW_DEVICE)),
        end("the device it is about is fine", NO_THREATS_FOUND, List.of(KNOWN)),
        end("something speaks against it", PARTIALLY_INVESTIGATED, List.of(FINE, ODD)),
        end("nobody knows any of it", PARTIALLY_INVESTIGATED, List.of(UNHEARD)),
        end("no action answers it", PARTIALLY_INVESTIGATED, List.of(BAD)),
        end(
            "only a superseded one answered it",
            PARTIALLY_INVESTIGATED,
            List.of(BAD),
            isolate(SUPERSEDED, null)),
        end("all done", REMEDIATED, List.of(BAD), isolate(NO_NEED, DONE)),
        end(
            "it was so already",
            REMEDIATED,
            List.of(BAD),
            isolate(NO_NEED, new Outcome.AlreadyInState("So."))),
        end("a person said no", REMEDIATED, List.of(BAD), isolate(REJECTED, null)),
        end(
            "a superseded one does not count",
            REMEDIATED,
            List.of(BAD),
            isolate(SUPERSEDED, null),
            block(REJECTED, null)),
        end("partly done", PARTIALLY_REMEDIATED, List.of(BAD), isolate(NO_NEED, partly)),
        end(
            "failed",
            PARTIALLY_REMEDIATED,
            List.of(BAD),
            isolate(NO_NEED, DONE),
            block(NO_NEED, failed)),
        end(
            "unsupported",
            PARTIALLY_REMEDIATED,
            List.of(BAD),
            isolate(NO_NEED, new Outcome.Unsupported("No."))),
        end(
            "mail that nobody decided goes before a part that could not be looked at",
            TERMINATED_BY_SYSTEM,
            List.of(BAD, BLIND),
            block(EXPIRED, null)),
        end("all of it excluded", SUPPRESSED, List.of(EXCLUDED)),
        end("what is excluded is not blind", NO_THREATS_FOUND, List.of(FINE, EXCLUDED)),
        end("what is excluded was not looked at either", FAILED, List.of(BLIND, EXCLUDED)),
        end(
            "a person did not want it followed",
            REMEDIATED,
            List.of(BAD),
            isolate(NO_NEED, DONE),
            expand(REJECTED)),
        end(
            "nobody said whether to follow it",
            PARTIALLY_INVESTIGATED,
            List.of(BAD),
            isolate(NO_NEED, DONE),
            expand(EXPIRED)),
        end(
            "nobody said whether to follow it, and an action failed",
            PARTIALLY_REMEDIATED,
            List.of(BAD),
            isolate(NO_NEED, failed),
            expand(EXPIRED)),
        end(
            "following it remedies nothing",
            PARTIALLY_INVESTIGATED,
            List.of(BAD),
            expand(REJECTED)),
        end(
            "nothing bad where it was not followed",
            NO_THREATS_FOUND,
            List.of(FINE),
            expand(REJECTED)),
        end("expired on a device", PARTIALLY_REMEDIATED, List.of(BAD), isolate(EXPIRED, null)));
  }

  private static Arguments end(
      String what, InvestigationStatus status, List<Assessment> evidence, CaseAction... actions) {
    return Arguments.of(what, status, evidence, List.of(actions));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void ends(
      String what,
      InvestigationStatus status,
      List<Assessment> evidence,
      List<CaseAction> actions) {
    var close = EndStatus.of(evidence, actions);
    assertThat(close.status()).isEqualTo(status);
    assertThat(close.status().ended()).isTrue();
    assertThat(close.because()).isNotBlank();
  }

  static Stream<Arguments> reasons() {
    var failed = new Outcome.Failed("REJECTED", "No.");
    var unsupported = new Outcome.Unsupported("No.");
    return Stream.of(
        Arguments.of(
            "Nothing was remediated: 1 of 1 action was not decided in time",
            List.of(isolate(EXPIRED, null))),
        Arguments.of(
            "Nothing was remediated: 1 of 1 action was not possible",
            List.of(isolate(NO_NEED, unsupported))),
        Arguments.of(
            "1 of 2 actions was not carried out",
            List.of(isolate(NO_NEED, DONE), block(NO_NEED, failed))),
        Arguments.of(
            "1 of 1 action was carried out only in part",
            List.of(
                isolate(NO_NEED, new Outcome.PartiallySucceeded(new Receipt.None(), "1 of 2")))));
  }

  /** That something is left undone is DOMAIN's PARTIALLY_REMEDIATED, even where all of it is. */
  @ParameterizedTest
  @MethodSource("reasons")
  void itSaysWhatBecameOfWhatWasNotDone(String because, List<CaseAction> actions) {
    var end = EndStatus.of(List.of(BAD), actions);

    assertThat(end.status()).isEqualTo(PARTIALLY_REMEDIATED);
    assertThat(end.because()).isEqualTo(because);
  }
}
