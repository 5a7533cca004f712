package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.approval.DecisionAnswer.Result;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which decisions count. */
class ApprovalRulesTest {
  private static final String WORKFLOW = "investigation/dev-1";
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final Decision PENDING = new Decision.Pending(NOW.plusSeconds(60));
  private static final FakeStarter STARTER = new FakeStarter();

  private static final List<Question> TWO_PENDING =
      List.of(
          new Question("act-1", Area.DEVICE, null, "hash-1", PENDING),
          new Question("act-2", Area.EMAIL, null, "hash-2", PENDING),
          new Question("act-3", Area.DEVICE, null, "hash-3", new Decision.NotNeeded()));

  private static PolicySnapshot policy(Policy.Unsigned unsigned) {
    return new PolicySnapshot(
        1,
        Fixtures.policy(unsigned, new Policy.Guardrails(List.of(), 100), Fixtures.defaultLimits()),
        false);
  }

  private static DecisionMessage message(String planHash, String... actionIds) {
    return new DecisionMessage(
        List.of(actionIds), Choice.APPROVE, "dana", "because", planHash, "dec-1", null);
  }

  private static ApprovalRules.Ruling rule(DecisionMessage message, PolicySnapshot policy) {
    var voucher = STARTER.verify(Statement.of(WORKFLOW, message), message.signature());
    return ApprovalRules.rule(message, voucher, Decision.Channel.UPDATE, policy, TWO_PENDING, NOW);
  }

  private static Stream<Result> results(ApprovalRules.Ruling ruling) {
    return ruling.answer().items().stream().map(DecisionAnswer.Item::result);
  }

  private static DecisionMessage signed(DecisionMessage message) {
    return signed(message, FakeStarter.DANA);
  }

  private static DecisionMessage signed(DecisionMessage message, Author by) {
    return STARTER.signed(WORKFLOW, message, by, NOW);
  }

  @Test
  void aSignedDecisionCountsAndIsRecordedAsVerified() {
    var ruling = rule(signed(message("hash-1", "act-1")), policy(Policy.Unsigned.REFUSE));
    assertThat(results(ruling)).containsExactly(Result.ACCEPTED);
    assertThat(ruling.decided().get("act-1"))
        .isEqualTo(
            new Decision.ByPerson(
                true,
                FakeStarter.DANA.name(),
                true,
                Decision.Channel.UPDATE,
                "because",
                "dec-1",
                NOW));
  }

  static Stream<Arguments> whatWasNotSigned() {
    var shown = message("hash-1", "act-1");
    var signature = Objects.requireNonNull(signed(shown).signature());
    return Stream.of(
        Arguments.of(
            "another workflow",
            STARTER.signed("investigation/dev-2", shown, FakeStarter.DANA, NOW)),
        Arguments.of(
            "a changed comment",
            copy(shown, shown.actionIds(), Choice.APPROVE, "dana", "!", "hash-1", "dec-1")
                .signed(signature)),
        Arguments.of(
            "a swapped action",
            copy(shown, List.of("act-2"), Choice.APPROVE, "dana", "because", "hash-1", "dec-1")
                .signed(signature)),
        Arguments.of(
            "one action more",
            copy(
                    shown,
                    List.of("act-1", "act-2"),
                    Choice.APPROVE,
                    "dana",
                    "because",
                    "hash-1",
                    "dec-1")
                .signed(signature)),
        Arguments.of(
            "a turned verdict",
            copy(shown, shown.actionIds(), Choice.REJECT, "dana", "because", "hash-1", "dec-1")
                .signed(signature)),
        Arguments.of(
            "another approver",
            copy(shown, shown.actionIds(), Choice.APPROVE, "oscar", "because", "hash-1", "dec-1")
                .signed(signature)),
        Arguments.of(
            "no plan hash",
            copy(shown, shown.actionIds(), Choice.APPROVE, "dana", "because", null, "dec-1")
                .signed(signature)),
        Arguments.of(
            "another decision id",
            copy(shown, shown.actionIds(), Choice.APPROVE, "dana", "because", "hash-1", "dec-2")
                .signed(signature)),
        Arguments.of(
            "words moved over a border",
            copy(
                    shown,
                    shown.actionIds(),
                    Choice.APPROVE,
                    "dana\n7:because",
                    null,
                    "hash-1",
                    "dec-1")
                .signed(signature)),
        Arguments.of("no Base64", shown.signed("<not base64>")),
        Arguments.of("empty", shown.signed("")));
  }

