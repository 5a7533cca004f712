package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.TerminalText;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What waits, on a terminal that is too narrow for a row each: some lines each, so that nobody
 * decides about the beginning of a path. The device and the file's name stay whole wherever there
 * is room for them at all.
 */
final class NarrowList {
  private static final String INDENT = "  ";

  /** With less of a thing than this, it has a line of its own. */
  private static final int LEAST = 30;

  private final Console console;

  NarrowList(Console console) {
    this.console = console;
  }

  void question(JsonNode action) {
    facts(action);
    for (var line : what(action, console.width() - INDENT.length())) {
      console.line("{}{}", INDENT, line);
    }
  }

  private void facts(JsonNode action) {
    var parts = new ArrayList<Console.Styled>();
    parts.add(Console.strong(JsonAnswer.text(action, "actionId")));
    parts.add(Console.word(JsonAnswer.text(action, "verdict")));
    var undo = action.path("pending").path("undo");
    if (undo.isObject()) {
      parts.add(
          undo.path("possible").asBoolean(false)
              ? plain("undo: yes")
              : Console.warning("undo: no"));
    }
    var cases = action.path("cases").asInt(1);
    if (cases > 1) {
      parts.add(plain("in " + Counted.of(cases, "case", "cases")));
    }
    parts.add(plain("until " + JsonAnswer.deadline(action, "expiresAt") + " UTC"));
    var line = new ArrayList<Console.Styled>();
    var used = 0;
    for (var part : parts) {
      var width = INDENT.length() + TerminalText.width(TerminalText.escape(part.text()));
      if (!line.isEmpty() && used + width > console.width()) {
        print(line);
        line.clear();
        line.add(plain(""));
        used = 0;
      }
      line.add(part);
      used += width;
    }
    print(line);
  }

  private void print(List<Console.Styled> parts) {
    console.line(String.join(INDENT, parts.stream().map(p -> "{}").toList()), parts.toArray());
  }

  private static Console.Styled plain(String text) {
    return new Console.Styled(Console.Style.PLAIN, text);
  }

  private static List<String> what(JsonNode action, int width) {
    var title = TerminalText.escape(JsonAnswer.text(action, "title"));
    var device = TerminalText.escape(JsonAnswer.text(action.path("device"), "name"));
    var whole = TerminalText.escape(JsonAnswer.summary(action));
    if (TerminalText.width(whole) <= width || title.isEmpty()) {
      return List.of(TerminalText.middle(whole, width));
    }
    if (JsonAnswer.text(action.path("target"), "type").equals("device")) {
      return List.of(TerminalText.middle(title + ": " + device, width));
    }
    var target = TerminalText.escape(JsonAnswer.entity(action.path("target")));
    var where = device.isEmpty() ? "" : " on " + device;
    var room = width - TerminalText.width(title + ": " + where);
    return room >= Math.min(LEAST, TerminalText.width(target))
        ? List.of(title + ": " + TerminalText.middle(target, room) + where)
        : List.of(TerminalText.middle(title + where, width), TerminalText.middle(target, width));
  }
}
