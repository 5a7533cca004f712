package dev.quaestor.starter.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
  @Test
  void escapeSequencesAreShownAndNotObeyed() {
    assertThat(TerminalText.escape("\u001b]0;owned\u0007\u001b[2Jtitle"))
        .isEqualTo("\\u001b]0;owned\\u0007\\u001b[2Jtitle");
  }

  @Test
  void c1ControlsDirectionalAndInvisibleMarksAreShown() {
    assertThat(TerminalText.escape("\u009b31m \u202egpj.exe \u200b \udb40\udc41 \ud800"))
        .isEqualTo("\\u009b31m \\u202egpj.exe \\u200b \\udb40\\udc41 \\ud800");
  }

  @Test
  void ordinaryTextOfAnyScriptStaysAsItIs() {
    assertThat(TerminalText.escape("Größe 日本語 🙂 עברית")).isEqualTo("Größe 日本語 🙂 עברית");
  }

  @Test
  void aLineStaysOneLineAndADocumentKeepsItsLines() {
    assertThat(TerminalText.escape("a\nb\tc\r")).isEqualTo("a\\nb\\tc\\r");
    assertThat(TerminalText.escapeDocument("a\nb\tc\r")).isEqualTo("a\nb\tc\\r");
  }

  @Test
  void escapedJsonMeansTheSame() {
    var document = "{\n  \"t\" : \"x\u009b\u202e🙂\u007f\\n\"\n}";
    var escaped = TerminalText.escapeJson(document);
    assertThat(escaped).doesNotContain("\u009b", "\u202e", "\u007f").contains("\n");
    assertThat(QuaestorJson.mapper().readTree(escaped))
        .isEqualTo(QuaestorJson.mapper().readTree(document));
  }

  @Test
  void aCutTextIsNeverWiderThanAsked() {
    assertThat(TerminalText.cut("日本語日本語", 5)).isEqualTo("日本…");
    assertThat(TerminalText.cut("short", 5)).isEqualTo("short");
  }
}
