package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.DeviceAction.IsolateDevice;
import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.DeviceAction.ReleaseDevice;
import dev.quaestor.action.DeviceAction.ReleaseFromQuarantine;
import dev.quaestor.action.DeviceAction.StopAndQuarantineFile;
import dev.quaestor.action.IdentityAction.DisableUser;
import dev.quaestor.action.Left;
import dev.quaestor.action.LiveResponseAction.RunScript;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.action.RemediationActivities.Command;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.ScriptExecution;
import dev.quaestor.connector.capability.ScriptLibraryReader;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.wire.FailureType;
import dev.quaestor.wire.QuaestorJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each estate's machines are its own connector's, whichever of the connectors comes first. */
class TwoEstatesTest {
  private static final String LAPTOP = "f980c21f678367cc05efd88ce7cf321cafa13a84";

  /** Of the same form as the other estate's: ids are opaque. */
  private static final String WEB = "164ffc9c820d1afc68f3100083311952c4fa946b";

  private static final String BOTH_THERE = "2d7b1e0c5a4f38967d2c1b0a9f8e7d6c5b4a3920";
  private static final String BOTH_HERE = "machine-id-of-both";

  private final Estate defender = Estate.of("defender").with(LAPTOP, "laptop-1");
  private final Estate linux = Estate.of("linux").with(WEB, "web-1");
  private final List<TestActivityEnvironment> opened = new ArrayList<>();

  /** In which order they are configured. */
  enum Order {
    DEFENDER_FIRST,
    LINUX_FIRST
  }

  @AfterEach
  void close() {
    opened.forEach(TestActivityEnvironment::close);
  }

  private Connectors connectors(Order order) {
    return switch (order) {
      case DEFENDER_FIRST -> new Connectors(List.of(defender, linux));
      case LINUX_FIRST -> new Connectors(List.of(linux, defender));
    };
  }

  private RemediationActivities acting(Order order) {
    return acting(connectors(order));
  }

