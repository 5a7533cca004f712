package dev.quaestor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.alert.Severity;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Propagation;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.fixtures.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No person causes automatically what they may not order: by no route, in no area. */
class NobodyCausesTest {
  private static final UserAccount USER =
      new UserAccount("u1", "meg@contoso.example", null, null, null);

  /** By what a person's word gets into a case. */
  private enum Route {
    /** They handed in the alert that names the thing, and the engine finds it bad. */
    ALERT,
    /** A sensor named the thing; their alert calls it malicious, by the vendor's finding. */
    VERDICT,
    /** They said what it is, or listed it: their word convicts. */
    WORD,
    /** A sensor's alert, made urgent enough by theirs. */
    SEVERITY,
    /** They named what led to it. */
    PIVOT,
    /** They convicted what is carried in it. */
    PART
  }

  /** Evidence, and an action that the policy takes on it by itself. */
  private static Stream<Arguments> acts() {
    return Stream.of(
        Arguments.of(Fixtures.downloadedFile(), ActionType.STOP_AND_QUARANTINE_FILE),
        Arguments.of(Fixtures.downloadedFile(), ActionType.ISOLATE_DEVICE),
        Arguments.of(Fixtures.laptop(), ActionType.RUN_ANTIVIRUS_SCAN),
        Arguments.of(Fixtures.phishUrl(), ActionType.BLOCK_URL),
        Arguments.of(Fixtures.phish(), ActionType.SOFT_DELETE_EMAIL),
        Arguments.of(Fixtures.phishCluster(), ActionType.SOFT_DELETE_EMAIL),
        Arguments.of(Fixtures.forwardingRule(), ActionType.TURN_OFF_EXTERNAL_FORWARDING),
        Arguments.of(USER, ActionType.DISABLE_USER));
  }

  private static List<Remit> remits() {
    return IntStream.range(0, 8)
        .mapToObj(
            bits ->
                Remit.of(
                    Stream.of(Area.values()).filter(a -> (bits >> a.ordinal() & 1) == 1).toList()))
        .toList();
  }

  static Stream<Arguments> everyRouteRoleAndArea() {
    return acts()
        .flatMap(
            act ->
                Stream.of(Route.values())
                    .flatMap(
                        route ->
                            remits().stream()
                                .map(
                                    remit ->
                                        Arguments.of(act.get()[0], act.get()[1], route, remit))));
  }

  private static Policy acting(EntityKind kind, ActionType type) {
    return acting(kind, type, Gate.AUTOMATIC, 100);
  }

  private static Policy acting(EntityKind kind, ActionType type, Gate gate, int most) {
    return new Policy(
        "acts",
        List.of(),
        AutomationLevel.FULL,
        List.of(),
        List.of(
            new PolicyRule(
                "acts",
                List.of(kind),
                List.of(Verdict.MALICIOUS),
                Severity.HIGH,
                List.of(type),
                gate,
                List.of(),
                PolicyRule.WithoutUndo.ACCEPTED)),
        new Policy.Approvals(java.time.Duration.ofDays(7), Policy.Unsigned.REFUSE),
        new Policy.Guardrails(List.of(), most),
        Fixtures.defaultLimits(),
        new Policy.AutomaticMail(100),
        Policy.Manual.asEver(),
        List.of(),
        List.of());
  }

  private static Assessment bad(Evidence evidence, Remit named, Finding... findings) {
    return new Assessment(
        evidence.saidBy(named),
        true,
        List.of(findings),
        VerdictRules.conclude(List.of(findings)),
        List.of(ActionType.values()),
        List.of(),
        evidence.entity() instanceof dev.quaestor.entity.Device d ? d : null);
  }

  private static final Finding SEEN = Finding.weighs("engine", "BAD", 100, "It is bad.");
  private static final Finding LOOKED = Finding.nothing("engine", "FINE", "It is fine.");

  private static Evidence named(Entity entity) {
    return Evidence.named(entity, "a1", null);
  }

