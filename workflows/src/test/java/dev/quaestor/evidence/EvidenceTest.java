package dev.quaestor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.fixtures.Fixtures;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several alerts say of one thing. */
class EvidenceTest {
  private static final Remit EMAIL = Remit.of(List.of(Area.EMAIL));
  private static final Remit DEVICE = Remit.of(List.of(Area.DEVICE));

  private static Evidence said(Verdict verdict, String status, Remit by) {
    var reported = new ReportedVerdict("v", verdict, status);
    return Evidence.named(Fixtures.downloadedFile(), "a1", reported).saidBy(by);
  }

  private static List<ReportedVerdict> words(Evidence... all) {
    var reported = Stream.of(all).reduce(Evidence::merge).orElseThrow().reported();
    return reported == null ? List.of() : reported.words();
  }

  private static List<String> places(Evidence... all) {
    var merged = Stream.of(all).reduce(Evidence::merge).orElseThrow();
    return ((FileArtifact) merged.entity()).paths().toList();
  }

  private static Evidence lyingIn(String folder, String alert) {
    return Evidence.named(Fixtures.file(Fixtures.LAPTOP_ID, folder), alert, null);
  }

  @Test
  void aFileThatIsNamedInTwoPlacesLiesInBoth() {
    assertThat(places(lyingIn("C:\\a", "a1"), lyingIn("C:\\b", "a2"), lyingIn("c:\\A", "a3")))
        .containsExactly("C:\\a\\invoice.exe", "C:\\b\\invoice.exe");
    var restated = lyingIn("C:\\a", "a1").restated(lyingIn("C:\\b", "a1"));
    assertThat(((FileArtifact) restated.entity()).paths()).hasSize(2);
    var looked = lyingIn("C:\\a", "a1").merge(lyingIn("C:\\b", "a2"));
    assertThat(((FileArtifact) looked.withEntity(lyingIn("C:\\a", "a1").entity()).entity()).paths())
        .hasSize(2);
  }

  @Test
  void ofAFileInVeryManyPlacesItIsKeptThatThereAreMore() {
    var all = IntStream.range(0, 200).mapToObj(i -> lyingIn("C:\\d" + i, "a" + i));

    assertThat(places(all.toArray(Evidence[]::new))).hasSize(52).endsWith("and elsewhere");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnalystsGraverWordDoesNotCarryAwayASensors(boolean sensorFirst) {
    var sensor = said(Verdict.SUSPICIOUS, null, Remit.EVERYWHERE);
    var analyst = said(Verdict.MALICIOUS, null, EMAIL);

    var words = sensorFirst ? words(sensor, analyst) : words(analyst, sensor);

    assertThat(words)
        .extracting(ReportedVerdict::verdict)
        .containsExactly(Verdict.MALICIOUS, Verdict.SUSPICIOUS);
    assertThat(words).extracting(ReportedVerdict::remit).containsExactly(EMAIL, Remit.EVERYWHERE);
  }

  @Test
  void anAnalystsMilderWordDoesNotCarryAwayThatASensorStoppedIt() {
    assertThat(
            words(
                said(null, "blocked", Remit.EVERYWHERE),
                said(Verdict.NO_THREATS_FOUND, null, EMAIL)))
        .extracting(ReportedVerdict::remit)
        .containsExactly(EMAIL, Remit.EVERYWHERE);
  }

  @Test
  void aWordThatCountsEverywhereLeavesNoOtherBesideIt() {
    assertThat(
            words(
                said(Verdict.SUSPICIOUS, null, EMAIL),
                said(Verdict.MALICIOUS, null, Remit.EVERYWHERE)))
        .extracting(ReportedVerdict::verdict)
        .containsExactly(Verdict.MALICIOUS);
  }

  @Test
  void theSameWordOfTwoCountsWhereEitherMayAct() {
    assertThat(words(said(Verdict.SUSPICIOUS, null, EMAIL), said(Verdict.SUSPICIOUS, null, DEVICE)))
        .extracting(ReportedVerdict::remit)
        .containsExactly(EMAIL.or(DEVICE));
  }

  @Test
  void ofSeveralMilderWordsTheOneThatCountsMostWidelyStays() {
    assertThat(
            words(
                said(Verdict.MALICIOUS, null, EMAIL),
                said(Verdict.SUSPICIOUS, null, DEVICE),
                said(null, "detected", Remit.EVERYWHERE)))
        .extracting(ReportedVerdict::remit)
        .containsExactly(EMAIL, Remit.EVERYWHERE);
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        Arguments.of("detected", "blocked"),
        Arguments.of("blocked", "detected"),
        Arguments.of(null, "blocked"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whatASensorDetectedDoesNotCountWhereOnlyAnAnalystSaysMore(String one, String other) {
    var words = words(said(Verdict.UNKNOWN, one, EMAIL), said(Verdict.UNKNOWN, other, DEVICE));

    assertThat(words)
        .allSatisfy(
            w ->
                assertThat(w.remit())
                    .isEqualTo(
                        "blocked".equals(w.detectionStatus())
                            ? "blocked".equals(one) ? EMAIL : DEVICE
                            : "blocked".equals(one) ? DEVICE : EMAIL));
  }

  @Test
  void nobodyWritesAnothersWordBesideTheirOwn() {
    var own = new ReportedVerdict("me", Verdict.MALICIOUS, null, EMAIL, null);
    var forged =
        new ReportedVerdict(
            "me",
            Verdict.MALICIOUS,
            null,
            EMAIL,
            new ReportedVerdict("sensor", Verdict.SUSPICIOUS, null));

    assertThat(Evidence.named(Fixtures.downloadedFile(), "a1", forged).saidBy(EMAIL).reported())
        .isEqualTo(own);
  }

  private static Device called(String name) {
    return new Device("d1", name, null, null, List.of(), List.of());
  }

  @Test
  void whatAnAlertCallsAThingStaysKnownWhateverItsBackEndCallsIt() {
    var named = Evidence.named(called("srv-sql-02"), "a1", null);

    var looked = named.withEntity(called("db7.contoso.example"));
    var again = looked.withEntity(called("db7.contoso.example"));
    var other = again.merge(Evidence.named(called("SQL-PROD"), "a2", null));
    var found = other.merge(Evidence.found(called("x"), named, Role.ATTACKED));

    assertThat(named.aliases()).isEmpty();
    assertThat(looked.aliases()).containsExactly("srv-sql-02");
    assertThat(again).isEqualTo(looked);
    assertThat(other.entity().label()).isEqualTo("db7.contoso.example");
    assertThat(found.aliases()).containsExactly("srv-sql-02", "SQL-PROD");
    assertThat(named.withEntity(called("SRV-SQL-02")).aliases()).isEmpty();
  }
}
