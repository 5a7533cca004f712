package dev.quaestor.analyzer.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.Area;
import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What alerts themselves say, in the areas of those who say it. */
class VendorVerdictsTest {
  private static final Url LINK = new Url("http://odd.example/");

  private static Evidence said(String source, Verdict verdict, Remit by) {
    return Evidence.named(LINK, "a1", new ReportedVerdict(source, verdict, null)).saidBy(by);
  }

  private static List<Finding> findings(Evidence evidence) {
    return new VendorVerdictAnalyzer()
        .analyze(evidence, Fixtures.knowing(LINK.key(), new Lookup.NobodyToAsk<>()));
  }

  @Test
  void whereAnAnalystMayNotActASensorsSuspicionStands() {
    var both =
        said("sensor", Verdict.SUSPICIOUS, Remit.EVERYWHERE)
            .merge(said("me", Verdict.MALICIOUS, Remit.of(List.of(Area.EMAIL))));
    var findings = findings(both);
    var judged = new Assessment(both, true, findings, VerdictRules.conclude(findings), List.of());

    assertThat(judged.verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(judged.within(Area.EMAIL).verdict()).isEqualTo(Verdict.MALICIOUS);
    assertThat(judged.within(Area.DEVICE).verdict()).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void whatAnAnalystSaysIsNotTheAlertsWord() {
    assertThat(
            findings(
                said(ReportedVerdict.ANALYST, Verdict.MALICIOUS, Remit.of(List.of(Area.EMAIL)))))
        .singleElement()
        .satisfies(
            word -> {
              assertThat(word.sentence()).isEqualTo("An analyst says that it is malicious.");
              assertThat(word.weight()).isEqualTo(100);
              assertThat(word.remit()).isEqualTo(Remit.of(List.of(Area.EMAIL)));
            });
  }

  @Test
  void aVendorKeepsItsNameWhateverThatIs() {
    assertThat(findings(said("exclusion:x", Verdict.MALICIOUS, Remit.EVERYWHERE)))
        .containsExactly(
            Finding.weighs(
                "exclusion:x", "VENDOR_MALICIOUS", 100, "The alert calls it malicious."));
  }
}
