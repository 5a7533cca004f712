package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.Right;
import dev.quaestor.connector.capability.CredentialCheck;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessOnLabTest {
  private final LabBackEnds backEnds = new LabBackEnds();

  @AfterEach
  void close() {
    backEnds.close();
  }

  private Access access(String connector) {
    return access(backEnds.connectors(), connector);
  }

  private static Access access(Connectors connectors, String connector) {
    return connectors.offers(CredentialCheck.class).stream()
        .filter(offer -> offer.connector().equals(connector))
        .findFirst()
        .orElseThrow()
        .capability()
        .access();
  }

  @Test
  void aCredentialWithEveryRightLacksNothingAndTellsTheTime() {
    for (var connector : List.of("defender", "graph")) {
      var access = access(connector);

      assertThat(access.given()).isPresent();
      assertThat(access.missing()).isEmpty();
      assertThat(access.ahead())
          .hasValueSatisfying(ahead -> assertThat(ahead.abs()).isLessThan(Duration.ofSeconds(5)));
    }
  }

  @Test
  void whatIsMissingIsNamedForTheActionsThatAreWantedAndForNoOthers() {
    backEnds.lab.withhold(List.of("Machine.Isolate", "User.EnableDisableAccount.All"));

    var defender = access("defender");
    assertThat(defender.missing(List.of(ActionType.RUN_ANTIVIRUS_SCAN))).isEmpty();
    assertThat(defender.missing(List.of(ActionType.ISOLATE_DEVICE)))
        .singleElement()
        .satisfies(
            right -> {
              assertThat(right.anyOf()).containsExactly("Machine.Isolate");
              assertThat(right.actions()).contains(ActionType.RELEASE_DEVICE);
              assertThat(right.source()).contains("Isolate machine");
            });
    assertThat(access("graph").missing())
        .singleElement()
        .satisfies(right -> assertThat(right.actions()).contains(ActionType.DISABLE_USER));
  }

  @Test
  void aTokenWithoutAnyRightLacksAllThatIsNeeded() {
    backEnds.lab.withhold(access("graph").given().orElseThrow().stream().toList());

    var access = access("graph");

    assertThat(access.given()).hasValueSatisfying(given -> assertThat(given).isEmpty());
    assertThat(access.missing()).hasSameSizeAs(access.needed());
  }

  /** What nobody knows the right of would be missed only when an action waits. */
  @Test
  void everyActionThatAnybodyCarriesOutHasItsRight() {
    var known = EnumSet.of(ActionType.EXPAND_INVESTIGATION);
    for (var connector : List.of("defender", "graph")) {
      access(connector).needed().stream().map(Right::actions).forEach(known::addAll);
    }

    assertThat(known).containsExactlyInAnyOrder(ActionType.values());
  }

  @Test
  void aRefusedSecretIsRefusedAndABackEndThatIsNotThereIsAway() {
    assertThatThrownBy(
            () ->
                access(
                    backEnds.connectors(Map.of("client-secret", "another"), Map.of()), "defender"))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            refused -> assertThat(refused.kind()).isEqualTo(Kind.UNAUTHORIZED));
    assertThatThrownBy(
            () ->
                access(
                    backEnds.connectors(Map.of(), Map.of("login-url", "http://127.0.0.1:1")),
                    "graph"))
        .isInstanceOfSatisfying(
            ConnectorException.class, away -> assertThat(away.kind()).isEqualTo(Kind.DOWN));
  }

  @Test
  void aTokenForAnotherApiIsFoundOut() {
    var access =
        access(
            backEnds.connectors(Map.of("scope", "https://graph.microsoft.com/.default"), Map.of()),
            "defender");

    assertThat(access.missing(List.of())).isNotEmpty();
  }
}
