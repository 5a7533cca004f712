package dev.quaestor.starter.cli;

import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "List the investigations, newest first.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ListCommand implements Callable<Integer> {
  private final Quaestor root;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      converter = Word.OfState.class,
      completionCandidates = Word.OfState.class,
      description = "${COMPLETION-CANDIDATES}.")
  private @Nullable InvestigationStatus state;

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      converter = Word.OfVerdict.class,
      completionCandidates = Word.OfVerdict.class,
      description = "${COMPLETION-CANDIDATES}.")
  private @Nullable Verdict verdict;

  @Option(names = "--attention", description = "Only those whose end a person should review.")
  private boolean attention;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "WORDS",
      description = "Words in a title, an id or a piece of evidence.")
  private @Nullable String query;

  @Option(
      names = "--assignee",
      paramLabel = "NAME",
      description = "Only those that this person takes care of.")
  private @Nullable String assignee;

  @Option(names = "--tag", paramLabel = "TAG", description = "Only those with this tag.")
  private @Nullable String tag;

  @Mixin private Narrowing narrowing = new Narrowing();
  @Mixin private Paging paging = new Paging();

  ListCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var filter = new LinkedHashMap<String, String>();
    Paging.put(filter, "state", state);
    Paging.put(filter, "verdict", verdict);
    Paging.put(filter, "attention", attention ? "true" : null);
    Paging.put(filter, "q", query);
    Paging.put(filter, "assignee", assignee);
    Paging.put(filter, "tag", tag);
    narrowing.into(filter);
    paging.into(filter);
    var answer = root.api().investigations(Map.copyOf(filter));
    return root.answer(answer, () -> show(answer));
  }

  private void show(QuaestorClient.Answer answer) {
    var table =
        new Table()
            .whole("INVESTIGATION")
            .whole("STARTED (UTC)")
            .whole("STATE")
            .whole("SEVERITY")
            .text("TITLE");
    for (var row : answer.body().path("items")) {
      table.row(
          Console.strong(JsonAnswer.text(row, "investigationId")),
          JsonAnswer.minute(row, "startedAt"),
          Console.word(JsonAnswer.text(row, "state")),
          Console.word(JsonAnswer.text(row, "severity")),
          JsonAnswer.text(row, "title"));
    }
    Paging.print(root.console(), table, answer.body(), "No investigation matches.");
  }
}
