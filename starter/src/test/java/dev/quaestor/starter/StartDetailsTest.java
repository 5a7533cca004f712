package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.SearchKeys;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartDetailsTest {
  @Test
  void aCaseIsFoundAsQueuedBeforeItHasSaidAnythingItself() {
    var attributes = StartDetails.searchAttributes(RunningStarter.alertOn("lap-1", "one"), false);
    assertThat(attributes.get(SearchKeys.STATE)).isEqualTo("QUEUED");
    assertThat(attributes.get(SearchKeys.SEVERITY)).isEqualTo("HIGH");
    assertThat(attributes.get(SearchKeys.VERDICT)).isEqualTo("UNKNOWN");
    assertThat(attributes.get(SearchKeys.DEVICES)).containsExactly("lap-1");
    assertThat(attributes.get(SearchKeys.PENDING_ACTIONS)).isZero();
  }

  @Test
  void aSummaryIsOneLineOfWhatCanBeSeen() {
    assertThat(StartDetails.summary("a\u2028b\u2066c\u3164d\u0085e")).isEqualTo("`a b c d e`");
  }

  @Test
  void whatIsLongerThanTheServerTakesIsCutBetweenCharacters() {
    var angry = "\uD83D\uDE20";

    assertThat(StartDetails.summary(angry.repeat(101)))
        .isEqualTo("`" + angry.repeat(48) + "…`")
        .satisfies(s -> assertThat(s.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(201));
  }

  /** The page makes a heading of the one, a link of the others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<h1>RESOLVED</h1><a href=\"http://evil.example/login\">Approve here</a>",
        "[Log in again](http://evil.example/)",
        "see http://evil.example/ now",
        "`</code>` # done"
      })
  void whatOthersWroteStandsInACodeSpanThatItCannotLeave(String title) {
    var inside = "`" + title.replace('`', '\'') + "`";
    var alert = RunningStarter.alertOn("lap-1", title);

    assertThat(StartDetails.summary(title)).isEqualTo(inside);
    assertThat(StartDetails.details(alert, title))
        .contains("**" + inside + "**", "- Started by: " + inside);
  }
}
