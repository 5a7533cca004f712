package dev.quaestor.analyzer.content;

import static dev.quaestor.analyzer.Fixtures.file;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.ContentWord;
import dev.quaestor.analyzer.Context;
import dev.quaestor.connector.capability.ContentScan.Answer;
import dev.quaestor.connector.capability.ContentScan.Kind;
import dev.quaestor.connector.capability.ContentScan.Reason;
import dev.quaestor.connector.capability.ContentScan.Sign;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentAnalyzerTest {
  private static final Evidence FILE = named(file("a.exe"));

  private static ContentWord found(String connector, Kind kind, String name) {
    return new ContentWord(connector, new Answer.Found(List.of(new Sign(kind, name))));
  }

  private static List<Finding> findings(ContentWord... words) {
    return new ContentAnalyzer()
        .analyze(FILE, Context.empty().with(Map.of(FILE.key(), Arrays.asList(words))));
  }

  @ParameterizedTest
  @CsvSource({
    "SIGNATURE,MALICIOUS",
    "OTHER_SIGNATURE,SUSPICIOUS",
    "UNWANTED,SUSPICIOUS",
    "RULE,SUSPICIOUS",
    "HEURISTIC,UNKNOWN",
    "ENCRYPTED,UNKNOWN",
    "MANY_POINTS,UNKNOWN",
    "SOME_POINTS,UNKNOWN"
  })
  void aSignAloneIsWorth(Kind kind, Verdict verdict) {
    assertThat(VerdictRules.conclude(findings(found("engine", kind, "X")))).isEqualTo(verdict);
  }

  @Test
  void whatTwoEnginesOfOneSortSayWeighsOnce() {
    var both =
        findings(
            found("one", Kind.OTHER_SIGNATURE, "A.UNOFFICIAL"),
            found("two", Kind.RULE, "YARA.B.UNOFFICIAL"));

    assertThat(both).extracting(Finding::weight).containsExactly(60, 0);
    assertThat(VerdictRules.conclude(both)).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(
            findings(found("one", Kind.OTHER_SIGNATURE, "A"), found("mail", Kind.MANY_POINTS, "9")))
        .extracting(Finding::weight)
        .containsExactly(60, 30);
  }

  @Test
  void anAllowIndicatorClearsWhateverAnEngineRecognises() {
    var all = new ArrayList<>(findings(found("engine", Kind.SIGNATURE, "X")));
    all.add(Finding.clears("indicators", "ALLOWED", "It is allowed."));

    assertThat(VerdictRules.conclude(all)).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void whoFoundNothingSaysSoAndThatCalmsNothing() {
    var silent = findings(new ContentWord("engine", new Answer.NothingFound()));

    assertThat(silent).allMatch(ContentAnalyzer::isSilent);
    assertThat(silent).extracting(Finding::weight).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whoCouldNotLookKeepsItFromBeingClean(Reason reason) {
    var blind =
        findings(
            new ContentWord("engine", new Answer.CouldNotLook(reason, "engine does not.")),
            new ContentWord("other", new Answer.NothingFound()));

    assertThat(blind.getFirst().effect()).isEqualTo(Finding.Effect.BLIND);
    assertThat(VerdictRules.conclude(blind)).isEqualTo(Verdict.UNKNOWN);
    assertThat(blind.getFirst().sentence())
        .isEqualTo("Its contents could not be scanned: engine does not.");
  }

  @Test
  void ofWhatNobodyScannedNothingIsSaid() {
    assertThat(findings()).isEmpty();
    assertThat(new ContentAnalyzer().analyze(FILE, Context.empty())).isEmpty();
  }
}
