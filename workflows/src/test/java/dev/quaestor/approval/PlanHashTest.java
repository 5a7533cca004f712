package dev.quaestor.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.LiveResponseAction.RunScript;
import dev.quaestor.fixtures.Fixtures;
import org.junit.jupiter.api.Test;

/** Whoever decides is bound to what was shown. */
class PlanHashTest {
  private static final DeviceAction ISOLATE =
      new DeviceAction.IsolateDevice(Fixtures.laptop(), DeviceAction.Isolation.FULL);

  /** Running cases of 0.1.0 have it on record, and approvers in their mails. */
  @Test
  void ofAnActionOfWhichNobodyKnowsWhoWouldDoItItIsAsItWasIn010() {
    assertThat(PlanHash.of(ISOLATE, "MALICIOUS", 7, null))
        .isEqualTo("616368090f22274e64f336b69e6960933839170a6051cc57918f02dcc2f2430f");
  }

  @Test
  void anotherConnectorIsAnotherPlan() {
    assertThat(PlanHash.of(ISOLATE, "MALICIOUS", 7, "defender"))
        .isEqualTo(PlanHash.of(ISOLATE, "MALICIOUS", 7, "defender"))
        .isNotEqualTo(PlanHash.of(ISOLATE, "MALICIOUS", 7, "linux"))
        .isNotEqualTo(PlanHash.of(ISOLATE, "MALICIOUS", 7, null));
  }

  @Test
  void noParameterReadsAsAConnector() {
    var forged = new RunScript(Fixtures.laptop(), "a.ps1", "x\nMALICIOUS\n7\nby linux");

    assertThat(PlanHash.of(forged, "MALICIOUS", 7, null))
        .isNotEqualTo(
            PlanHash.of(new RunScript(Fixtures.laptop(), "a.ps1", "x"), "MALICIOUS", 7, "linux"));
  }
}
