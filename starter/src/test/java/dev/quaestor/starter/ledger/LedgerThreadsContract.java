package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.CorrelationKey;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where alerts that name the same thing meet. */
abstract class LedgerThreadsContract extends LedgerFixture {

  private String meet(String own, String... threads) {
    return ledger.meet(own, List.of(threads), now);
  }

  private void leadsTo(String caseId, String key, String... threads) {
    ledger.lead(key, List.of(threads), key, caseId, now);
  }

  private void end(String caseId) {
    tell(caseId, new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "It is done."));
  }

  @Test
  void theFirstGoesItsOwnWayAndWhoNamesTheSameFollows() {
    assertThat(meet("dev-1", "key dev-1", "file a")).isEqualTo("dev-1");
    assertThat(meet("dev-2", "key dev-2", "file a")).isEqualTo("dev-1");
    assertThat(meet("dev-3", "key dev-3", "file b")).isEqualTo("dev-3");
  }

  @Test
  void whatFollowedIsFollowedToo() {
    meet("dev-1", "key dev-1", "file a");
    meet("dev-2", "key dev-2", "file a");

    assertThat(meet("dev-2", "key dev-2")).isEqualTo("dev-1");
  }

  @Test
  void aThingWithAnOpenCaseOfItsOwnStaysThere() {
    meet("dev-1", "key dev-1", "file a");
    meet("dev-2", "key dev-2");

    assertThat(meet("dev-2", "key dev-2", "file a")).isEqualTo("dev-2");
    assertThat(meet("dev-3", "key dev-3", "file a")).isEqualTo("dev-1");
  }

  @Test
  void afterTheEndOfTheCaseItLeadsNowhere() {
    meet("dev-1", "key dev-1", "file a");
    open("inv-1");
    leadsTo("inv-1", "dev-1", "key dev-1", "file a");
    assertThat(meet("dev-2", "key dev-2", "file a")).isEqualTo("dev-1");

    end("inv-1");

    assertThat(meet("dev-3", "key dev-3", "file a")).isEqualTo("dev-3");
  }

  @Test
  void anOpenCaseIsFollowedHoweverLongItIsOpen() {
    meet("dev-1", "key dev-1", "file a");
    open("inv-1");
    leadsTo("inv-1", "dev-1", "key dev-1", "file a");
    now = now.plus(CaseThreads.UNHEARD.multipliedBy(100));

    assertThat(meet("dev-2", "key dev-2", "file a")).isEqualTo("dev-1");
  }

  @Test
  void aPlaceThatNothingWasHeardOfIsGivenUpAfterAWhile() {
    meet("dev-1", "key dev-1", "file a");
    now = now.plus(CaseThreads.UNHEARD);

    assertThat(meet("dev-2", "key dev-2", "file a")).isEqualTo("dev-2");
  }

  @Test
  void whoeverIsLateToSayWhereItWentDoesNotSendOthersBackThere() {
    meet("dev-1", "key dev-1");
    open("inv-1");
    end("inv-1");
    open("inv-2");
    leadsTo("inv-2", "dev-1", "key dev-1");
    leadsTo("inv-1", "dev-1", "key dev-1");
    now = now.plus(CaseThreads.UNHEARD);

    assertThat(meet("dev-1", "key dev-1", "file a")).isEqualTo("dev-1");
    assertThat(meet("dev-2", "key dev-2", "file a")).isEqualTo("dev-1");
  }

  @Test
  void allThatComeAtOnceMeet() {
    var keys =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> meet("dev-" + i, "key dev-" + i, "file a", "letter b")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(keys).containsOnly(keys.getFirst());
  }

  private static String device(String called) {
    return CorrelationKey.ofDevice(Device.ofId(called).key());
  }

  private String meetOn(String called) {
    return meet(device(called), Ledger.thread(device(called)));
  }

  private void areOne(String... names) {
    ledger.keepHosts(List.of(List.of(names)), now);
  }

  @Test
  void alertsOnOneHostMeetByWhateverTheDirectoriesCallIt() {
    areOne("4c4c4544", "web-01.contoso.example", "web-01");

    var key = meetOn("WEB-01");

    assertThat(meetOn("web-01.contoso.example.")).isEqualTo(key);
    assertThat(meetOn("4C4C4544")).isEqualTo(key);
    assertThat(meetOn("web-01.fabrikam.example")).isNotEqualTo(key);
  }

  @Test
  void anExaminationSaysWhatItsHostIsCalled() {
    open("inv-1");
    var key = meetOn("web-01");
    leadsTo("inv-1", key, Ledger.thread(key));
    assertThat(meetOn("web-01.contoso.example")).isNotEqualTo(key);
    end("inv-1");
    open("inv-2");
    var next = meetOn("web-02");
    leadsTo("inv-2", next, Ledger.thread(next));

    tell("inv-2", examined("web-02", "4c4c4545", "web-02.contoso.example", "web-02"));

    assertThat(meetOn("4c4c4545")).isEqualTo(next);
    assertThat(meetOn("web-02.contoso.example")).isEqualTo(next);
  }

  private static LedgerEvent.EvidenceAssessed examined(String called, String... names) {
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            Evidence.named(Device.ofId(called), "al-1", null),
            true,
            List.of(),
            Verdict.UNKNOWN,
            List.of(),
            List.of(),
            new Device(names[0], names[1], "Linux", null, List.of(), List.of()),
            List.of(),
            List.of(names)));
  }

  @Test
  void aNameThatBecameAnotherHostsIsThatOnesFromThenOn() {
    areOne("4c4c4544", "web-01.contoso.example");
    areOne("5d5d5555", "web-01.contoso.example");

    var key = meetOn("web-01.contoso.example");

    assertThat(meetOn("5d5d5555")).isEqualTo(key);
    assertThat(meetOn("4c4c4544")).isNotEqualTo(key);
  }

  @Test
  void anOlderWordThatIsToldAgainChangesNothing() {
    areOne("5d5d5555", "web-01.contoso.example");
    ledger.keepHosts(List.of(List.of("4c4c4544", "web-01.contoso.example")), now.minusSeconds(60));

    var key = meetOn("web-01.contoso.example");

    assertThat(meetOn("5d5d5555")).isEqualTo(key);
    assertThat(meetOn("4c4c4544")).isNotEqualTo(key);
  }

  @Test
  void aHostThatTwoDirectoriesKnowIsOneWhoeverIsAskedFirst() {
    areOne("4c4c4544", "f980c21f", "web-01.contoso.example");
    areOne("f980c21f", "4c4c4544", "web-01.contoso.example", "web-01");

    var key = meetOn("web-01");

    assertThat(meetOn("4c4c4544")).isEqualTo(key);
    assertThat(meetOn("f980c21f")).isEqualTo(key);
  }

  @Test
  void afterADayANameCountsNoMoreUntilItIsSaidAgain() {
    areOne("4c4c4544", "web-01");
    var keys = List.of(device("4c4c4544"), device("web-01"));
    assertThat(ledger.knownHosts(keys, now)).containsExactlyInAnyOrderElementsOf(keys);
    now = now.plus(HostNames.STANDS).plusSeconds(1);

    assertThat(ledger.knownHosts(keys, now)).isEmpty();
    assertThat(meetOn("web-01")).isNotEqualTo(meetOn("4c4c4544"));
  }

  @Test
  void hostsThatAreKeptAtOnceAreKeptWhole() {
    IntStream.range(0, 8)
        .mapToObj(
            i ->
                CompletableFuture.runAsync(
                    () -> areOne("4c4c4544", "web-01.contoso.example", "web-01", "also-" + i)))
        .toList()
        .forEach(CompletableFuture::join);

    assertThat(ledger.knownHosts(List.of(device("also-3"), device("web-01")), now)).hasSize(2);
    assertThat(meetOn("also-1")).isEqualTo(meetOn("also-7"));
  }

  private LedgerEvent.EvidenceAssessed at(String device, String... addresses) {
    var confirmed =
        new Device("id-" + device, device, "Linux", null, List.of(), List.of(addresses));
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            Evidence.named(Device.ofId(device), "al-1", null),
            true,
            List.of(),
            Verdict.UNKNOWN,
            List.of(),
            List.of(),
            confirmed));
  }

  private List<String> holders(String caseId) {
    return ledger.report(caseId).orElseThrow().holders().stream()
        .map(AddressHolder::device)
        .toList();
  }

  /** Whoever had an address an hour ago may not have it now: it is told, and nothing goes by it. */
  @Test
  void ofAnAddressItIsToldWhichDevicesHadItWithinTheHour() {
    open("inv-1");
    tell("inv-1", at("web-01", "10.0.0.7", "127.0.0.1", "2001:db8::7"));
    open("inv-2");
    tell("inv-2", evidence(new IpAddress("10.0.0.7"), Verdict.SUSPICIOUS));
    tell("inv-2", evidence(new IpAddress("127.0.0.1"), Verdict.UNKNOWN));
    tell("inv-2", evidence(new IpAddress("10.0.0.8"), Verdict.UNKNOWN));
    open("inv-3");
    tell("inv-3", evidence(new IpAddress("2001:0DB8:0:0::7"), Verdict.UNKNOWN));

    assertThat(holders("inv-2")).containsExactly("web-01");
    assertThat(holders("inv-3")).containsExactly("web-01");

    open("inv-4");
    var later = after(Duration.ofMinutes(62).toSeconds());
    var met = evidence(new IpAddress("10.0.0.7"), Verdict.UNKNOWN);
    ledger.record(new LedgerBatch("inv-4", "inv-4", List.of(new LedgerEntry(1, later, met))));
    assertThat(holders("inv-4")).isEmpty();
  }
}
