package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.approval.DecisionAnswer.Result;
import dev.quaestor.approval.DecisionMessage.Choice;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Remit;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.ApprovalTerms.Notice;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose approvals count, and when there are enough of them. */
class QuorumTest {
  private static final String WORKFLOW = "investigation/dev-1";
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
  private static final FakeStarter STARTER = new FakeStarter();

  private static final Author DANA = approver("dana");
  private static final Author OSCAR = approver("oscar");
  private static final Author KEN = approver("ken");

  private static final ApprovalTerms TWO = terms(2, List.of(), false, null);

  /** What is asked, as it stands after each decision on it. */
  private Question question = asking(TWO);

  private static Author approver(String name) {
    return new Author(
        "token:" + name, name, Remit.of(List.of(Area.DEVICE)), List.of("device-approver"), null);
  }

  private static ApprovalTerms terms(
      int need, List<String> roles, boolean notAuthor, @Nullable Duration signedInWithin) {
    return new ApprovalTerms("rule", need, roles, notAuthor, signedInWithin, List.of());
  }

  private static Question asking(ApprovalTerms terms, Person... authors) {
    return new Question(
        "act-1",
        Area.DEVICE,
        null,
        "hash-1",
        new Decision.Pending(NOW.plus(Duration.ofDays(7))),
        Question.Asking.on(terms, NOW).by(List.of(authors)));
  }

  private static DecisionMessage message(Choice choice, String decisionId) {
    return new DecisionMessage(
        List.of("act-1"), choice, "whoever", "because", "hash-1", decisionId, null);
  }

  private DecisionAnswer.Item approve(Author by) {
    return approve(by, "dec-of-" + by.id());
  }

  private DecisionAnswer.Item approve(Author by, String decisionId) {
    return decide(STARTER.signed(WORKFLOW, message(Choice.APPROVE, decisionId), by, NOW));
  }

  private DecisionAnswer.Item decide(DecisionMessage message) {
    return decide(message, STARTER.verify(Statement.of(WORKFLOW, message), message.signature()));
  }

  private DecisionAnswer.Item decide(DecisionMessage message, Voucher voucher) {
    var policy =
        Fixtures.policy(
            Policy.Unsigned.ACCEPT,
            new Policy.Guardrails(List.of(), 100),
            Fixtures.defaultLimits());
    var ruling =
        ApprovalRules.rule(
            message,
            voucher,
            Decision.Channel.UPDATE,
            new PolicySnapshot(1, policy, false),
            List.of(question),
            NOW);
    ruling.decided().sequencedValues().forEach(d -> question = question.decided(d));
    return ruling.answer().items().getFirst();
  }

  private DecisionAnswer.Item unsigned(String name) {
    return decide(
        new DecisionMessage(List.of("act-1"), Choice.APPROVE, name, null, null, null, null));
  }

  private List<String> given() {
    return question.standing() instanceof Decision.Pending p
        ? p.given().stream().map(a -> a.by().name()).toList()
        : List.of();
  }

  private void stillWaitsFor(Result result, DecisionAnswer.Item item) {
    assertThat(item.result()).isEqualTo(result);
    assertThat(question.isPending()).isTrue();
  }

  @Test
  void twoDifferentPeopleAreTwoAndTheRecordNamesBoth() {
    var first = approve(DANA);
    stillWaitsFor(Result.MORE_NEEDED, first);
    assertThat(first.sentence()).isEqualTo("Your approval counts. One more is needed");
    assertThat(given()).containsExactly("dana");

    assertThat(approve(OSCAR).result()).isEqualTo(Result.ACCEPTED);
    assertThat(ApprovalRules.describe(question.standing()))
        .isEqualTo("approved by dana and oscar at 2026-11-02T10:00:00Z");
  }

  @Test
  void onePersonApprovingTwiceIsOne() {
    approve(DANA);
    stillWaitsFor(Result.ALREADY_APPROVED, approve(DANA, "another decision"));
    assertThat(given()).containsExactly("dana");
  }

  @Test
  void onePersonUnderTwoTokensOfOneNameIsOne() {
    approve(DANA);
    stillWaitsFor(
        Result.ALREADY_APPROVED,
        approve(new Author("token:other", " Dana", DANA.remit(), DANA.roles(), null)));
  }

  @Test
  void onePersonUnderTwoNamesOfOneIdIsOne() {
    approve(DANA);
    stillWaitsFor(
        Result.ALREADY_APPROVED,
        approve(new Author(DANA.id(), "D. Ortiz", DANA.remit(), DANA.roles(), null), "another"));
  }

  @Test
  void anAdminIsNotTwo() {
    var admin = new Author("admin", "admin", Remit.EVERYWHERE, List.of("admin"), NOW);
    stillWaitsFor(Result.MORE_NEEDED, approve(admin));
    stillWaitsFor(Result.ALREADY_APPROVED, approve(admin, "again"));
  }

  @Test
  void theSameDecisionSentAgainIsKnownBeforeAndAfterTheLastOne() {
    var first = STARTER.signed(WORKFLOW, message(Choice.APPROVE, "dec-1"), DANA, NOW);
    decide(first);
    stillWaitsFor(Result.REPEATED, decide(first));
    approve(OSCAR);

    assertThat(decide(first).result()).isEqualTo(Result.REPEATED);
  }

