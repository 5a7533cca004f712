package dev.quaestor.starter.cli;

import dev.quaestor.starter.Csv;
import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "hunt",
    description = "Query the back ends' tables in their language, and act on the rows.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With --act, the rows name the targets: DeviceId for devices; SHA1 or SHA256 and",
      "DeviceId for files; NetworkMessageId and RecipientEmailAddress for mail; AccountUpn,",
      "AccountObjectId or AccountSid for users."
    })
final class HuntCommand implements Callable<Integer> {
  private final Quaestor root;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "QUERY|@FILE", description = "The query, or @FILE.")
  private String query = "";

  @Option(
      names = {"--on", "--back-end"},
      paramLabel = "NAME",
      description = "The connector, as defender or wazuh.")
  private @Nullable String backEnd;

  @Option(
      names = "--language",
      paramLabel = "kql|lucene",
      description = "What the query is in: by default the connector's, or kql without --on.")
  private @Nullable String language;

  @Option(
      names = "--timespan",
      paramLabel = "P7D",
      description = "How far back to look, as an ISO 8601 duration.")
  private @Nullable String timespan;

  @Option(names = "--csv", description = "Print the rows as CSV.")
  private boolean csv;

  @Option(
      names = "--act",
      paramLabel = "TYPE",
      description = "Order this action on everything that the rows name.")
  private @Nullable String act;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "With --act: a name for the group of actions.")
  private @Nullable String name;

  @Mixin private OrderOptions order = new OrderOptions();

  HuntCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var routes = new ManualRoutes(root.api());
    var type = act == null ? null : typeName(act);
    var body = ManualRoutes.object().put("query", text());
    if (backEnd != null) {
      body.put("backEnd", backEnd);
    }
    if (language != null) {
      body.put("language", language);
    }
    if (timespan != null) {
      body.put("timespan", timespan);
    }
    var found = routes.hunt(body);
    if (type == null) {
      return root.answer(found, () -> show(found.body()));
    }
    if (found.body().path("rows").isEmpty()) {
      return root.answer(
          found, () -> root.console().line("There are no rows, so nothing was ordered."));
    }
    var wish = ManualRoutes.object().put("type", type);
    if (name != null) {
      wish.put("name", name);
    }
    wish.set("rows", found.body().path("rows"));
    order.into(wish);
    var ordered = order.order(routes, "/hunting/actions", wish);
    return order.answer(root, ordered);
  }

  private String text() {
    return query.startsWith("@")
        ? LocalFile.text(root.surroundings(), query.substring(1), LocalFile.MIB)
        : query;
  }

  private String typeName(String given) {
    return ActionTypes.find(given)
        .map(Enum::name)
        .orElseThrow(
            () ->
                new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), ActionTypes.unknown(given)));
  }

  private void show(JsonNode result) {
    var columns = columns(result);
    if (csv) {
      root.console().document(csv(columns, result.path("rows")));
      return;
    }
    var table = new Table();
    columns.forEach(table::text);
    for (var row : result.path("rows")) {
      table.row(columns.stream().map(c -> cell(row, c)).toArray());
    }
    if (table.isEmpty()) {
      root.console().line("No rows.");
    } else {
      root.console().print(table);
    }
    if (result.path("truncated").asBoolean(false)) {
      root.console()
          .complain(
              "{} Some rows were left out because the answer was too large.", Console.warning("!"));
    }
  }

  private static List<String> columns(JsonNode result) {
    var columns = new ArrayList<String>();
    result.path("schema").forEach(c -> columns.add(JsonAnswer.text(c, "name")));
    return columns;
  }

  private static String csv(List<String> columns, JsonNode rows) {
    var text = new StringBuilder();
    text.append(columns.stream().map(Csv::cell).collect(Collectors.joining(","))).append('\n');
    for (var row : rows) {
      text.append(
              columns.stream().map(c -> Csv.cell(cell(row, c))).collect(Collectors.joining(",")))
          .append('\n');
    }
    return text.toString();
  }

  private static String cell(JsonNode row, String column) {
    var value = row.path(column);
    return value.isNull() || value.isMissingNode()
        ? ""
        : value.isValueNode() ? value.asString() : value.toString();
  }
}
