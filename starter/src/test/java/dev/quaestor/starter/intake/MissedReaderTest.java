package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.json.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MissedReaderTest {
  @Test
  void whatWasMissedIsMaliciousByTheAnalystsWord() {
    var body = "{\"entity\":{\"type\":\"url\",\"value\":\"https://login.example/x\"}}";

    var reading =
        new MissedReader().read(body.getBytes(StandardCharsets.UTF_8), "case-1", Severity.MEDIUM);

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Read.class,
            read ->
                assertThat(read.alerts().getFirst().evidence())
                    .singleElement()
                    .satisfies(
                        missed ->
                            assertThat(missed.reported())
                                .isEqualTo(
                                    new ReportedVerdict(
                                        ReportedVerdict.ANALYST, Verdict.MALICIOUS, null))));
  }
}