  @Test
  void aDecisionIdThatSomebodyElseUsedIsNoRepeatOfTheirs() {
    approve(DANA, "dec-1");
    assertThat(approve(OSCAR, "dec-1").result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void oneNoEndsItWhateverItTakesToApprove() {
    question = asking(terms(3, List.of("operator"), true, Duration.ofMinutes(1)), KEN.person());
    var no = STARTER.signed(WORKFLOW, message(Choice.REJECT, "dec-1"), KEN, NOW);

    assertThat(decide(no).result()).isEqualTo(Result.ACCEPTED);
    assertThat(question.standing().status()).isEqualTo(DecisionStatus.REJECTED);
  }

  @Test
  void whoseWordLedToItDoesNotApproveItUnderAnyNameOrId() {
    question = asking(terms(1, List.of(), true, null), DANA.person());
    stillWaitsFor(Result.FOUR_EYES, approve(DANA));
    stillWaitsFor(
        Result.FOUR_EYES, approve(new Author("token:2", "DANA", DANA.remit(), DANA.roles(), null)));
    stillWaitsFor(
        Result.FOUR_EYES,
        approve(new Author(DANA.id(), "somebody", DANA.remit(), DANA.roles(), null)));
    assertThat(approve(OSCAR).result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void whoeverHoldsNoneOfTheRolesDoesNotCountAndAnAdminHoldsAll() {
    question = asking(terms(2, List.of("operator", "email-approver"), false, null));
    var refused = approve(DANA);
    stillWaitsFor(Result.ROLE_NEEDED, refused);
    assertThat(refused.sentence()).contains("operator or email-approver");
    assertThat(given()).isEmpty();

    stillWaitsFor(
        Result.MORE_NEEDED, approve(OSCAR.holding(List.of("device-approver", "operator"))));
    assertThat(approve(KEN.holding(List.of("admin"))).result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void rolesWrittenIntoASealOrOutOfItMakeItNobodys() {
    question = asking(terms(1, List.of("operator"), false, null));
    var sealed =
        STARTER.signed(
            WORKFLOW, message(Choice.APPROVE, "dec-1"), DANA.holding(List.of("viewer")), NOW);
    var parts = String.valueOf(sealed.signature()).split("\\.");
    var claims =
        new String(
            java.util.Base64.getUrlDecoder().decode(parts[0]),
            java.nio.charset.StandardCharsets.UTF_8);
    var forged =
        java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                claims
                    .replace("viewer", "operator")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    stillWaitsFor(Result.BAD_SIGNATURE, decide(sealed.signed(forged + "." + parts[1])));
  }

  @Test
  void aSignInCountsForAsLongAsTheRuleSays() {
    question = asking(terms(1, List.of(), false, Duration.ofMinutes(15)));
    stillWaitsFor(Result.SIGN_IN_AGAIN, approve(DANA.signedIn(null)));
    stillWaitsFor(
        Result.SIGN_IN_AGAIN,
        approve(DANA.signedIn(NOW.minus(Duration.ofMinutes(15)).minusMillis(1))));
    assertThat(approve(DANA.signedIn(NOW.minus(Duration.ofMinutes(15)))).result())
        .isEqualTo(Result.ACCEPTED);
  }

  @Test
  void aSignInThatIsYetToComeIsNone() {
    question = asking(terms(1, List.of(), false, Duration.ofMinutes(15)));
    stillWaitsFor(
        Result.SIGN_IN_AGAIN,
        approve(DANA.signedIn(NOW.plus(Duration.ofMinutes(5)).plusMillis(1))));
    stillWaitsFor(Result.SIGN_IN_AGAIN, approve(DANA.signedIn(Instant.MAX)));
    assertThat(approve(DANA.signedIn(NOW.plusSeconds(30))).result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void unsignedWordsAreOneHoweverManyNamesTheyBear() {
    stillWaitsFor(Result.MORE_NEEDED, unsigned("alice"));
    stillWaitsFor(Result.ALREADY_APPROVED, unsigned("bob"));
    assertThat(approve(DANA).result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void aNameThatAnybodyCanWriteKeepsNobodyOfThatNameFromApproving() {
    unsigned("dana");
    stillWaitsFor(Result.MORE_NEEDED, approve(DANA));
    assertThat(question.standing())
        .isInstanceOfSatisfying(
            Decision.Pending.class,
            p -> assertThat(p.given()).extracting(a -> a.by().id()).containsExactly(DANA.id()));
    assertThat(approve(OSCAR).result()).isEqualTo(Result.ACCEPTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"roles", "author", "signIn"})
  void anUnsignedWordNeverCountsWhereItMattersWhoApproves(String what) {
    question =
        asking(
            terms(
                1,
                what.equals("roles") ? List.of("operator") : List.of(),
                what.equals("author"),
                what.equals("signIn") ? Duration.ofDays(1) : null));
    stillWaitsFor(Result.UNSIGNED, unsigned("operator"));
  }

  @Test
  void whoIsToldWhileNobodyAnswersIsToldOnceEachAndNobodyAfterIt() {
    var chain =
        new ApprovalTerms(
            null,
            1,
            List.of(),
            false,
            null,
            List.of(
                new Notice(Duration.ofDays(3), List.of("soc-leads")),
                new Notice(Duration.ofDays(1), List.of()),
                new Notice(Duration.ofDays(30), List.of("nobody hears of this"))));
    question = asking(chain);
    assertThat(next()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(question.at(next().minusMillis(1))).isEqualTo(question);

    question = question.at(next());
    assertThat(question.at(NOW.plus(Duration.ofDays(1)))).isEqualTo(question);
    assertThat(next()).isEqualTo(NOW.plus(Duration.ofDays(3)));
    question = question.at(next());
    assertThat(next()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    assertThat(question.at(next()).standing()).isInstanceOf(Decision.Expired.class);
  }

  private Instant next() {
    return question.asking().next((Decision.Pending) question.standing());
  }
}
