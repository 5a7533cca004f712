package dev.quaestor.starter.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML text to a tree whose nodes know their lines, within bounds. */
final class YamlText {
  private static final int DEEPEST = 20;

  private YamlText() {}

  /** Empty, and noted, when the text is no YAML or not one that is taken. */
  static Optional<Node> compose(String text, PolicyProblems problems) {
    if (text.length() > PolicyFile.LONGEST) {
      problems.add(
          1,
          1,
          "",
          PolicyCode.NOT_YAML,
          "the file is longer than " + PolicyFile.LONGEST + " characters");
      return Optional.empty();
    }
    var settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(PolicyFile.LONGEST)
            .setLabel("policy")
            .build();
    try {
      if (!isTaken(text, settings, problems)) {
        return Optional.empty();
      }
      var root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(1, 1, "", PolicyCode.NOT_YAML, "the file is empty");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      problems.add(
          e.getProblemMark().or(e::getContextMark),
          "",
          PolicyCode.NOT_YAML,
          "is not valid YAML: " + reason(e.getContext(), e.getProblem()));
    } catch (ReaderException e) {
      notReadable(text, e.getPosition(), problems);
    } catch (YamlEngineException e) {
      problems.add(1, 1, "", PolicyCode.NOT_YAML, "is not valid YAML");
    }
    return Optional.empty();
  }

  private static String reason(@Nullable String context, @Nullable String problem) {
    return String.join(
        ", ",
        List.of(context == null ? "" : context, problem == null ? "" : problem).stream()
            .filter(s -> !s.isBlank())
            .toList());
  }

  private static void notReadable(String text, int position, PolicyProblems problems) {
    var before = text.substring(0, Math.clamp(position, 0, text.length()));
    var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    var column = before.length() - (before.lastIndexOf('\n') + 1) + 1;
    problems.add(
        line, column, "", PolicyCode.NOT_YAML, "contains a character that YAML does not allow");
  }

  /**
   * Looks at the events before a tree is made of them. Anchors and aliases are refused, as a few
   * lines of them can stand for more nodes than fit in memory; so is depth, because the tree is
   * made by recursion.
   */
  private static boolean isTaken(String text, LoadSettings settings, PolicyProblems problems) {
    var depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case Alias -> {
          refuse(event, "anchors and aliases are not allowed", problems);
          return false;
        }
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
      }
      if (depth > DEEPEST) {
        refuse(event, "is nested deeper than " + DEEPEST + " levels", problems);
        return false;
      }
    }
    return true;
  }

  private static void refuse(Event event, String message, PolicyProblems problems) {
    problems.add(event.getStartMark(), "", PolicyCode.NOT_YAML, message);
  }
}
