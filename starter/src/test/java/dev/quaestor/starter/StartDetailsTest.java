package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.SearchKeys;
import org.junit.jupiter.api.Test;

class StartDetailsTest {
  @Test
  void aCaseIsFoundAsQueuedBeforeItHasSaidAnythingItself() {
    var attributes = StartDetails.searchAttributes(RunningStarter.alertOn("lap-1", "one"));
    assertThat(attributes.get(SearchKeys.STATE)).isEqualTo("QUEUED");
    assertThat(attributes.get(SearchKeys.SEVERITY)).isEqualTo("HIGH");
    assertThat(attributes.get(SearchKeys.VERDICT)).isEqualTo("UNKNOWN");
    assertThat(attributes.get(SearchKeys.DEVICES)).containsExactly("lap-1");
    assertThat(attributes.get(SearchKeys.PENDING_ACTIONS)).isZero();
  }

  @Test
  void aSummaryIsOneLineOfWhatCanBeSeen() {
    assertThat(StartDetails.summary("a\u2028b\u2066c\u3164d\u0085e")).isEqualTo("a b c d e");
  }

  @Test
  void whatIsLongerThanTheServerTakesIsCutBetweenCharacters() {
    var angry = "\uD83D\uDE20";

    assertThat(StartDetails.summary(angry.repeat(101))).isEqualTo(angry.repeat(99) + "…");
  }
}
