package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {
  private static final Finding BAD = Finding.weighs("v", "BAD", 100, "Bad.");
  private static final Finding FINE = Finding.nothing("v", "FINE", "Fine.");

  private static Examination answer(Entity entity, List<Finding> findings, Entity... ledTo) {
    var from = named(entity);
    return new Examination(
        entity.key(),
        entity,
        findings,
        Stream.of(ledTo).map(e -> Evidence.found(e, from, Role.CONTEXTUAL)).toList(),
        List.of());
  }

  private static Entity[] links(int count, int length) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Url("http://h" + i + ".example/" + "x".repeat(length)))
        .toArray(Entity[]::new);
  }

  private static MailCluster cluster(int members) {
    return new MailCluster(
        new Url("http://bad.example/").key(),
        List.of(new MailCluster.Criterion("Url", "http://bad.example/")),
        IntStream.range(0, members)
            .mapToObj(
                i -> new MailCluster.Member("u" + i + "@contoso.example", "n", "<" + i + ">", null))
            .toList(),
        members);
  }

  private static int bytes(List<Examination> answer) {
    return QuaestorJson.mapper().writeValueAsBytes(answer).length;
  }

  @Test
  void whatFitsIsLeftAsItIs() {
    var answer =
        List.of(
            answer(Device.ofId("d1"), List.of(FINE), links(50, 2000)),
            answer(cluster(1000), List.of(BAD)));
    assertThat(AnswerLimit.applied(answer)).isSameAs(answer);
  }

  @Test
  void aHugeAnswerIsCutBelowTheLimitWhereItIsHeaviest() {
    var light = answer(Device.ofId("light"), List.of(FINE), links(10, 100));
    var heavy = answer(Device.ofId("heavy"), List.of(BAD), links(900, 2000));
    var heavier = answer(Device.ofId("heavier"), List.of(), links(1000, 2000));
    var cut = AnswerLimit.applied(List.of(heavier, light, heavy));
    assertThat(bytes(cut)).isBetween(AnswerLimit.MOST_BYTES * 9 / 10, AnswerLimit.MOST_BYTES);
    assertThat(cut)
        .extracting(Examination::key)
        .containsExactly(heavier.key(), light.key(), heavy.key());
    assertThat(cut.get(1)).isEqualTo(light);
    assertThat(cut.get(2).related())
        .isNotEmpty()
        .isEqualTo(heavy.related().subList(0, cut.get(2).related().size()));
    assertThat(cut.get(2).findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "Bad.",
            "It led to too much for one answer: %d other things and 0 messages were left out."
                .formatted(900 - cut.get(2).related().size()));
    assertThat(AnswerLimit.applied(List.of(heavier, light, heavy))).isEqualTo(cut);
  }

  @Test
  void listedMessagesGoFirstAndTheirCountStays() {
    var task =
        answer(
            new ScheduledTask("d1", "t", null),
            List.of(FINE),
            cluster(400),
            new Url("http://x.example/"));
    var cut = AnswerLimit.applied(List.of(task), 20_000).getFirst();
    assertThat(cut.related()).hasSize(2);
    var left = (MailCluster) cut.related().getFirst().entity();
    assertThat(left.count()).isEqualTo(400);
    assertThat(left.messages()).hasSizeBetween(50, 399);
    assertThat(cut.findings().getLast().sentence())
        .isEqualTo(
            "The list leaves out %d similar messages; an action finds them again."
                .formatted(400 - left.messages().size()));
    assertThat(VerdictRules.conclude(cut.findings())).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void anExaminedClusterListsFewerOfItsOwn() {
    var cut = AnswerLimit.applied(List.of(answer(cluster(400), List.of(BAD))), 20_000).getFirst();
    assertThat(((MailCluster) cut.entity()).messages()).hasSizeBetween(50, 399);
    assertThat(cut.entity().key()).isEqualTo(cut.key());
    assertThat(VerdictRules.conclude(cut.findings())).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void whatWasLeftOutNeverMakesAnythingClean() {
    var unknown = answer(new ScheduledTask("d1", "t", null), List.of(), links(40, 2000));
    var clean = answer(Device.ofId("d1"), List.of(FINE), links(40, 2000));
    assertThat(AnswerLimit.applied(List.of(unknown, clean), 20_000))
        .extracting(x -> VerdictRules.conclude(x.findings()))
        .containsExactly(Verdict.UNKNOWN, Verdict.UNKNOWN);
  }

  @Test
  void whatPiecesSayOfThemselvesStaysThoughItIsTooMuch() {
    var cut =
        AnswerLimit.applied(List.of(answer(Device.ofId("d1"), List.of(BAD), links(3, 10))), 10);
    assertThat(cut.getFirst().related()).isEmpty();
    assertThat(cut.getFirst().findings()).contains(BAD);
  }
}
