package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.indicator.IndicatorMatch.Effect;
import dev.quaestor.indicator.IndicatorQuery;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indicators, what people say of verdicts, and who has to wait, on every database. */
abstract class LedgerJudgementContract extends LedgerFixture {
  private static final String SHA256 = "ab".repeat(32);

  private IndicatorStore indicators() {
    return new IndicatorStore(database, () -> now);
  }

  private Ledger ledgerWith(Capacity capacity) {
    return new Ledger(database, policies, indicators(), meters, capacity);
  }

  private static Indicator.Wish wish(IndicatorType type, String value, Effect effect) {
    return wish(type, value, effect, null);
  }

  private static Indicator.Wish wish(
      IndicatorType type, String value, Effect effect, @Nullable Instant until) {
    return new Indicator.Wish(type, value, effect, List.of("Servers"), "As agreed", null, until);
  }

  private static FileArtifact file(String sha256) {
    return new FileArtifact("d1", "a.exe", "C:\\Temp", sha256, null, null, null, null);
  }

  private List<IndicatorMatch> asked(Entity... about) {
    return ledgerWith(Capacity.UNBOUNDED).indicators(new IndicatorQuery("inv-1", List.of(about)));
  }

  @Test
  void anIndicatorSpeaksOfEveryPieceWithItsValue() {
    indicators()
        .put(wish(IndicatorType.FILE_SHA256, SHA256.toUpperCase(), Effect.BLOCK), person("olga"));

    assertThat(asked(file(SHA256), file("cd".repeat(32))))
        .singleElement()
        .satisfies(
            match -> {
              assertThat(match.entityKey()).isEqualTo(file(SHA256).key());
              assertThat(match.effect()).isEqualTo(Effect.BLOCK);
              assertThat(match.deviceGroups()).containsExactly("Servers");
              assertThat(match.because()).isEqualTo("As agreed");
            });
  }

  @Test
  void aDomainSpeaksOfTheHostsBelowItAndOfNoOther() {
    indicators().put(wish(IndicatorType.DOMAIN, "Evil.Example.", Effect.BLOCK), person("olga"));

    assertThat(asked(new Url("https://login.evil.example/a?b"))).hasSize(1);
    assertThat(asked(new Url("https://evil.example/"))).hasSize(1);
    assertThat(asked(new Url("https://notevil.example/"))).isEmpty();
    assertThat(asked(new Url("https://evil.example.org/"))).isEmpty();
  }

  @Test
  void aSenderDomainSpeaksOfMessagesAndAnAddressOfUrlsToIt() {
    indicators()
        .put(wish(IndicatorType.SENDER_DOMAIN, "evil.example", Effect.BLOCK), person("olga"));
    indicators().put(wish(IndicatorType.IP_ADDRESS, "203.0.113.9", Effect.BLOCK), person("olga"));
    var mail =
        new MailMessage(
            null,
            "<1@x>",
            "me@contoso.example",
            "Boss@mx.Evil.Example",
            null,
            null,
            null,
            null,
            "hi",
            null,
            null,
            null,
            null,
            null);

    assertThat(asked(mail))
        .singleElement()
        .extracting(IndicatorMatch::sender)
        .isEqualTo("evil.example");
    assertThat(asked(new IpAddress("203.0.113.9")))
        .singleElement()
        .extracting(IndicatorMatch::sender)
        .isNull();
    assertThat(asked(new Url("http://203.0.113.9/x"))).hasSize(1);
  }

  @Test
  void anExpiredIndicatorSaysNothingAndDoesNotCountAsOne() {
    var wish =
        wish(IndicatorType.FILE_SHA256, SHA256, Effect.ALLOW, START.plus(Duration.ofHours(1)));
    indicators().put(wish, person("olga"));
    assertThat(ledgerWith(Capacity.UNBOUNDED).open(opening("inv-1", START)).indicators()).isTrue();

    now = START.plus(Duration.ofHours(1));

    assertThat(asked(file(SHA256))).isEmpty();
    assertThat(ledgerWith(Capacity.UNBOUNDED).open(opening("inv-2", START)).indicators()).isFalse();
  }

