package dev.quaestor.evidence;

import static dev.quaestor.evidence.RemediationStatus.Part.DECLINED;
import static dev.quaestor.evidence.RemediationStatus.Part.GOOD;
import static dev.quaestor.evidence.RemediationStatus.Part.LOOKED;
import static dev.quaestor.evidence.RemediationStatus.Part.PENDING;
import static dev.quaestor.evidence.RemediationStatus.Part.RUNNING;
import static dev.quaestor.evidence.RemediationStatus.Part.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.evidence.RemediationStatus.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemediationStatusTest {

  private static RemediationStatus of(Part... parts) {
    return RemediationStatus.of(List.of(parts));
  }

  @Test
  void whatNothingWasDoneAboutIsNotRemedied() {
    assertThat(of()).isEqualTo(RemediationStatus.NONE);
  }

  @Test
  void whatAPersonIsAskedAboutWaitsWhateverElseWasDone() {
    assertThat(of(GOOD, RUNNING, PENDING)).isEqualTo(RemediationStatus.PENDING_APPROVAL);
  }

  @Test
  void whatIsBeingDoneRunsWhateverElseWasDone() {
    assertThat(of(GOOD, WRONG, RUNNING)).isEqualTo(RemediationStatus.RUNNING);
  }

  @Test
  void whatAllWasDoneAboutIsRemedied() {
    assertThat(of(GOOD, GOOD)).isEqualTo(RemediationStatus.REMEDIATED);
  }

  @Test
  void whatSomethingFailedOrWasDeclinedOfIsRemediedInPart() {
    assertThat(of(GOOD, WRONG)).isEqualTo(RemediationStatus.PARTIALLY_REMEDIATED);
    assertThat(of(GOOD, DECLINED)).isEqualTo(RemediationStatus.PARTIALLY_REMEDIATED);
  }

  @Test
  void whatPeopleDeclinedIsDeclinedUnlessSomethingFailedToo() {
    assertThat(of(DECLINED, DECLINED)).isEqualTo(RemediationStatus.DECLINED);
    assertThat(of(DECLINED, WRONG)).isEqualTo(RemediationStatus.UNREMEDIATED);
  }

  @Test
  void aScanThatRanRemediesNothing() {
    assertThat(of(LOOKED)).isEqualTo(RemediationStatus.NONE);
    assertThat(of(WRONG, LOOKED)).isEqualTo(RemediationStatus.UNREMEDIATED);
    assertThat(of(DECLINED, LOOKED)).isEqualTo(RemediationStatus.DECLINED);
  }

  @Test
  void aScanThatRanSpoilsNothing() {
    assertThat(of(GOOD, LOOKED)).isEqualTo(RemediationStatus.REMEDIATED);
  }
}
