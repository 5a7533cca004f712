package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.starter.Submissions.Submitted;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentAlertsTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
  private final RecentAlerts recent = new RecentAlerts(clock::get);
  private final Alert alert = RunningStarter.alertOnADevice();

  private Submitted once(String started) {
    return recent.once(
        alert,
        Optional.empty(),
        before ->
            new Submitted(
                alert.alertId(),
                started,
                "investigation/x",
                "run-" + started,
                false,
                before.map(Submitted::version).orElse(0) + 1,
                false));
  }

  @Test
  void theSameAlertAMomentLaterHasTheFirstAnswer() {
    var first = once("inv-1");

    clock.addAndGet(Duration.ofMinutes(59).toNanos());

    assertThat(first.joined()).isFalse();
    assertThat(once("inv-2").investigationId()).isEqualTo("inv-1");
    assertThat(recent.knows("inv-1")).isTrue();
  }

  /** Its case may be past its time and gone: the alert would be in none. */
  @Test
  void theSameAlertMuchLaterIsAskedAboutAgain() {
    once("inv-1");

    clock.addAndGet(Duration.ofMinutes(61).toNanos());

    assertThat(recent.knows("inv-1")).isFalse();
    var later = once("inv-2");
    assertThat(later.investigationId()).isEqualTo("inv-2");
    assertThat(later.joined()).isFalse();
    assertThat(later.version()).as("nothing is known of a version before it").isEqualTo(1);
  }
}
