package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.Area;
import dev.quaestor.authority.Remit;
import dev.quaestor.authority.SignalSender;
import dev.quaestor.authority.Voucher;
import dev.quaestor.policy.KnownPrincipal;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unsigned decision is its sender's, and nobody else's. */
class SentDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final KnownPrincipal ALICE =
      new KnownPrincipal("jwt:alice@contoso.example", List.of("device-approver"));
  private static final SignalSender BY_ALICE = SignalSender.of("jwt", "alice@contoso.example");

  private static SentDecision judged(
      String approver, SignalSender sender, Policy.Unsigned unsigned, KnownPrincipal... known) {
    return SentDecision.of(
        new DecisionMessage(
            List.of("*"), DecisionMessage.Choice.APPROVE, approver, null, null, null, null),
        sender,
        new Policy.Approvals(Duration.ofDays(7), unsigned, List.of(), List.of(), List.of(known)),
        NOW);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "alice@contoso.example",
        " Alice@Contoso.example ",
        "jwt:alice@contoso.example"
      })
  void whoIsKnownDecidesUnderTheirOwnName(String approver) {
    var judged = judged(approver, BY_ALICE, Policy.Unsigned.REFUSE, ALICE);

    assertThat(judged)
        .isInstanceOfSatisfying(
            SentDecision.Counts.class,
            counts ->
                assertThat(counts.voucher())
                    .isInstanceOfSatisfying(
                        Voucher.Vouched.class,
                        by -> {
                          assertThat(by.author().id())
                              .isEqualTo("temporal:jwt:alice@contoso.example");
                          assertThat(by.author().name()).isEqualTo("alice@contoso.example");
                          assertThat(by.author().remit()).isEqualTo(Remit.of(List.of(Area.DEVICE)));
                          assertThat(by.author().signedInAt()).isNull();
                        }));
  }

  @Test
  void whoNamesSomebodyElseDecidesNothing() {
    for (var unsigned : Policy.Unsigned.values()) {
      assertThat(judged("bob@contoso.example", BY_ALICE, unsigned, ALICE))
          .isEqualTo(
              new SentDecision.Ignored(
                  "It names bob@contoso.example as approver, and Temporal says that"
                      + " jwt:alice@contoso.example sent it"));
    }
  }

  @Test
  void whoIsNotInThePolicyDecidesNothingWhateverTheyWrite() {
    for (var sender :
        List.of(
            SignalSender.of("jwt", "eve@contoso.example"),
            // Another type of the same name, another spelling: another principal.
            SignalSender.of("mtls", "alice@contoso.example"),
            SignalSender.of("jwt", "Alice@contoso.example"),
            SignalSender.of("jwt:alice@contoso.example", ""))) {
      assertThat(judged("alice@contoso.example", sender, Policy.Unsigned.REFUSE, ALICE))
          .isInstanceOfSatisfying(
              SentDecision.Ignored.class,
              no -> assertThat(no.why()).contains("whose decisions do not count"));
    }
    assertThat(judged("alice@contoso.example", SignalSender.NOBODY, Policy.Unsigned.REFUSE, ALICE))
        .isEqualTo(
            new SentDecision.Ignored("It is not signed, and Temporal does not say who sent it"));
  }

  @Test
  void whereAnybodysWordCountsAStrangersCountsAsUnverified() {
    assertThat(
            judged(
                "alice@contoso.example",
                SignalSender.of("jwt", "eve@contoso.example"),
                Policy.Unsigned.ACCEPT,
                ALICE))
        .isEqualTo(new SentDecision.Counts(new Voucher.None()));
  }

  @Test
  void anAccountIsInTheCareOfBothApprovers() {
    var both = new KnownPrincipal("jwt:a", List.of("email-approver", "device-approver"));
    assertThat(both.author().remit()).isEqualTo(Remit.EVERYWHERE);
    assertThat(new KnownPrincipal("jwt:a", List.of("email-approver")).author().remit())
        .isEqualTo(Remit.of(List.of(Area.EMAIL)));
  }

  @Test
  void aPrincipalWithoutANameOrARoleThatDecidesIsNone() {
    for (var principal : new String[] {"alice", ":alice", "jwt:", "", " jwt:alice"}) {
      assertThatThrownBy(() -> new KnownPrincipal(principal, List.of("device-approver")))
          .hasMessageStartingWith("approvals.principals");
    }
    for (var roles :
        List.of(
            List.<String>of(),
            List.of("operator"),
            List.of("admin"),
            List.of("device-approver", "admin"))) {
      assertThatThrownBy(() -> new KnownPrincipal("jwt:alice", roles))
          .hasMessageContaining("needs a role that decides");
    }
  }
}