  private static List<Assessment> caseOf(Entity about, Route route, Remit remit) {
    var pieces = new ArrayList<Assessment>();
    var word = Finding.convicts("analyst:x", "TRUE_POSITIVE", "They say so.").saidBy(remit);
    switch (route) {
      case ALERT, PIVOT -> pieces.add(bad(named(about), remit, SEEN));
      case VERDICT ->
          pieces.add(
              bad(
                  named(about),
                  Remit.EVERYWHERE,
                  LOOKED,
                  Finding.weighs("me", "VENDOR_MALICIOUS", 100, "The alert says so.")
                      .saidBy(remit)));
      case WORD, PART -> pieces.add(bad(named(about), Remit.EVERYWHERE, LOOKED, word));
      case SEVERITY -> pieces.add(bad(named(about), Remit.EVERYWHERE, SEEN));
    }
    if (route == Route.PART && about instanceof dev.quaestor.entity.MailCluster) {
      pieces.set(0, bad(named(about), Remit.EVERYWHERE, LOOKED));
      pieces.add(bad(named(Fixtures.phish()), Remit.EVERYWHERE, LOOKED, word));
    }
    if (!(about instanceof dev.quaestor.entity.Device)) {
      pieces.add(bad(named(Fixtures.laptop()), Remit.EVERYWHERE, LOOKED));
    }
    return Propagation.apply(pieces);
  }

  @ParameterizedTest(name = "{1} by {2} of somebody who may act in {3}")
  @MethodSource("everyRouteRoleAndArea")
  void whatFollowsRunsByItselfOnlyWhereItsAuthorMayOrderIt(
      Entity about, ActionType type, Route route, Remit remit) {
    var policy = acting(about.kind(), type);
    var sensors = route == Route.SEVERITY ? Severity.LOW : Severity.HIGH;

    var planned =
        Planner.plan(
            policy,
            Severity.HIGH,
            area -> remit.covers(area) ? Severity.HIGH : sensors,
            caseOf(about, route, remit));

    assertThat(planned)
        .filteredOn(p -> p.gate() == Gate.AUTOMATIC)
        .allSatisfy(p -> assertThat(remit.covers(p.action().type().area())).isTrue());
  }

  /** The test above could not fail if nothing ever ran by itself. */
  @ParameterizedTest
  @MethodSource("acts")
  void ofASensorTheSameRunsWhereTheMatrixLetsIt(Entity about, ActionType type) {
    var sensor =
        Planner.plan(
            acting(about.kind(), type),
            Severity.HIGH,
            caseOf(about, Route.ALERT, Remit.EVERYWHERE));
    var person =
        Planner.plan(
            acting(about.kind(), type), Severity.HIGH, caseOf(about, Route.ALERT, Remit.NOWHERE));

    assertThat(sensor).isNotEmpty();
    if (type.area() == Area.DEVICE) {
      assertThat(sensor).anyMatch(p -> p.gate() == Gate.AUTOMATIC);
    }
    assertThat(person).noneMatch(p -> p.gate() == Gate.AUTOMATIC);
  }

  @ParameterizedTest
  @MethodSource("acts")
  void whatOnlySomebodyCallsUrgentWhoMayNotActIsStillProposed(Entity about, ActionType type) {
    var planned =
        Planner.plan(
            acting(about.kind(), type),
            Severity.HIGH,
            area -> Severity.INFORMATIONAL,
            caseOf(about, Route.ALERT, Remit.NOWHERE));

    assertThat(planned).isNotEmpty().allMatch(p -> p.gate() == Gate.APPROVAL);
  }

  static Stream<Arguments> everyActAndArea() {
    return acts()
        .flatMap(act -> remits().stream().map(r -> Arguments.of(act.get()[0], act.get()[1], r)));
  }