  private RemediationActivities acting(Connectors connectors) {
    var environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(QuaestorJson.dataConverter())
                        .build())
                .build());
    opened.add(environment);
    environment.registerActivitiesImplementations(
        new RemediationExecution(connectors, new SimpleMeterRegistry(), Duration.ZERO));
    return environment.newActivityStub(
        RemediationActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofMinutes(1))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build());
  }

  private static Device host(String name) {
    return new Device(null, name, null, null, List.of(), List.of());
  }

  private static IsolateDevice isolate(String handle) {
    return new IsolateDevice(
        handle.length() == WEB.length() ? Device.ofId(handle) : host(handle), Isolation.FULL);
  }

  private static Command prepared(
      RemediationActivities acting, String id, RemediationAction action) {
    var command = Acting.command(id, action);
    if (acting.prepare(command) instanceof Preparation.Ready ready) {
      return command.with(ready.receipt()).through(ready.connector());
    }
    throw new AssertionError("refused: " + acting.prepare(command));
  }

  private static Outcome run(RemediationActivities acting, String id, RemediationAction action) {
    return acting.perform(prepared(acting, id, action));
  }

  /** As an undo does it. */
  private static Outcome undo(
      RemediationActivities acting, RemediationAction action, Outcome outcome) {
    var receipt = Acting.receipt(outcome);
    var command =
        Acting.command("undo", action.inverse(receipt).orElseThrow())
            .takingBack(new Left(List.of("a1"), receipt));
    return acting.prepare(command) instanceof Preparation.Ready ready
        ? acting.perform(command.with(ready.receipt()))
        : acting.perform(command);
  }

  private static String refusal(RemediationActivities acting, RemediationAction action) {
    if (acting.prepare(Acting.command("a1", action)) instanceof Preparation.Refused refused) {
      assertThat(refused.outcome()).isInstanceOf(Outcome.Unsupported.class);
      return refused.outcome().sentence();
    }
    throw new AssertionError("not refused");
  }

  private static void assertIsOutage(Runnable call, String sentence) {
    assertThatThrownBy(call::run)
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureType.BACK_END_DOWN.name());
              assertThat(failure.isNonRetryable()).isFalse();
              assertThat(failure.getOriginalMessage()).isEqualTo(sentence);
            });
  }

  @ParameterizedTest
  @EnumSource
  void eachHostIsIsolatedAndReleasedThroughItsOwnEstateAlone(Order order) {
    for (var handle : List.of("web-1", WEB)) {
      var acting = acting(order);
      var outcome = run(acting, "a1", isolate(handle));
      assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
      assertThat(outcome.sentence()).contains("done by linux");
      assertThat(linux.hasIsolated(WEB)).isTrue();

      assertThat(undo(acting, isolate(handle), outcome)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(linux.hasIsolated(WEB)).isFalse();
    }
    assertThat(defender.acts).isEmpty();
    linux.acts.clear();

    var acting = acting(order);
    var outcome = run(acting, "a2", isolate("laptop-1"));
    assertThat(undo(acting, isolate("laptop-1"), outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(defender.acts).containsExactly("isolate " + LAPTOP, "release " + LAPTOP);
    assertThat(linux.acts).isEmpty();
  }

  /** An order that nobody has looked at goes by the same rule as an investigation. */
  @ParameterizedTest
  @EnumSource
  void aFirstLabelOfTwoHostsIsNobodysAndAWholeNameIsOnes(Order order) {
    defender.with("files-there", "files-1.contoso.example");
    linux.with("files-here", "files-1.estate.example");
    var acting = acting(order);
    var first = order == Order.DEFENDER_FIRST;
    var one = "files-1.contoso.example (defender)";
    var other = "files-1.estate.example (linux)";

    assertThat(refusal(acting, isolate("files-1")))
        .isEqualTo(
            "files-1 may be %s or %s; name one by its id or whole name"
                .formatted(first ? one : other, first ? other : one));
    assertThat(refusal(acting, new ReleaseDevice(host("files-1")))).contains("may be");
    assertThat(defender.acts).isEmpty();
    assertThat(linux.acts).isEmpty();

    assertThat(run(acting, "a1", isolate("files-1.estate.example")).sentence())
        .contains("done by linux");
  }

  /** A worker that starts again may have them in another order. */
  @Test
  void whatWasDoneIsTakenBackAfterTheOrderWasChanged() {
    var outcome = run(acting(Order.DEFENDER_FIRST), "a1", isolate("web-1"));

    assertThat(undo(acting(Order.LINUX_FIRST), isolate("web-1"), outcome))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(linux.hasIsolated(WEB)).isFalse();
    assertThat(defender.acts).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aHostIsToldByTheIdThatItsOwnEstateHasOfIt(Order order) {
    assertThat(acting(order).prepare(Acting.command("a1", isolate("web-1"))).as())
        .isEqualTo(Device.ofId(WEB));
  }

  @ParameterizedTest
  @EnumSource
  void anEstateThatIsAwayStopsNobodyElse(Order order) {
    defender.isAway();
    var acting = acting(order);

    var outcome = run(acting, "a1", isolate("web-1"));

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(undo(acting, isolate("web-1"), outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(defender.acts).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEstateThatHangsHoldsUpNobodyElse(Order order) {
    defender.hangs();
    var acting = acting(order);
    var began = Instant.now();

    assertThat(run(acting, "a1", isolate("web-1"))).isInstanceOf(Outcome.Succeeded.class);

    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(defender.acts).isEmpty();
    assertThat(defender.wasStopped).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyKnowsWhileOneIsAwayIsAnOutageAndNotUnknown(Order order) {
    defender.isAway();
    var acting = acting(order);

    assertIsOutage(
        () -> acting.prepare(Acting.command("a1", isolate("laptop-1"))), "defender is away");
    assertIsOutage(
        () -> acting.perform(Acting.command("a1", isolate("laptop-1"))), "defender is away");
    assertThat(linux.acts).isEmpty();

    defender.isThere();
    assertThat(run(acting, "a1", isolate("laptop-1"))).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void whatNobodyKnowsIsRefusedInTheWordsOfAll() {
    assertThat(refusal(acting(Order.DEFENDER_FIRST), isolate("nowhere")))
        .isEqualTo("defender has no such device; linux has no such device");
    assertThat(refusal(acting(Order.LINUX_FIRST), isolate("nowhere")))
        .isEqualTo("linux has no such device; defender has no such device");
    assertThat(
            acting(Order.LINUX_FIRST).perform(Acting.command("a1", isolate("nowhere"))).sentence())
        .isEqualTo("linux has no such device; defender has no such device");
  }

  @ParameterizedTest
  @EnumSource
  void whatBothKnowIsTheFirstOnes(Order order) {
    defender.with(BOTH_THERE, "both-1.contoso.example");
    linux.with(BOTH_HERE, "both-1.contoso.example");

    assertThat(run(acting(order), "a1", isolate("both-1.contoso.example")))
        .isInstanceOf(Outcome.Succeeded.class);

    assertThat(defender.hasIsolated(BOTH_THERE)).isEqualTo(order == Order.DEFENDER_FIRST);
    assertThat(linux.hasIsolated(BOTH_HERE)).isEqualTo(order == Order.LINUX_FIRST);
  }

  @ParameterizedTest
  @EnumSource
  void whatOneKnowsAndCannotReachIsTheOthersAndSoIsItsUndo(Order order) {
    defender.with(BOTH_THERE, "both-1.contoso.example", false);
    linux.with(BOTH_HERE, "both-1.contoso.example");
    var acting = acting(order);

    var outcome = run(acting, "a1", isolate("both-1.contoso.example"));

    assertThat(linux.hasIsolated(BOTH_HERE)).isTrue();
    assertThat(undo(acting, isolate("both-1.contoso.example"), outcome))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(linux.hasIsolated(BOTH_HERE)).isFalse();
    assertThat(defender.acts).isEmpty();
  }

  /** What stands in the way is told by who knows the device, not by a stranger to it. */
  @ParameterizedTest
  @EnumSource
  void whyItCannotBeDoneIsSaidByWhoKnowsTheDevice(Order order) {
    linux.with("old", "old-1", false);

    assertThat(refusal(acting(order), isolate("old-1")))
        .isEqualTo("The device is not onboarded to linux");
  }

  @Test
  void whoHasNoDirectoryActsInItsTurnOnWhatItCan() {
    var plain = Estate.withoutDirectory("firewall");

    var last = acting(new Connectors(List.of(defender, linux, plain)));
    assertThat(run(last, "a1", isolate("nowhere"))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(plain.acts).containsExactly("isolate nowhere");
    plain.acts.clear();
    assertThat(run(last, "a2", isolate("web-1"))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(plain.acts).isEmpty();

    defender.isAway();
    assertThat(run(last, "a3", isolate("elsewhere"))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(plain.acts).containsExactly("isolate elsewhere");
  }

  @ParameterizedTest
  @EnumSource
  void whoSeesNothingInTheWayIsKeptFromStrangersAllTheSame(Order order) {
    var careless = Estate.of("careless").heedless();
    var acting =
        acting(
            new Connectors(
                order == Order.DEFENDER_FIRST
                    ? List.of(defender, careless)
                    : List.of(careless, defender)));

    assertThat(run(acting, "a1", isolate("laptop-1"))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(refusal(acting, isolate("nowhere"))).contains("careless knows no such device");
    assertThat(refusal(acting, new StopAndQuarantineFile(file(null))))
        .contains("It is not known which device it is on");
    assertThat(careless.acts).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasBegunIsFollowedAndStoppedWhereItWasBegun(Order order) {
    linux.takingTime();
    defender.takingTime();
    var acting = acting(order);
    var command = prepared(acting, "a1", isolate("web-1"));

    var begun = (Outcome.Unfinished) acting.perform(command);
    defender.isAway();

    assertThat(acting.follow(command, begun)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.abandon(command, begun.ticket())).isInstanceOf(Outcome.Succeeded.class);
    assertThat(linux.acts).contains("poll linux-1", "cancel linux-1");
    assertThat(defender.acts).isEmpty();
  }

  /** It may be in force, and that it cannot be seen is no failure. */
  @ParameterizedTest
  @EnumSource
  void whatWasBegunIsNotLostByDirectoriesThatTalkNonsense(Order order) {
    linux.takingTime();
    var acting = acting(order);
    var command = prepared(acting, "a1", isolate("web-1")).through(null);
    var begun = (Outcome.Unfinished) acting.perform(command);
    Runnable nonsense =
        () -> {
          throw new ConnectorException(ConnectorException.Kind.MALFORMED_ANSWER, "no JSON");
        };
    defender.instead = nonsense;
    linux.instead = nonsense;

    assertThat(acting.follow(command, begun)).isInstanceOf(Outcome.Unknown.class);
    assertThat(acting.abandon(command, begun.ticket())).isInstanceOf(Outcome.Unknown.class);
    assertThat(acting.perform(command.asBegun())).isInstanceOf(Outcome.Unknown.class);
    assertThat(defender.acts).isEmpty();
  }

  /** When it was agreed to it was there, and nobody else can have been meant. */
  @ParameterizedTest
  @EnumSource
  void whatWasPreparedGoesOnWhileItsOwnDirectoryIsAway(Order order) {
    var acting = acting(order);
    var command = prepared(acting, "a1", isolate("laptop-1"));
    defender.isAway();

    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(defender.hasIsolated(LAPTOP)).isTrue();
    assertThat(linux.acts).isEmpty();
  }

  /** A command of 0.1.0: who is meant is found as it was then. */
  @ParameterizedTest
  @EnumSource
  void whatWasPreparedByNobodyInParticularGoesOnWhereNobodyElseCanHaveBeenMeant(Order order) {
    var acting = acting(order);
    var command = prepared(acting, "a1", isolate("laptop-1")).through(null);
    defender.isAway();

    assertThat(acting.perform(command)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(defender.hasIsolated(LAPTOP)).isTrue();

    linux.isAway();
    assertIsOutage(
        () -> acting.perform(command), order == Order.DEFENDER_FIRST ? DEFENDER_AWAY : LINUX_AWAY);
  }

  private static final String DEFENDER_AWAY = "defender is away";
  private static final String LINUX_AWAY = "linux is away";

  @ParameterizedTest
  @EnumSource
  void whatIsForgottenAfterItWasPreparedIsNotDoneToAnotherEstate(Order order) {
    var acting = acting(order);
    var command = prepared(acting, "a1", isolate("web-1"));
    linux.forget(WEB);

    assertThat(acting.perform(command.through(null))).isInstanceOf(Outcome.Unsupported.class);
    assertThat(linux.acts).isEmpty();
    acting.perform(command);
    assertThat(defender.acts).isEmpty();
  }

  private static IsolateDevice both() {
    return isolate("both-1.contoso.example");
  }

  /** Whoever comes first since. */
  @ParameterizedTest
  @EnumSource
  void whoHasPreparedItDoesItFollowsItAndTakesItBack(Order order) {
    defender.with(BOTH_THERE, "both-1.contoso.example");
    linux.with(BOTH_HERE, "both-1.contoso.example").takingTime();
    var command = prepared(acting(Order.LINUX_FIRST), "a1", both());
    assertThat(command.connector()).isEqualTo("linux");
    var acting = acting(order);

    var begun = (Outcome.Unfinished) acting.perform(command);
    assertThat(acting.follow(command, begun)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(acting.abandon(command, begun.ticket())).isInstanceOf(Outcome.Succeeded.class);
    var undo =
        Acting.command("undo", both().inverse(new Receipt.State(false)).orElseThrow())
            .takingBack(new Left(List.of("a1"), new Receipt.State(false)))
            .through("linux");
    assertThat(acting.perform(undo)).isInstanceOf(Outcome.Unfinished.class);

    assertThat(linux.acts).contains("isolate " + BOTH_HERE, "release " + BOTH_HERE);
    assertThat(defender.acts).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatOneHasDoneWaitsForThatOneAndIsNotTakenBackByAnother(Order order) {
    defender.with(BOTH_THERE, "both-1.contoso.example");
    linux.with(BOTH_HERE, "both-1.contoso.example");
    var outcome = run(acting(Order.LINUX_FIRST), "a1", both());
    linux.isAway();
    var acting = acting(order);
    var undo =
        Acting.command("undo", both().inverse(Acting.receipt(outcome)).orElseThrow())
            .takingBack(new Left(List.of("a1"), Acting.receipt(outcome)))
            .through("linux");

    assertIsOutage(() -> acting.prepare(undo), LINUX_AWAY);
    assertIsOutage(() -> acting.perform(undo), LINUX_AWAY);
    linux.isThere();

    assertThat(acting.perform(undo)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(linux.hasIsolated(BOTH_HERE)).isFalse();
    assertThat(defender.acts).isEmpty();
  }

  @Test
  void whoIsNoLongerConfiguredIsNamedAndNobodyActsInItsStead() {
    defender.with(BOTH_THERE, "both-1.contoso.example");
    linux.with(BOTH_HERE, "both-1.contoso.example").takingTime();
    var before = acting(Order.LINUX_FIRST);
    var command = prepared(before, "a1", both());
    var begun = (Outcome.Unfinished) before.perform(command);
    var acting = acting(new Connectors(List.of(defender)));
    var gone = "the connector linux, which was to do it, is no longer configured";

    assertThat(acting.prepare(Acting.command("a2", both()).through("linux")))
        .isEqualTo(new Preparation.Refused(new Outcome.Unsupported(gone)));
    assertThat(acting.check(Acting.command("a2", both()).through("linux")))
        .isEqualTo(new Preparation.Refused(new Outcome.Unsupported(gone)));
    assertThat(acting.perform(command)).isEqualTo(new Outcome.Unsupported(gone));
    assertThat(acting.perform(command.asBegun()))
        .isEqualTo(new Outcome.Unknown(command.receipt(), gone));
    assertThat(acting.abandon(command, begun.ticket()))
        .isEqualTo(new Outcome.Unknown(command.receipt(), gone));
    assertThatThrownBy(() -> acting.follow(command, begun))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureType.INVALID_COMMAND.name());
              assertThat(failure.getOriginalMessage()).isEqualTo(gone);
            });
    assertThat(defender.acts).isEmpty();
  }

  @Test
  void whoNoLongerHasThePowerIsNamed() {
    var accounts = new Accounts("linux", "roe@fabrikam.example");
    var acting = acting(new Connectors(List.of(defender, accounts)));

    assertThat(acting.perform(Acting.command("a1", isolate("laptop-1")).through("linux")))
        .isEqualTo(
            new Outcome.Unsupported(
                "the connector linux, which was to do it, does not offer ISOLATE_DEVICE"));
    assertThat(defender.acts).isEmpty();
  }

  private static List<List<Connector>> bothWays(Connector one, Connector other) {
    return List.of(List.of(one, other), List.of(other, one));
  }

  @Test
  void anAccountIsDisabledAndEnabledWhereItIsKnown() {
    var entra = new Accounts("entra", "doe@contoso.example");
    var keycloak = new Accounts("keycloak", "roe@fabrikam.example");
    var disable = new DisableUser(new UserAccount(null, "roe@fabrikam.example", null, null, null));
    for (var order : bothWays(entra, keycloak)) {
      var acting = acting(new Connectors(order));

      var outcome = run(acting, "a1", disable);

      assertThat(outcome.sentence()).contains("done by keycloak");
      assertThat(undo(acting, disable, outcome)).isInstanceOf(Outcome.Succeeded.class);
    }
    assertThat(entra.acts).isEmpty();
    assertThat(keycloak.acts).hasSize(4);
  }

  @Test
  void whoWasDisabledByOthersAndIsStillSignedInIsNotSimplyDisabledAlready() {
    var keycloak = new Accounts("keycloak", "roe@fabrikam.example");
    var disable = new DisableUser(new UserAccount(null, "roe@fabrikam.example", null, null, null));
    var acting = acting(new Connectors(List.of(keycloak)));
    run(acting, "a1", disable);
    keycloak.signedIn.put("roe@fabrikam.example", "2 sessions are left");

    assertThat(acting.prepare(Acting.command("a2", disable)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.outcome())
                    .isEqualTo(
                        new Outcome.AlreadyInState(
                            "the user is disabled, but 2 sessions are left")));
  }

  @Test
  void anAccountWasDeletedSinceOnlyWhereEveryDirectoryHasBeenAsked() {
    var entra = new Accounts("entra");
    var keycloak = new Accounts("keycloak", "roe@fabrikam.example");
    var disable = new DisableUser(new UserAccount(null, "roe@fabrikam.example", null, null, null));
    var acting = acting(new Connectors(List.of(entra, keycloak)));
    var outcome = run(acting, "a1", disable);
    keycloak.forget("roe@fabrikam.example");

    entra.away = true;
    assertIsOutage(() -> undo(acting, disable, outcome), "entra is away");
    entra.away = false;
    var receipt = Acting.receipt(outcome);
    assertThat(
            acting.perform(
                Acting.command("undo", disable.inverse(receipt).orElseThrow())
                    .takingBack(new Left(List.of("a1"), receipt))))
        .isEqualTo(new Outcome.ChangedSince("someone has deleted the user since"));
    assertThat(entra.acts).isEmpty();
  }

  private static FileArtifact file(String device) {
    return new FileArtifact(device, "dropper", "/tmp", null, null, null, null, null);
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsFoundByItsPathWhereItsEstateGoesByThat(Order order) {
    var acting = acting(order);
    var quarantine = new StopAndQuarantineFile(file("web-1"));

    var outcome = run(acting, "a1", quarantine);

    assertThat(Acting.receipt(outcome)).isEqualTo(new Receipt.State(false));
    assertThat(quarantine.inverse(Acting.receipt(outcome)))
        .contains(new ReleaseFromQuarantine(file("web-1")));
    assertThat(undo(acting, quarantine, outcome)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(linux.acts)
        .containsExactly("quarantine /tmp/dropper " + WEB, "release /tmp/dropper " + WEB);
    assertThat(defender.acts).isEmpty();
  }

  /** Saw nothing anywhere. */
  private static final class NoRecord implements Sightings {
    @Override
    public List<Sighting> ofFile(FileArtifact file, Instant since, int limit) {
      return List.of();
    }

    @Override
    public List<Sighting> ofUrl(Url url, Instant since, int limit) {
      return List.of();
    }

    @Override
    public List<Sighting> ofAddress(IpAddress address, Instant since, int limit) {
      return List.of();
    }
  }

  /** Runs what its library holds. */
  private static final class Scripts implements ScriptExecution, ScriptLibraryReader {
    private final String only;

    Scripts(String only) {
      this.only = only;
    }

    @Override
    public List<LibraryScript> scripts(int limit) {
      return List.of(new LibraryScript(only, null, null, false, null, null));
    }

    @Override
    public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
      return Optional.empty();
    }

    @Override
    public Progress run(Device device, String script, String arguments, Mandate mandate) {
      return new Progress.Done("ran");
    }

    @Override
    public Progress poll(String ticket) {
      return new Progress.Done("ran");
    }

    @Override
    public void cancel(String ticket, Mandate mandate) {}
  }

  @Test
  void oneEstatesRecordsAndLibrarySayNothingOfTheOthersDevices() {
    var here = Estate.of("linux", new Scripts("linux.sh")).with(WEB, "web-1");
    var there =
        Estate.of("defender", new NoRecord(), new Scripts("windows.ps1")).with(LAPTOP, "laptop-1");
    for (var order : bothWays(here, there)) {
      var acting = acting(new Connectors(order));
      var hashed =
          new FileArtifact("web-1", "dropper", "/tmp", "ab".repeat(32), null, null, null, null);

      assertThat(acting.check(Acting.command("a1", new StopAndQuarantineFile(hashed))))
          .isInstanceOf(Preparation.Ready.class);
      assertThat(
              acting.check(
                  Acting.command("a1", new StopAndQuarantineFile(hashed.movedTo("laptop-1")))))
          .isInstanceOf(Preparation.Refused.class);
      assertThat(acting.check(Acting.command("a1", new RunScript(host("web-1"), "linux.sh", null))))
          .isInstanceOf(Preparation.Ready.class);
      assertThat(
              acting.check(Acting.command("a1", new RunScript(host("laptop-1"), "linux.sh", null))))
          .isInstanceOf(Preparation.Refused.class);
    }
  }

  private static Examination examined(Connectors connectors, Patience patience, Entity entity) {
    return new EvidenceExecution(
            connectors,
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(Instant.EPOCH),
            () -> patience)
        .examine(new ExaminationRequest("case", List.of(named(entity)), Instant.EPOCH))
        .getFirst();
  }

  static Stream<Arguments> hostsOrdersAndOutages() {
    return Stream.of(
            "laptop-1",
            "web-1",
            "both-1.contoso.example",
            "half-1.contoso.example",
            "old-1",
            "nowhere")
        .flatMap(
            host ->
                Stream.of(Order.values())
                    .flatMap(
                        order ->
                            Stream.of("nobody", "defender", "linux")
                                .map(away -> Arguments.of(host, order, away))));
  }

  /** What could not be learnt is left open there, and decided here. */
  @ParameterizedTest
  @MethodSource("hostsOrdersAndOutages")
  void whatAnExaminationOffersAndWithholdsIsWhatIsDoneAndRefused(
      String host, Order order, String away) {
    defender
        .with(BOTH_THERE, "both-1.contoso.example")
        .with("half-there", "half-1.contoso.example", false);
    linux
        .with(BOTH_HERE, "both-1.contoso.example")
        .with("half-here", "half-1.contoso.example")
        .with("old", "old-1", false);
    if (away.equals("defender")) {
      defender.isAway();
    } else if (away.equals("linux")) {
      linux.isAway();
    }

    var examination = examined(connectors(order), broke -> false, host(host));
    var offered = examination.offered().contains(ActionType.ISOLATE_DEVICE);
    var withheld =
        examination.withheld().stream()
            .filter(w -> w.type() == ActionType.ISOLATE_DEVICE)
            .map(Withheld::because)
            .findFirst();
    Preparation found;
    try {
      found = acting(order).prepare(Acting.command("a1", isolate(host)));
    } catch (ActivityFailure outage) {
      assertThat(offered).isTrue();
      assertThat(withheld).isEmpty();
      return;
    }
    if (found instanceof Preparation.Refused refused) {
      assertThat(offered).isFalse();
      assertThat(withheld).contains(refused.outcome().sentence());
    } else {
      assertThat(offered).isTrue();
      assertThat(withheld).isEmpty();
    }
  }

  private List<String> wouldIsolate(Order order, String host) {
    return examined(connectors(order), broke -> false, host(host))
        .connectors(ActionType.ISOLATE_DEVICE);
  }

  @ParameterizedTest
  @EnumSource
  void anExaminationSaysWhoWouldDoWhatItOffers(Order order) {
    defender
        .with(BOTH_THERE, "both-1.contoso.example")
        .with("half-there", "half-1.contoso.example", false);
    linux.with(BOTH_HERE, "both-1.contoso.example").with("half-here", "half-1.contoso.example");

    assertThat(wouldIsolate(order, "laptop-1")).containsExactly("defender");
    assertThat(wouldIsolate(order, "web-1")).containsExactly("linux");
    assertThat(wouldIsolate(order, "half-1.contoso.example")).containsExactly("linux");
    assertThat(wouldIsolate(order, "both-1.contoso.example"))
        .containsExactly(order == Order.DEFENDER_FIRST ? "defender" : "linux");
    assertThat(wouldIsolate(order, "nowhere")).isEmpty();
  }

  /** The one order for what is offered and for what is done. */
  @Test
  void anActionMayHaveAnOrderOfItsOwn() {
    defender.with(BOTH_THERE, "both-1.contoso.example");
    linux.with(BOTH_HERE, "both-1.contoso.example");
    var routed =
        new Connectors(
            List.of(defender, linux), Map.of(ActionType.ISOLATE_DEVICE, List.of("linux")));
    var both = host("both-1.contoso.example");

    var offered = examined(routed, broke -> false, both);
    assertThat(offered.connectors(ActionType.ISOLATE_DEVICE)).containsExactly("linux");
    assertThat(offered.connectors(ActionType.RELEASE_DEVICE)).containsExactly("defender");
    assertThat(prepared(acting(routed), "a1", both()).connector()).isEqualTo("linux");
    assertThat(
            examined(routed, broke -> false, host("laptop-1"))
                .connectors(ActionType.ISOLATE_DEVICE))
        .containsExactly("defender");
  }

  /** Else a yes would be bound to whoever happened to be there. */
  @ParameterizedTest
  @EnumSource
  void whatNobodyHasToldWhileOneIsAwayIsLeftOpen(Order order) {
    defender.isAway();
    assertThat(wouldIsolate(order, "web-1")).containsExactly("linux");
    assertThat(wouldIsolate(order, "laptop-1")).containsExactly("defender");

    linux.isAway();
    assertThat(wouldIsolate(order, "web-1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceIsDescribedByTheFirstThatKnowsIt(Order order) {
    defender.with(BOTH_THERE, "both-1.contoso.example");
    linux.with(BOTH_HERE, "both-1.contoso.example");

    assertThat(((Device) examined(connectors(order), broke -> false, host("web-1")).entity()))
        .extracting(Device::osPlatform)
        .isEqualTo("of linux");
    assertThat(
            ((Device)
                examined(connectors(order), broke -> false, host("both-1.contoso.example"))
                    .entity()))
        .extracting(Device::osPlatform)
        .isEqualTo(order == Order.DEFENDER_FIRST ? "of defender" : "of linux");
  }

  /**
   * Nobody waits for who is not needed; but that one's word is missing, and nothing is ruled out.
   */
  @ParameterizedTest
  @EnumSource
  void anOutageIsWaitedForOnlyWhereNobodyKnowsAndIsNotForgottenWhereSomebodyDoes(Order order) {
    defender.with(BOTH_THERE, "half-1.contoso.example", false);
    linux.isAway();

    var known = examined(connectors(order), broke -> true, host("half-1.contoso.example"));

    assertThat(((Device) known.entity()).osPlatform()).isEqualTo("of defender");
    assertThat(known.away()).isNull();
    assertThat(known.offered()).contains(ActionType.ISOLATE_DEVICE);
    assertThatThrownBy(() -> examined(connectors(order), broke -> true, host("web-1")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(FailureType.BACK_END_DOWN.name()));
    assertThat(examined(connectors(order), broke -> false, host("web-1")).away()).isNotNull();

    linux.isThere();
    assertThat(examined(connectors(order), broke -> true, host("half-1.contoso.example")).offered())
        .doesNotContain(ActionType.ISOLATE_DEVICE);
  }
}
