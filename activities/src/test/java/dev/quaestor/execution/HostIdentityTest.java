package dev.quaestor.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.connector.Connectors;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host is meant, where several directories are asked. */
class HostIdentityTest {
  private static final String ID = "4c4c4544003957108052b4c04f384833";
  private static final String WHOLE = "web-01.contoso.example";
  private static final String FOREIGN = "web-01.fabrikam.example";

  private final Estate defender = Estate.of("defender");
  private final Estate linux = Estate.of("linux").with(ID, WHOLE);

  private List<Examination> examine(Entity... things) {
    return new EvidenceExecution(
            new Connectors(List.of(defender, linux)),
            AnalysisSettings.none(),
            List.of(),
            InstantSource.fixed(Instant.EPOCH),
            () -> broke -> false)
        .examine(
            new ExaminationRequest(
                "case",
                Arrays.stream(things).map(t -> Evidence.named(t, "a1", null)).toList(),
                Instant.EPOCH));
  }

  private Examination look(String called) {
    return examine(Device.ofId(called)).getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-01", WHOLE, ID})
  void aHostIsCalledByItsIdItsWholeNameAndWhatItWasAskedBy(String called) {
    assertThat(look(called).names()).startsWith(ID, WHOLE).contains(called);
  }

  @Test
  void whatTwoEstatesManageIsOneHostByBothItsIds() {
    defender.with("f980c21f678367cc05efd88ce7cf321cafa13a84", WHOLE);

    assertThat(look("web-01").names())
        .containsExactly("f980c21f678367cc05efd88ce7cf321cafa13a84", ID, WHOLE, "web-01");
  }

  @Test
  void aLabelOfTwoHostsIsNeithersAndNothingIsDoneToEither() {
    defender.with("f980c21f678367cc05efd88ce7cf321cafa13a84", FOREIGN);
    var file = new FileArtifact("web-01", "x.bin", "/tmp", "d0".repeat(32), null, null, null, null);

    var looks = examine(Device.ofId("web-01"), file);

    assertThat(looks)
        .allSatisfy(
            look -> {
              assertThat(look.names()).isEmpty();
              assertThat(look.confirmed()).isNull();
              assertThat(look.away()).isNull();
              assertThat(look.offered())
                  .doesNotContain(ActionType.ISOLATE_DEVICE, ActionType.STOP_AND_QUARANTINE_FILE);
            });
    assertThat(looks.getFirst().withheld())
        .filteredOn(w -> w.type() == ActionType.ISOLATE_DEVICE)
        .extracting(Withheld::because)
        .singleElement()
        .asString()
        .contains("web-01", FOREIGN, "defender", WHOLE, "linux");
    assertThat(look(WHOLE).names()).contains(ID);
    assertThat(look(FOREIGN).names()).doesNotContain(ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.7", "localhost.localdomain"})
  void whatEachEstateMayHaveOfItsOwnMakesNoTwoHostsOne(String name) {
    defender.with("d1", name);
    linux.with("l1", name);

    assertThat(look(name).names()).isEmpty();
    assertThat(look(name).offered()).doesNotContain(ActionType.ISOLATE_DEVICE);
    assertThat(look("l1").names()).containsExactly("l1");
    assertThat(look("l1").offered()).contains(ActionType.ISOLATE_DEVICE);
  }

  @Test
  void aLabelThatAnotherDirectoryHasTwiceIsNobodys() {
    defender.with("d1", "web-01.a.example").with("d2", "web-01.b.example");

    assertThat(look("web-01").names()).isEmpty();
    assertThat(look("web-01").offered()).doesNotContain(ActionType.ISOLATE_DEVICE);
    assertThat(look(WHOLE).offered()).contains(ActionType.ISOLATE_DEVICE);
  }

  @Test
  void whileADirectoryIsAwayALabelIsNotSaidToBeOneHostsAlone() {
    defender.isAway();

    assertThat(look("web-01").names()).containsExactly(ID, WHOLE);
    assertThat(look("web-01").offered()).contains(ActionType.ISOLATE_DEVICE);
  }

  @Test
  void theIntakeIsToldOfEachHostThatIsMeantForCertain() {
    defender.with("f980c21f678367cc05efd88ce7cf321cafa13a84", "db-01.contoso.example");
    var lookups = new LookupExecution(new Connectors(List.of(defender, linux)));

    var answer =
        lookups.lookUp(
            new LookupRequest.Hosts(List.of("web-01", "db-01.contoso.example", "nobody", " ")));

    assertThat(answer)
        .isEqualTo(
            new LookupAnswer.Hosts(
                List.of(
                    List.of(ID, WHOLE, "web-01"),
                    List.of("f980c21f678367cc05efd88ce7cf321cafa13a84", "db-01.contoso.example"))));
  }
}