  @ParameterizedTest(name = "{1} called harmless by somebody who may act in {2}")
  @MethodSource("everyActAndArea")
  void whoMayNotDecideTakesNothingFromThoseWhoMay(Entity about, ActionType type, Remit remit) {
    var calm = Finding.clears("analyst:x", "FALSE_POSITIVE", "They say so.").saidBy(remit);
    var pieces = new ArrayList<Assessment>();
    pieces.add(bad(named(about), Remit.EVERYWHERE, SEEN, calm));
    if (!(about instanceof dev.quaestor.entity.Device)) {
      pieces.add(bad(named(Fixtures.laptop()), Remit.EVERYWHERE, LOOKED));
    }

    var planned = Planner.plan(acting(about.kind(), type), Severity.HIGH, pieces);

    if (remit.covers(type.area())) {
      assertThat(planned).isEmpty();
    } else {
      assertThat(planned)
          .isNotEmpty()
          .allMatch(p -> p.action().type() == type && p.gate() == Gate.APPROVAL);
    }
  }

  private static final Finding CALM =
      Finding.clears("analyst:x", "FALSE_POSITIVE", "They say so.").saidBy(Remit.NOWHERE);

  @Test
  void whatTheRulesForbidIsNotAskedAboutBecauseSomebodyCalledItHarmless() {
    var pieces =
        List.of(
            bad(named(Fixtures.downloadedFile()), Remit.EVERYWHERE, SEEN, CALM),
            bad(named(Fixtures.laptop()), Remit.EVERYWHERE, LOOKED));
    var type = ActionType.STOP_AND_QUARANTINE_FILE;

    assertThat(Planner.plan(acting(EntityKind.FILE, type), Severity.HIGH, pieces)).isNotEmpty();
    assertThat(Planner.plan(acting(EntityKind.FILE, type, Gate.NEVER, 100), Severity.HIGH, pieces))
        .isEmpty();
  }

  @Test
  void whatMadeAnotherThingBadStillDoesThoughSomebodyCalledItHarmless() {
    var pieces =
        Propagation.apply(
            List.of(
                bad(named(Fixtures.phishCluster()), Remit.EVERYWHERE, LOOKED),
                bad(named(Fixtures.phish()), Remit.EVERYWHERE, SEEN, CALM)));

    assertThat(
            Planner.plan(
                acting(EntityKind.MAIL_CLUSTER, ActionType.SOFT_DELETE_EMAIL),
                Severity.HIGH,
                pieces))
        .extracting(PlannedAction::gate)
        .containsExactly(Gate.APPROVAL);
  }

  @Test
  void whatDoesNotRunUsesUpNoneOfWhatMayRun() {
    var theirs = Fixtures.downloadedFile();
    var sensors =
        new FileArtifact(Fixtures.LAPTOP_ID, "b.exe", "C:\\x", null, "c1", null, null, null);
    var planned =
        Planner.plan(
            acting(EntityKind.FILE, ActionType.STOP_AND_QUARANTINE_FILE, Gate.AUTOMATIC, 1),
            Severity.HIGH,
            List.of(
                bad(named(theirs), Remit.NOWHERE, SEEN),
                bad(named(sensors), Remit.EVERYWHERE, SEEN),
                bad(named(Fixtures.laptop()), Remit.EVERYWHERE, LOOKED)));

    assertThat(planned)
        .extracting(p -> p.action().target().label(), PlannedAction::gate)
        .containsExactly(
            tuple(theirs.label(), Gate.APPROVAL), tuple(sensors.label(), Gate.AUTOMATIC));
  }

  /** Restricting somebody's word never makes more run. */
  @Test
  void aSmallerRemitNeverMakesMoreRun() {
    var random = new Random(20261128);
    var subjects = acts().toList();
    for (int i = 0; i < 300; i++) {
      var act = subjects.get(random.nextInt(subjects.size())).get();
      var about = (Entity) act[0];
      var route = Route.values()[random.nextInt(Route.values().length)];
      var large = remits().get(random.nextInt(8));
      var small = large.and(remits().get(random.nextInt(8)));
      var policy = acting(about.kind(), (ActionType) act[1]);

      assertThat(automatic(policy, caseOf(about, route, large)))
          .containsAll(automatic(policy, caseOf(about, route, small)));
    }
  }

  private static List<String> automatic(Policy policy, List<Assessment> evidence) {
    return Planner.plan(policy, Severity.HIGH, evidence).stream()
        .filter(p -> p.gate() == Gate.AUTOMATIC)
        .map(p -> p.action().type() + " " + p.action().target().key())
        .toList();
  }
}