  private static DecisionMessage copy(
      DecisionMessage of,
      List<String> ids,
      Choice verdict,
      String approver,
      String comment,
      String planHash,
      String decisionId) {
    return new DecisionMessage(ids, verdict, approver, comment, planHash, decisionId, null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatWasNotSigned(String what, DecisionMessage message) {
    for (var unsigned : Policy.Unsigned.values()) {
      var ruling = rule(message, policy(unsigned));
      assertThat(results(ruling)).containsOnly(Result.BAD_SIGNATURE);
      assertThat(ruling.decided()).isEmpty();
    }
  }

  @Test
  void anApproverOfOneAreaDecidesNothingOfAnother() {
    var both = signed(message(null, "act-1", "act-2"), FakeStarter.approverOf(Area.EMAIL));
    assertThat(results(rule(both, policy(Policy.Unsigned.REFUSE))))
        .containsExactly(Result.NOT_ALLOWED, Result.ACCEPTED);
  }

  @Test
  void theNameOnRecordIsTheOneThatTheStarterVouchesFor() {
    var another =
        new DecisionMessage(
            List.of("act-1"), Choice.APPROVE, "the director", null, null, null, null);
    var ruling = rule(signed(another), policy(Policy.Unsigned.REFUSE));
    assertThat(((Decision.ByPerson) ruling.decided().get("act-1")).approver())
        .isEqualTo(FakeStarter.DANA.name());
  }

  @Test
  void anUnsignedDecisionCountsUnverifiedOnlyWhereThePolicyAcceptsIt() {
    var message = message(null, "act-1");
    assertThat(results(rule(message, policy(Policy.Unsigned.REFUSE))))
        .containsExactly(Result.UNSIGNED);
    var ruling = rule(message, policy(Policy.Unsigned.ACCEPT));
    assertThat(results(ruling)).containsExactly(Result.ACCEPTED);
    assertThat(((Decision.ByPerson) ruling.decided().get("act-1")).verified()).isFalse();
  }

  @Test
  void beforeTheCaseIsOpenNothingCanBeDecided() {
    assertThat(results(rule(message(null, "act-1"), null))).containsExactly(Result.UNSIGNED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aDecisionByNobodyIsNone(String approver) {
    var nobody =
        new DecisionMessage(List.of("act-1"), Choice.APPROVE, approver, null, null, null, null);
    assertThat(results(rule(nobody, policy(Policy.Unsigned.ACCEPT))))
        .containsExactly(Result.NO_APPROVER);
  }

  @Test
  void aDecisionIsBoundToWhatWasShown() {
    var accept = policy(Policy.Unsigned.ACCEPT);
    assertThat(results(rule(message("hash-1", "act-1"), accept))).containsExactly(Result.ACCEPTED);
    assertThat(results(rule(message("hash-2", "act-1"), accept)))
        .containsExactly(Result.STALE_PLAN);
  }

  @Test
  void severalDecidedTogetherAreBoundToTheHashOfAllInAnyOrder() {
    var accept = policy(Policy.Unsigned.ACCEPT);
    var all = PlanHash.ofAll(List.of("hash-2", "hash-1"));
    assertThat(results(rule(message(all, "act-1", "act-2"), accept))).containsOnly(Result.ACCEPTED);
    assertThat(results(rule(message(all, "*"), accept))).containsOnly(Result.ACCEPTED).hasSize(2);
    assertThat(results(rule(message("hash-1", "act-1", "act-2"), accept)))
        .containsOnly(Result.STALE_PLAN);
    assertThat(results(rule(message(all, "act-1"), accept))).containsExactly(Result.STALE_PLAN);
  }

  @Test
  void aStarMeansWhatIsPendingNowAndNothingElse() {
    assertThat(rule(message(null, "*"), policy(Policy.Unsigned.ACCEPT)).decided())
        .containsOnlyKeys("act-1", "act-2");
  }

  @Test
  void oneUnknownActionDoesNotTakeTheOthersDown() {
    assertThat(results(rule(message(null, "act-1", "act-9"), policy(Policy.Unsigned.ACCEPT))))
        .containsExactly(Result.ACCEPTED, Result.UNKNOWN_ACTION);
  }

  static Stream<Arguments> whatStandsAlready() {
    return Stream.of(
        Arguments.of(by("dec-1"), Result.REPEATED),
        Arguments.of(by("dec-0"), Result.ALREADY_DECIDED),
        Arguments.of(by(null), Result.ALREADY_DECIDED),
        Arguments.of(new Decision.NotNeeded(), Result.ALREADY_DECIDED),
        Arguments.of(new Decision.Expired(NOW), Result.ALREADY_DECIDED),
        Arguments.of(new Decision.Superseded("act-2", NOW), Result.ALREADY_DECIDED));
  }

  private static Decision by(String decisionId) {
    return new Decision.ByPerson(
        false, "oscar", true, Decision.Channel.UPDATE, null, decisionId, NOW);
  }

  @ParameterizedTest
  @MethodSource
  void whatStandsAlready(Decision standing, Result result) {
    var ruling =
        ApprovalRules.rule(
            message(null, "act-1"),
            new Voucher.None(),
            Decision.Channel.SIGNAL,
            policy(Policy.Unsigned.ACCEPT),
            List.of(new Question("act-1", Area.DEVICE, null, "hash-1", standing)),
            NOW);
    assertThat(results(ruling)).containsExactly(result);
    assertThat(ruling.answer().items().getFirst().decision()).isEqualTo(standing);
    assertThat(ruling.decided()).isEmpty();
  }

  private static Decision by(boolean approved) {
    return new Decision.ByPerson(
        approved, "dana", true, Decision.Channel.UPDATE, null, "dec-9", NOW);
  }

  private static Stream<Arguments> everyDecision() {
    return Stream.of(
        Arguments.of(new Decision.NotNeeded(), "no decision is needed"),
        Arguments.of(PENDING, "waiting until 2026-11-02T10:01:00Z"),
        Arguments.of(by(true), "approved by dana at 2026-11-02T10:00:00Z"),
        Arguments.of(by(false), "rejected by dana at 2026-11-02T10:00:00Z"),
        Arguments.of(
            new Decision.Expired(NOW),
            "expired at 2026-11-02T10:00:00Z, which counts as a rejection"),
        Arguments.of(
            new Decision.Superseded("act-2", NOW), "superseded by act-2 at 2026-11-02T10:00:00Z"),
        Arguments.of(
            new Decision.Superseded(null, "its workflow was cancelled", NOW),
            "set aside at 2026-11-02T10:00:00Z, because its workflow was cancelled"));
  }

  @ParameterizedTest
  @MethodSource("everyDecision")
  void whatStandsIsSaidInWords(Decision decision, String words) {
    assertThat(ApprovalRules.describe(decision)).isEqualTo(words);
  }

  @Test
  void whoeverIsConfinedToGroupsDecidesOnNoDeviceElsewhereNorOnOneOfUnconfirmedGroup() {
    var eve = FakeStarter.approverOf(Area.DEVICE);
    var ofLaptops = new Author(eve.id(), eve.name(), eve.remit().within(List.of("Laptops")));
    var message = signed(message(null, "on-laptop", "on-server", "nowhere"), ofLaptops);
    var ruling =
        ApprovalRules.rule(
            message,
            STARTER.verify(Statement.of(WORKFLOW, message), message.signature()),
            Decision.Channel.UPDATE,
            policy(Policy.Unsigned.REFUSE),
            List.of(
                onDevice("on-laptop", "Laptops"),
                onDevice("on-server", "Servers"),
                onDevice("nowhere", null)),
            NOW);

    assertThat(results(ruling))
        .containsExactly(Result.ACCEPTED, Result.NOT_ALLOWED, Result.NOT_ALLOWED);
    assertThat(ruling.decided()).containsOnlyKeys("on-laptop");
  }

  private static Question onDevice(String actionId, @Nullable String group) {
    return new Question(
        actionId,
        Area.DEVICE,
        new PendingAction.Place("box", group, null, PendingAction.Place.Kind.NOT_KNOWN),
        "hash-1",
        PENDING);
  }

  private static String toldOf(DecisionMessage message, Decision standing) {
    var voucher = STARTER.verify(Statement.of(WORKFLOW, message), message.signature());
    return ApprovalRules.rule(
            message,
            voucher,
            Decision.Channel.UPDATE,
            policy(Policy.Unsigned.REFUSE),
            List.of(new Question("act-1", Area.DEVICE, null, "hash-1", standing)),
            NOW)
        .answer()
        .items()
        .getFirst()
        .sentence();
  }

  @Test
  void whoDecidesIsToldWhatBecameOfIt() {
    var repeated =
        new Decision.ByPerson(true, "dana", true, Decision.Channel.UPDATE, null, "dec-1", NOW);
    var act1 = signed(message(null, "act-1"));

    assertThat(toldOf(act1, PENDING)).isEqualTo("The decision was accepted");
    assertThat(toldOf(act1, repeated)).isEqualTo("This decision was already recorded");
    assertThat(toldOf(act1, by(false)))
        .isEqualTo(
            "This action has already been decided: rejected by dana at 2026-11-02T10:00:00Z");
  }

  @Test
  void whoseDecisionDoesNotCountIsToldWhy() {
    assertThat(toldOf(signed(message("hash-0", "act-1")), PENDING))
        .isEqualTo("The plan has changed since it was shown; review it again");
    assertThat(toldOf(signed(message(null, "act-0")), PENDING))
        .isEqualTo("There is no such action in this workflow");
    assertThat(toldOf(message(null, "act-1"), PENDING))
        .isEqualTo(
            "It is not signed, and the policy requires a signature; decide through the API or the CLI");
  }

  @Test
  void whoComesTooLateReadsWhoWasFirstAndWhen() {
    var at = Instant.parse("2026-11-02T10:00:00.123456Z");
    var no = new Decision.ByPerson(false, "ana", true, Decision.Channel.UPDATE, null, null, at);
    var back =
        new Decision.ByPerson(false, "ana", true, Decision.Channel.REQUESTER, null, null, at);

    assertThat(ApprovalRules.alreadyDecided(no))
        .isEqualTo("This action has already been decided: rejected by ana at 2026-11-02T10:00:00Z");
    assertThat(ApprovalRules.alreadyDecided(back)).contains(": withdrawn by ana at ");
    assertThat(ApprovalRules.alreadyDecided(new Decision.Superseded("act-2", at)))
        .contains(": superseded by act-2 at ");
    assertThat(ApprovalRules.alreadyDecided(new Decision.Superseded(null, at)))
        .endsWith(": set aside at 2026-11-02T10:00:00Z, because it is no longer wanted");
  }
}
