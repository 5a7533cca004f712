package dev.quaestor.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.Main;
import org.junit.jupiter.api.Test;

class ToolsMainTest {

  @Test
  void theHelpNamesTheVerbsOfTheHouseAndThenTheMeasuringOnes() {
    var ofTheHouse = Main.commandLine().getSubcommands().keySet();

    var all = ToolsMain.commandLine();

    assertThat(ofTheHouse)
        .contains("up", "demo", "show")
        .doesNotContain("bench", "analyze", "chaos");
    assertThat(all.getSubcommands().keySet())
        .containsSubsequence(ofTheHouse)
        .endsWith("bench", "analyze", "chaos");
    assertThat(all.getUsageMessage()).contains("  bench ", "  analyze ", "  chaos ");
  }

  @Test
  void theBenchScoresVerdictsAndWeighsFoldsAsWell() {
    var bench = ToolsMain.commandLine().getSubcommands().get("bench");

    assertThat(bench.getSubcommands()).containsKeys("verdicts", "folds", "production");
  }
}
