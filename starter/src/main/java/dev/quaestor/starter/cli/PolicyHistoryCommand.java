package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "history",
    description =
        "List the revisions of the policy, newest first: who put each in force, when, and why.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PolicyHistoryCommand implements Callable<Integer> {
  private final Quaestor root;

  @Mixin private Paging paging = new Paging();

  PolicyHistoryCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var filter = new LinkedHashMap<String, String>();
    paging.into(filter);
    var answer = root.api().policyRevisions(filter);
    return root.answer(
        answer,
        () -> {
          var table =
              new Table()
                  .whole("REVISION")
                  .whole("PUT (UTC)")
                  .text("BY")
                  .text("NAME")
                  .text("COMMENT");
          for (var r : answer.body().path("items")) {
            table.row(
                r.path("revision").asInt(),
                JsonAnswer.minute(r, "at"),
                r.path("author").asString(""),
                r.path("name").asString(""),
                r.path("comment").asString(""));
          }
          Paging.print(root.console(), table, answer.body(), "There is no policy yet.");
        });
  }
}
