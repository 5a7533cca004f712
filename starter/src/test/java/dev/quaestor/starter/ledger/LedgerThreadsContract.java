package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
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
    ledger.lead(List.of(threads), key, caseId);
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
}
