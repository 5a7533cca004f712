package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.Policy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Policy revisions, tokens and numbers, on every database. */
abstract class LedgerStoresContract extends LedgerFixture {

  private static final Policy STRICT =
      new Policy(
          "strict",
          List.of(
              new DeviceGroup("servers", AutomationLevel.FULL, List.of("srv-*"), null, null, null)),
          null,
          null,
          null,
          new Policy.Approvals(Duration.ofDays(2), Policy.Unsigned.ACCEPT),
          null,
          null);

  @Test
  void everyRevisionOfThePolicyIsKeptWithItsText() {
    var put =
        policies.put("name: strict # é \u0000", STRICT, "olga", "after the incident").revision();

    assertThat(put.number()).isEqualTo(2);
    assertThat(put.policy()).isEqualTo(STRICT);
    assertThat(put.yaml()).isEqualTo("name: strict # é \uFFFD");
    assertThat(put.at()).isEqualTo(START);
    assertThat(policies.current()).contains(put);
    assertThat(policies.revision(1).orElseThrow().policy()).isEqualTo(POLICY);
    assertThat(policies.revision(3)).isEmpty();
    assertThat(policies.history(0, 50).items())
        .extracting(PolicyRevision::author)
        .containsExactly("olga", "setup");
    assertThat(policies.putFirst("name: other", POLICY, "setup")).isEqualTo(put);
  }

  @Test
  void revisionsPutAtOnceGetNumbersOfTheirOwn() throws Exception {
    try (var pool = Executors.newFixedThreadPool(4)) {
      var puts =
          IntStream.range(0, 4)
              .mapToObj(
                  n ->
                      (Callable<PolicyRevision>)
                          () -> policies.put("n: " + n, STRICT, "o", null).revision())
              .toList();
      for (var done : pool.invokeAll(puts)) {
        done.get();
      }
    }
    assertThat(policies.history(0, 50).items())
        .extracting(PolicyRevision::number)
        .containsExactly(5, 4, 3, 2, 1);
  }

  @Test
  void aTokenOpensUntilItExpiresOrIsRevoked() {
    var token = tokens.add("secret-1", "svc", Set.of("viewer", "analyst"), "olga", after(60));
    assertThat(tokens.findActive("secret-1")).contains(token);
    assertThat(token.roles()).containsExactlyInAnyOrder("viewer", "analyst");
    assertThat(tokens.findActive("secret-2")).isEmpty();
    assertThat(tokens.findActive("")).isEmpty();
    now = after(60);
    assertThat(tokens.findActive("secret-1")).isEmpty();

    var other = tokens.add("secret-2", "ann", Set.of("admin"), "olga", null);
    assertThat(tokens.list()).extracting(ApiToken::name).containsExactly("ann", "svc");
    var revoked = tokens.revoke(other.tokenId()).orElseThrow();
    now = after(90);
    assertThat(tokens.revoke(other.tokenId())).contains(revoked);
    assertThat(revoked.revokedAt()).isEqualTo(after(60));
    assertThat(tokens.findActive("secret-2")).isEmpty();
    assertThat(tokens.revoke("tok-none")).isEmpty();
    assertThatThrownBy(() -> tokens.add("secret-2", "eve", Set.of("admin"), "eve", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret-2");
  }

  @Test
  void aTokenSaysToTheMinuteWhenItWasLastUsed() {
    var token = tokens.add("secret-1", "svc", Set.of("viewer"), "olga", null);
    assertThat(token.usedAt()).isNull();

    tokens.used(token);
    var used = tokens.list().getFirst();
    assertThat(used.usedAt()).isEqualTo(now);
    var first = now;
    now = after(59);
    tokens.used(used);
    assertThat(tokens.list().getFirst().usedAt()).isEqualTo(first);
    now = after(61);
    tokens.used(used);
    assertThat(tokens.list().getFirst().usedAt()).isEqualTo(now);
  }

  @Test
  void aTokenItselfIsNowhereInTheDatabase() throws SQLException {
    tokens.add("very-secret", "svc", Set.of("viewer"), "olga", null);
    try (var connection = database.getConnection();
        var rows = connection.createStatement().executeQuery("select * from api_token")) {
      rows.next();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        assertThat(String.valueOf(rows.getObject(i))).doesNotContain("very-secret");
      }
    }
  }

  @Test
  void theNumbersTellWaitsAndStates() {
    open("inv-1");
    tell(
        "inv-1",
        alert("al-1", Severity.LOW),
        plan("a-1", isolate("d1"), pending(600)),
        plan("a-2", isolate("d2"), pending(600)),
        new LedgerEvent.ActionDecided("a-1", decided(true, "ann")),
        new LedgerEvent.ActionDecided("a-1", decided(true, "ann")),
        new LedgerEvent.ActionDecided("a-2", new Decision.Superseded("a-1", after(6))),
        new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done"));

    assertThat(meters.timer("quaestor.time.to.verdict").totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(meters.timer("quaestor.time.to.verdict").count()).isEqualTo(1);
    var wait = meters.timer("quaestor.time.to.decide", "decision", "APPROVED");
    assertThat(wait.count()).isEqualTo(1);
    assertThat(wait.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(meters.find("quaestor.time.to.decide").timers()).hasSize(1);
    assertThat(planned("approval")).isEqualTo(2);
    assertThat(planned("automatic")).isZero();
  }

  private double planned(String gate) {
    return meters.counter("quaestor.actions.planned", "gate", gate).count();
  }
}
