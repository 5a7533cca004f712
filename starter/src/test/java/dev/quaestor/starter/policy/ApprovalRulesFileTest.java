package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.KnownPrincipal;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy file says that it takes to approve. */
class ApprovalRulesFileTest {
  private static String file(String rules) {
    return """
    name: x
    deviceGroups:
      - {name: Servers, level: FULL, tags: [Servers]}
    rules: []
    approvals:
      expireAfter: 7d
      rules: [%s]
    """
        .formatted(rules);
  }

  private static PolicyReading.Read read(String rules) {
    return read(PolicyFile.read(file(rules)));
  }

  private static PolicyReading.Read read(PolicyReading reading) {
    return switch (reading) {
      case PolicyReading.Read read -> read;
      case PolicyReading.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static Policy.Approvals approvals(String rules) {
    return read(rules).policy().approvals();
  }

  @Test
  void allThatARuleSaysIsRead() {
    var rule =
        approvals(
                "{id: a, actions: [ISOLATE_DEVICE], deviceGroups: [Servers], minSeverity: HIGH,"
                    + " undoable: true, verdicts: [SUSPICIOUS], sources: [PLANNED], need: 2, roles:"
                    + " [operator], notAuthor: true, signedInWithin: 15m, remind: [3d, 1d],"
                    + " escalate: [{after: 2d, to: [soc-leads]}]}")
            .rules()
            .getFirst();

    assertThat(rule.terms())
        .isEqualTo(
            new ApprovalTerms(
                "a",
                2,
                List.of("operator"),
                true,
                Duration.ofMinutes(15),
                List.of(
                    new ApprovalTerms.Notice(Duration.ofDays(1), List.of()),
                    new ApprovalTerms.Notice(Duration.ofDays(2), List.of("soc-leads")),
                    new ApprovalTerms.Notice(Duration.ofDays(3), List.of()))));
    assertThat(rule.actions()).containsExactly(ActionType.ISOLATE_DEVICE);
    assertThat(rule.sources()).containsExactly(ApprovalRule.Source.PLANNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{id: a}, {id: a}",
        "{id: a, deviceGroups: [Laptops]}",
        "{id: a, roles: [device-aprover]}",
      })
  void whatCannotBeMeantIsRefused(String rules) {
    assertThat(PolicyFile.read(file(rules))).isInstanceOf(PolicyReading.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {id: a}, {id: b, need: 2}                                      | UNREACHABLE_RULE
          {id: a, actions: [ISOLATE_DEVICE], undoable: false}            | UNREACHABLE_RULE
          {id: a, actions: [BLOCK_URL], deviceGroups: [Servers]}         | UNREACHABLE_RULE
          {id: a, actions: [RUN_SCRIPT], sources: [PLANNED]}             | UNREACHABLE_RULE
          {id: a, verdicts: [UNKNOWN], sources: [PLANNED]}               | UNREACHABLE_RULE
          {id: a, roles: [source]}                                       | UNSATISFIABLE
          {id: a, remind: [1d, 7d]}                                      | TOO_LATE
          {id: a, escalate: [{after: 8d, to: [x]}]}                      | TOO_LATE
          """)
  void whatIsHardlyMeantIsWarnedOf(String rules, PolicyCode code) {
    assertThat(read(rules).warnings()).extracting(PolicyProblem::code).containsExactly(code);
  }

  @Test
  void theShippedPolicyWantsARecentSignInForWhatDestroysForGoodAndRemindsOnce() {
    var policy = read(PolicyFile.read(PolicyFile.defaultText())).policy();
    for (var type : ActionType.values()) {
      for (var source : ApprovalRule.Source.values()) {
        var terms =
            ApprovalRule.terms(
                policy.approvals().rules(),
                new ApprovalRule.Asked(
                    type, null, null, dev.quaestor.evidence.Verdict.SUSPICIOUS, source));
        assertThat(terms.need()).isEqualTo(1);
        assertThat(terms.signedInWithin())
            .isEqualTo(
                type == ActionType.HARD_DELETE_EMAIL || type == ActionType.OFFBOARD_DEVICE
                    ? Duration.ofMinutes(15)
                    : null);
        assertThat(terms.notices())
            .containsExactly(new ApprovalTerms.Notice(Duration.ofDays(1), List.of()));
      }
    }
  }

  @Test
  void aRuleThatComesToAnotherPlaceIsADifference() {
    var one = read("{id: a, need: 2}, {id: b, need: 3}").policy();
    var other = read("{id: b, need: 3}, {id: a, need: 4}").policy();

    assertThat(PolicyDiff.between(one, other))
        .extracting(PolicyDiff.Change::kind, PolicyDiff.Change::path)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(PolicyDiff.Kind.CHANGED, "approvals.rules[a].need"),
            org.assertj.core.groups.Tuple.tuple(PolicyDiff.Kind.MOVED, "approvals.rules"));
  }

  private static String principals(String principals) {
    return """
    name: x
    rules: []
    approvals:
      principals: [%s]
    """
        .formatted(principals);
  }

  @Test
  void whomTemporalNamesIsRead() {
    var approvals =
        read(PolicyFile.read(
                principals(
                    "{principal: 'jwt:alice@contoso.example', roles: [device-approver, operator]}")))
            .policy()
            .approvals();

    assertThat(approvals.principals())
        .containsExactly(
            new KnownPrincipal(
                "jwt:alice@contoso.example", List.of("device-approver", "operator")));
    assertThat(approvals.countsUnsigned()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{principal: alice, roles: [device-approver]}",
        "{principal: 'jwt:alice'}",
        "{principal: 'jwt:alice', roles: []}",
        "{principal: 'jwt:alice', roles: [admin]}",
        "{principal: 'jwt:alice', roles: [operator]}",
        "{principal: 'jwt:alice', roles: [device-aprover]}",
        "{principal: 'jwt:alice', role: device-approver}",
        "{roles: [device-approver]}",
        "{principal: 'jwt:a', roles: [device-approver]}, {principal: 'jwt:a', roles: [email-approver]}",
      })
  void whoCannotBeMeantIsRefused(String principals) {
    assertThat(PolicyFile.read(principals(principals))).isInstanceOf(PolicyReading.Refused.class);
  }
}