  @Test
  void theSameValueAgainChangesItAndTheOtherEffectContradicts() {
    var first =
        indicators()
            .put(wish(IndicatorType.URL, "HTTPS://a.example", Effect.ALLOW), person("olga"));
    var again =
        indicators()
            .put(wish(IndicatorType.URL, "https://a.example/", Effect.ALLOW), person("ann"));
    var other =
        indicators()
            .put(wish(IndicatorType.URL, "https://a.example/", Effect.BLOCK), person("ann"));

    assertThat(first).isInstanceOf(IndicatorStore.Put.Stands.class);
    var created = ((IndicatorStore.Put.Stands) first).indicator();
    assertThat(again)
        .isInstanceOfSatisfying(
            IndicatorStore.Put.Stands.class,
            s -> {
              assertThat(s.created()).isFalse();
              assertThat(s.indicator().indicatorId()).isEqualTo(created.indicatorId());
              assertThat(s.indicator().createdBy()).isEqualTo("olga");
              assertThat(s.indicator().changedBy()).isEqualTo("ann");
            });
    assertThat(other)
        .isInstanceOfSatisfying(
            IndicatorStore.Put.Contradicts.class,
            c -> assertThat(c.standing().indicatorId()).isEqualTo(created.indicatorId()));
    assertThat(indicators().list(null, null, null, 0, 50).total()).isEqualTo(1);
  }

