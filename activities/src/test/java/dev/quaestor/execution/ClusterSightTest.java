package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Member;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.evidence.Withheld;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far the list of a cluster is what the mail shows, and what happens where it is not. */
class ClusterSightTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Member PHISH = new Member("lee@contoso.example", "n1", "<1@x>", "Inbox");
  private static final Member NEWS = new Member("pat@contoso.example", null, "<news@x>", "Inbox");

  private static MailCluster by(String... fields) {
    return new MailCluster(
        new EntityKey("mail:root"),
        List.of(fields).stream().map(f -> new Criterion(f, "v")).toList(),
        List.of(PHISH, NEWS),
        2);
  }

  /** Finds the phish, whatever is asked. */
  private static final class Mail implements MailSearch {
    private final List<List<Criterion>> asked = new ArrayList<>();

    @Override
    public Similar similar(List<Criterion> criteria, Instant since, int limit) {
      asked.add(criteria);
      return new Similar(List.of(PHISH), 1);
    }

    @Override
    public Map<EntityKey, Location> locate(List<MailMessage> messages) {
      return Map.of();
    }
  }

  private record BackEnd(List<Capability> capabilities) implements Connector {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void close() {}
  }

  private static Examination examine(MailCluster cluster, Capability... world) {
    return examine(named(cluster), world);
  }

  private static Examination examine(Evidence evidence, Capability... world) {
    var execution =
        new EvidenceExecution(
            new Connectors(List.of(new BackEnd(List.of(world)))),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> broke -> false);
    return execution.examine(new ExaminationRequest("case", List.of(evidence), NOW)).getFirst();
  }

  private static List<Member> members(Examination examined) {
    return ((MailCluster) examined.entity()).messages();
  }

  private static void waits(Examination examined, String because) {
    assertThat(examined.findings())
        .filteredOn(f -> f.code().equals("CLUSTER_NOT_SEARCHED"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.effect()).isEqualTo(Finding.Effect.INCONCLUSIVE);
              assertThat(f.sentence()).startsWith(because);
            });
    assertThat(examined.findings()).noneMatch(f -> f.sentence().contains("They share"));
    assertThat(examined.withheld())
        .filteredOn(Withheld::waitsForAPerson)
        .anySatisfy(
            w -> {
              assertThat(w.type()).isEqualTo(ActionType.SOFT_DELETE_EMAIL);
              assertThat(w.because()).startsWith(because).doesNotEndWith(".");
            });
  }

  @Test
  void whatWasSearchedIsCountedAndListsWhatWasFound() {
    var examined = examine(by("Url", "p2sender"), new Mail());

    assertThat(members(examined)).containsExactly(PHISH);
    assertThat(examined.findings()).anyMatch(f -> f.sentence().contains("They share Url \"v\""));
    assertThat(examined.withheld()).noneMatch(Withheld::waitsForAPerson);
  }

  /** Nothing that it grew from is judged there: an approver must not read that it is clean. */
  @Test
  void ofAnOrderThatWasCountedNobodyCanTellWhetherItIsHarmless() {
    var ordered = new Evidence(by("Url", "p2sender"), List.of(), null, List.of(), 0, null);

    assertThat(VerdictRules.conclude(examine(ordered, new Mail()).findings()))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(VerdictRules.conclude(examine(by("Url", "p2sender"), new Mail()).findings()))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void ofAListUnderAFieldThatNobodyCanSearchOnlyThoseStayThatTheOtherFieldsConfirm() {
    var mail = new Mail();

    var examined = examine(by("Url", "BodyFingerprint"), mail);

    assertThat(mail.asked).containsExactly(List.of(new Criterion("Url", "v")));
    assertThat(members(examined)).containsExactly(PHISH);
    assertThat(((MailCluster) examined.entity()).count()).isOne();
    waits(
        examined,
        "It was searched only in part: no back end can search mail by \"BodyFingerprint\". Of the"
            + " messages that it was named with, 1 shares the rest: Url \"v\"");
    assertThat(examined.related()).isEmpty();
  }

  @Test
  void aListThatNothingCanConfirmIsItsTellersAndEachMessageIsLookedAtAsWhatItIs() {
    var examined = examine(by("SENDER"), new Mail());

    assertThat(members(examined)).containsExactly(PHISH, NEWS);
    waits(examined, "It was not searched: no back end can search mail by \"SENDER\"");
    assertThat(examined.related())
        .extracting(Evidence::key)
        .containsExactly(PHISH.key(), NEWS.key());
  }

  @Test
  void aListThatCouldNotBeSearchedIsNoMore() {
    MailSearch down =
        new MailSearch() {
          @Override
          public Similar similar(List<Criterion> criteria, Instant since, int limit) {
            throw new ConnectorException(ConnectorException.Kind.DOWN, "away");
          }

          @Override
          public Map<EntityKey, Location> locate(List<MailMessage> messages) {
            return Map.of();
          }
        };

    waits(examine(by("Url"), down), "It could not be searched");
    waits(examine(by("Url")), "Nobody can search the mail for it");
  }
}
