package dev.quaestor.starter.cli;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.starter.ledger.UndoState;
import dev.quaestor.text.Counted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "pending",
    description = "List the actions that are waiting for a decision.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PendingCommand implements Callable<Integer> {
  private static final String NOT_YOURS = " not for you to decide: ./quaestor show ACTION says why";

  private final Quaestor root;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = Word.OfType.class,
      completionCandidates = Word.OfType.class,
      description = "The action type, for example ISOLATE_DEVICE.")
  private @Nullable ActionType type;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      converter = Word.OfSource.class,
      completionCandidates = Word.OfSource.class,
      description = "${COMPLETION-CANDIDATES}.")
  private @Nullable ActionSource source;

  @Option(
      names = "--investigation",
      paramLabel = "ID",
      description = "Only those of this investigation.")
  private @Nullable String investigation;

  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "Only those ordered together under this group id.")
  private @Nullable String group;

  @Option(
      names = "--device-group",
      paramLabel = "GROUP",
      description = "Only those on a device of this group.")
  private @Nullable String deviceGroup;

  @Option(
      names = "--history",
      description = "List those that have been decided or needed no decision.")
  private boolean history;

  @Option(
      names = "--decided-by",
      paramLabel = "NAME",
      description = "With --history: only those decided by this person.")
  private @Nullable String decidedBy;

  @Option(
      names = "--execution",
      paramLabel = "EXECUTION",
      converter = Word.OfExecution.class,
      completionCandidates = Word.OfExecution.class,
      description = "With --history: ${COMPLETION-CANDIDATES}.")
  private @Nullable Execution execution;

  @Option(
      names = "--undo",
      paramLabel = "UNDO",
      converter = Word.OfUndo.class,
      completionCandidates = Word.OfUndo.class,
      description = "With --history: ${COMPLETION-CANDIDATES}.")
  private @Nullable UndoState undo;

  @Option(names = "--mine", description = "Only those that are for you to decide.")
  private boolean mine;

  @Mixin private Narrowing narrowing = new Narrowing();
  @Mixin private Paging paging = new Paging();

  PendingCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var filter = new LinkedHashMap<String, String>();
    filter.put("status", history ? "history" : "pending");
    Paging.put(filter, "type", type);
    Paging.put(filter, "source", source);
    Paging.put(filter, "investigation", investigation);
    Paging.put(filter, "group", group);
    Paging.put(filter, "deviceGroup", deviceGroup);
    Paging.put(filter, "decidedBy", decidedBy);
    Paging.put(filter, "execution", execution);
    Paging.put(filter, "undo", undo);
    Paging.put(filter, "mine", mine ? "true" : null);
    narrowing.into(filter);
    paging.into(filter);
    var answer = root.api().actions(Map.copyOf(filter));
    return root.answer(answer, () -> show(answer));
  }

  private void show(QuaestorClient.Answer answer) {
    if (history) {
      showHistory(answer);
      return;
    }
    var table =
        new Table()
            .whole("ACTION")
            .text("WHAT")
            .text("VERDICT")
            .text("UNDO")
            .whole("CASES")
            .whole("UNTIL (UTC)");
    var shared = false;
    var others = 0;
    for (var action : answer.body().path("items")) {
      var cases = action.path("cases").asInt(1);
      shared |= cases > 1;
      table.row(
          Console.strong(JsonAnswer.text(action, "actionId")),
          JsonAnswer.summary(action),
          Console.word(JsonAnswer.text(action, "verdict")),
          undo(action.path("pending").path("undo")),
          String.valueOf(cases),
          JsonAnswer.deadline(action, "expiresAt"));
      others += action.path("pending").path("mayDecide").asBoolean(true) ? 0 : 1;
    }
    if (table.isEmpty() || table.fits(root.console().width())) {
      Paging.print(root.console(), table, answer.body(), "Nothing is waiting for a decision.");
    } else {
      var narrow = new NarrowList(root.console());
      answer.body().path("items").forEach(narrow::question);
      Paging.more(root.console(), answer.body());
    }
    if (shared) {
      root.console()
          .line("{}", Console.dim("What is waiting in several cases is decided in all of them."));
    }
    if (others > 0) {
      root.console()
          .line("{}", Console.dim(Counted.of(others, "of these is", "of these are") + NOT_YOURS));
    }
    if (!table.isEmpty()) {
      root.console()
          .line(
              "{}",
              Console.dim(
                  "For details: ./quaestor show ACTION. To decide: ./quaestor "
                      + "approve|reject ACTION"));
    }
  }

  private static Object undo(JsonNode undo) {
    if (!undo.isObject()) {
      return "";
    }
    return undo.path("possible").asBoolean(false) ? "yes" : Console.warning("no");
  }

  private void showHistory(QuaestorClient.Answer answer) {
    var table =
        new Table().whole("ACTION").text("WHAT").whole("DECISION").whole("EXECUTION").text("UNDO");
    for (var action : answer.body().path("items")) {
      table.row(
          Console.strong(JsonAnswer.text(action, "actionId")),
          JsonAnswer.summary(action),
          Console.word(JsonAnswer.decision(action)),
          Console.word(JsonAnswer.text(action, "execution")),
          Console.word(JsonAnswer.text(action, "undo")));
    }
    Paging.print(
        root.console(), table, answer.body(), "No action has been decided or carried out yet.");
  }
}