  @Test
  void aRemovedIndicatorSaysNothingAnyMore() {
    indicators().put(wish(IndicatorType.FILE_SHA256, SHA256, Effect.BLOCK), person("olga"));
    var id =
        indicators().list(Effect.BLOCK, null, "agreed", 0, 50).items().getFirst().indicatorId();

    assertThat(indicators().remove(id)).isPresent();

    assertThat(asked(file(SHA256))).isEmpty();
    assertThat(indicators().remove(id)).isEmpty();
    assertThat(indicators().find(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "FILE_SHA256, abc",
    "FILE_SHA1, ./../..",
    "IP_ADDRESS, 1.2.3",
    "IP_ADDRESS, 1.2.3.999",
    "IP_ADDRESS, 10.0.0.0/8",
    "IP_ADDRESS, localhost",
    "DOMAIN, com",
    "DOMAIN, 'a b.example'",
    "URL, not a url",
    "URL, file:///etc/passwd",
    "SENDER_ADDRESS, nobody",
    "SENDER_ADDRESS, 'a@b.example\0.c.example'",
    "SENDER_DOMAIN, '@x'",
  })
  void whatIsNoneOfItsTypeIsNotListed(IndicatorType type, String value) {
    assertThat(type.canonical(value)).isEmpty();
    assertThatThrownBy(() -> indicators().put(wish(type, value, Effect.BLOCK), person("olga")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "IP_ADDRESS, 2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "IP_ADDRESS, [::1], 0:0:0:0:0:0:0:1",
    "DOMAIN, Bücher.example, xn--bcher-kva.example",
    "SENDER_ADDRESS, A@B.example, a@b.example",
  })
  void aValueHasOneForm(IndicatorType type, String value, String canonical) {
    assertThat(type.canonical(value)).contains(canonical);
  }

  @Test
  void theLatestWordOnAThingStandsAndEveryWordIsInTheLog() {
    open("inv-1");
    tell("inv-1", alert("al-1", Severity.HIGH), evidence(file(SHA256), Verdict.MALICIOUS));
    var key = file(SHA256).key().value();

    ledger.say("classification/1", "inv-1", after(5), word(key, Classification.TRUE_POSITIVE));
    ledger.say("classification/1", "inv-1", after(5), word(key, Classification.TRUE_POSITIVE));
    ledger.say("classification/2", "inv-1", after(6), word(key, Classification.FALSE_POSITIVE));

    assertThat(ledger.report("inv-1").orElseThrow().classifications())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.word().classification()).isEqualTo(Classification.FALSE_POSITIVE);
              assertThat(row.saidAt()).isEqualTo(after(6));
            });
    assertThat(ledger.log("inv-1", 0, 100))
        .filteredOn(line -> line.type().equals("classified"))
        .hasSize(2);
  }

  private static LedgerEvent.Classified word(String key, Classification classification) {
    return new LedgerEvent.Classified(
        null, key, classification, Determination.OTHER, "ann", "I looked", true);
  }

  @Test
  void whatAnActionRestsOnIsKept() {
    isolated("inv-1", "act-1");
    var on = List.of(file(SHA256).key());
    tell("inv-1", resting("act-2", on));

    assertThat(ledger.plannedBecause("inv-1"))
        .containsExactly(
            // Planned before it was recorded: its target stands in.
            new PlannedBecause("act-1", List.of(isolate("d1").target().key())),
            new PlannedBecause("act-2", on));
  }

  private static LedgerEvent.ActionPlanned resting(
      String id, List<dev.quaestor.entity.EntityKey> on) {
    var p = plan(id, isolate("d2"), pending(60));
    return new LedgerEvent.ActionPlanned(
        p.actionId(),
        p.action(),
        p.source(),
        p.gate(),
        p.ruleId(),
        p.because(),
        p.verdict(),
        p.planHash(),
        p.decision(),
        null,
        null,
        null,
        null,
        null,
        on);
  }

  @Test
  void aRulesUndoRateIsWhatWasTakenBackOfWhatWasDone() {
    isolated("inv-1", "act-1");
    isolated("inv-2", "act-2");
    tell("inv-2", plan("act-3", isolate("d3"), pending(60)));
    tell("inv-2", new LedgerEvent.ActionDecided("act-3", decided(false, "ann")));
    tellOn(
        "undo/act-1",
        "inv-1",
        new LedgerEvent.UndoRequested("act-1", "undo-act-1", "ann", null, true),
        new LedgerEvent.UndoProgressed("act-1", "undo-act-1", succeeded()));

    assertThat(ledger.ruleStatistics(START.minusSeconds(1)))
        .containsExactly(new RuleStatistics("rule-1", 3, 2, 1, 1, 0));
    assertThat(ledger.ruleStatistics(START.minusSeconds(1)).getFirst().undoRate()).hasValue(0.5);
    assertThat(new RuleStatistics("mail", 1, 0, 0, 1, 0).undoRate()).isEmpty();
    assertThat(ledger.ruleStatistics(after(1_000_000))).isEmpty();
  }

  @Test
  void aCaseBeyondTheCapacityIsQueuedAndOpensWhenThereIsRoom() {
    var small = ledgerWith(new Capacity(1, Duration.ofSeconds(5)));
    small.open(opening("inv-1", START));

    assertRefused(small, "inv-2", after(1));
    assertRefused(small, "inv-3", after(2));
    assertThat(theCase("inv-2").state()).isEqualTo(InvestigationStatus.QUEUED);

    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done"));
    // First come, first served.
    assertRefused(small, "inv-3", after(2));
    assertThat(small.open(opening("inv-2", after(1))).revision()).isEqualTo(1);
    assertThat(theCase("inv-2").state()).isEqualTo(InvestigationStatus.RUNNING);
    assertRefused(small, "inv-3", after(2));
    assertThat(small.open(opening("inv-2", after(1))).revision()).isEqualTo(1);
  }

  @Test
  void whatWaitsForADecisionTakesItsPlace() {
    var small = ledgerWith(new Capacity(1, Duration.ofSeconds(5)));
    small.open(opening("inv-1", START));
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.PENDING_APPROVAL, "asked"));

    assertRefused(small, "inv-2", after(1));
  }

  private void assertRefused(Ledger ledger, String id, Instant at) {
    assertThatExceptionOfType(ApplicationFailure.class)
        .isThrownBy(() -> ledger.open(opening(id, at)))
        .satisfies(
            refusal -> {
              assertThat(refusal.getType()).isEqualTo(FailureType.NO_ROOM.name());
              assertThat(refusal.isNonRetryable()).isFalse();
              assertThat(refusal.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(5));
            });
  }

  @Test
  void aCaseCallsItselfCleanAtItsEndAndNotBefore() {
    open("inv-1");
    tell("inv-1", evidence(device("d1", "laptop"), Verdict.NO_THREATS_FOUND));
    assertThat(ledger.caseRow("inv-1").orElseThrow().verdict()).isEqualTo(Verdict.UNKNOWN);

    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "Clean."));
    assertThat(ledger.caseRow("inv-1").orElseThrow().verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);

    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.RUNNING, "Reset."));
    assertThat(ledger.caseRow("inv-1").orElseThrow().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatACaseNamesForContextAndNobodyKnowsDoesNotGainsayItsEnd() {
    open("inv-1");
    tell("inv-1", evidence(device("d1", "laptop"), Verdict.NO_THREATS_FOUND));
    tell("inv-1", evidence(device("d2", "elsewhere"), Verdict.UNKNOWN));
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "Clean."));

    assertThat(ledger.caseRow("inv-1").orElseThrow().verdict()).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aCaseThatWasStoppedBesideHarmlessThingsIsNotClean() {
    open("inv-1");
    tell("inv-1", evidence(device("d1", "laptop"), Verdict.NO_THREATS_FOUND));
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.TERMINATED_BY_USER, "Enough."));

    assertThat(ledger.caseRow("inv-1").orElseThrow().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void anOpenCaseSaysAtOnceThatItIsBad() {
    open("inv-1");
    tell("inv-1", evidence(device("d1", "laptop"), Verdict.SUSPICIOUS));

    assertThat(ledger.caseRow("inv-1").orElseThrow().verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }
}
