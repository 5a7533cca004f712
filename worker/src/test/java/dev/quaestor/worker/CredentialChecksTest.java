package dev.quaestor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.Access.Fault;
import dev.quaestor.connector.Access.Hosts;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.start.check.CheckResult;
import dev.quaestor.start.check.CheckResult.Level;
import dev.quaestor.start.roll.BackEndState;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a credential, and that what to do about it is said in the connector's words. */
class CredentialChecksTest {
  private static final Fault AWAY = new Fault(Fault.Kind.AWAY, "web-1 cannot be reached", Set.of());
  private static final Fault REFUSED =
      new Fault(Fault.Kind.REFUSED, "web-2 shows another host key", Set.of());
  private static final Fault NO_NFT =
      new Fault(Fault.Kind.LACKING, "web-3 lacks nftables", Set.of(ActionType.ISOLATE_DEVICE));

  private record Fleet(Supplier<Access> asked) implements CredentialCheck {
    @Override
    public Remedies remedies() {
      return new Remedies("set the.key", "set the.address", "give it more");
    }

    @Override
    public String sentence() {
      return "fleet of mine";
    }

    @Override
    public Access access() {
      return asked.get();
    }
  }

  private static CredentialChecks.Tried tried(Supplier<Access> asked, ActionType... wanted) {
    return CredentialChecks.attempt(
        new Offer<>("fleet", new Fleet(asked)), Optional.of(List.of(wanted)));
  }

  private static Access of(int well, Fault... faults) {
    return Access.ofHosts(new Hosts(well, List.of(faults)));
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, REFUSED, FAIL, set the.key",
    "DOWN, AWAY, WARN, set the.address",
    "DEVICE_AWAY, AWAY, WARN, set the.address",
    "MALFORMED_ANSWER, AWAY, WARN, set the.address"
  })
  void whatBreaksIsToldWithTheConnectorsOwnRemedy(
      Kind kind, BackEndState state, Level level, String remedy) {
    var tried =
        tried(
            () -> {
              throw new ConnectorException(kind, "why");
            });

    assertThat(tried.state()).isEqualTo(state);
    assertThat(tried.result().level()).isEqualTo(level);
    assertThat(tried.result().sentence()).startsWith("fleet of mine: ").contains("(why)");
    assertThat(tried.result().remedy()).isEqualTo(remedy);
  }

  private static CheckResult of(BackEndState state, Level level, CredentialChecks.Tried tried) {
    assertThat(tried.state()).isEqualTo(state);
    assertThat(tried.result().level()).isEqualTo(level);
    return tried.result();
  }

  @Test
  void oneHostOfManySpeaksForItselfAlone() {
    assertThat(of(BackEndState.WELL, Level.OK, tried(() -> of(3))).sentence())
        .isEqualTo("fleet of mine: 3 hosts take the key, and nothing is missing there.");
    assertThat(of(BackEndState.WELL, Level.WARN, tried(() -> of(2, AWAY))).sentence())
        .isEqualTo(
            "fleet of mine: 2 of 3 hosts take the key and lack nothing; web-1 cannot be reached.");
    assertThat(of(BackEndState.LACKING, Level.FAIL, tried(() -> of(1, AWAY, REFUSED))).sentence())
        .as("the gravest first")
        .endsWith("web-2 shows another host key; web-1 cannot be reached.");
    assertThat(of(BackEndState.LACKING, Level.FAIL, tried(() -> of(1, AWAY, REFUSED))).remedy())
        .isEqualTo("set the.key set the.address");
    of(BackEndState.REFUSED, Level.FAIL, tried(() -> of(0, REFUSED, REFUSED)));
    of(BackEndState.AWAY, Level.WARN, tried(() -> of(0, AWAY, AWAY)));
    of(BackEndState.LACKING, Level.FAIL, tried(() -> of(0, AWAY, REFUSED)));
  }

  @Test
  void whatAHostLacksIsWrongOnlyWhereItIsWanted() {
    of(BackEndState.LACKING, Level.WARN, tried(() -> of(1, NO_NFT), ActionType.KILL_PROCESS));
    assertThat(
            of(
                    BackEndState.LACKING,
                    Level.FAIL,
                    tried(() -> of(1, NO_NFT), ActionType.ISOLATE_DEVICE))
                .remedy())
        .isEqualTo("give it more");
  }

  @Test
  void ofHundredsOnlySomeAreNamed() {
    var many = Collections.nCopies(500, AWAY).toArray(Fault[]::new);

    var said = tried(() -> of(1, many)).result().sentence();

    assertThat(said).contains("and so with 490 more").hasSizeLessThan(1_000);
  }
}
