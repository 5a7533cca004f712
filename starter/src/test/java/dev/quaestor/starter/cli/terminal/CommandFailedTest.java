package dev.quaestor.starter.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandFailedTest {

  /** Whoever knows no remedy says so by an empty one. */
  @Test
  void adviceThatSaysNothingIsNoLine() {
    var failed =
        CommandFailed.because(CommandFailed.Kind.LOCAL, "The setting is wrong.", "", "Mend it.");

    assertThat(failed.advice()).containsExactly("Mend it.");
  }
}
