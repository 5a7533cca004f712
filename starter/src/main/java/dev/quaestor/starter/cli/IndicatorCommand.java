package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.starter.policy.Durations;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.QuaestorJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

@Command(
    name = "indicator",
    description = "Manage what the organisation itself allows and blocks.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class IndicatorCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private IndicatorCommand() {}

  static CommandLine with(Quaestor root) {
    return new CommandLine(new IndicatorCommand())
        .addSubcommand(new Add(root))
        .addSubcommand(new ListAll(root))
        .addSubcommand(new Remove(root))
        .addSubcommand(new Import(root));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "add",
      description = "List a value; listing it again changes its entry.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Add implements Callable<Integer> {
    private final Quaestor root;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "TYPE:VALUE",
        description = "sha256:…, sha1:…, md5:…, ip:…, domain:…, url:…, sender:…, sender-domain:…")
    private String value = "";

    @ArgGroup(multiplicity = "1")
    private Effect effect = new Effect();

    /** One of the two. */
    static final class Effect {
      @Option(names = "--allow", description = "Allow it: bad verdicts on it are ignored.")
      private boolean allow;

      @Option(names = "--block", description = "Block it: it is treated as malicious.")
      private boolean block;
    }

    @Option(names = "--title", required = true, paramLabel = "TEXT", description = "Why.")
    private String title = "";

    @Option(names = "--description", paramLabel = "TEXT", description = "A longer description.")
    private @Nullable String description;

    @Option(
        names = "--group",
        paramLabel = "GROUP",
        description = "Applies only to this device group; repeatable.")
    private List<String> groups = new ArrayList<>();

    @Option(
        names = "--for",
        paramLabel = "TIME",
        description = "How long it applies, such as 30d or 12h.")
    private @Nullable String lasting;

    Add(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var body =
          QuaestorJson.mapper()
              .createObjectNode()
              .put("type", type())
              .put("value", value.substring(value.indexOf(':') + 1))
              .put("effect", effect.allow ? "ALLOW" : "BLOCK")
              .put("title", title);
      if (description != null) {
        body.put("description", description);
      }
      groups.forEach(body.putArray("deviceGroups")::add);
      if (lasting != null) {
        body.put("expiresAt", until(lasting).toString());
      }
      var answer = root.api().putIndicator(body);
      return root.answer(
          answer,
          () ->
              root.console()
                  .line(
                      "{}  {} {}",
                      Console.strong(JsonAnswer.text(answer.body(), "indicatorId")),
                      Console.word(JsonAnswer.text(answer.body(), "effect")),
                      JsonAnswer.text(answer.body(), "value")));
    }

    private Instant until(String text) {
      return Durations.parse(text)
          .map(Instant.now()::plus)
          .orElseThrow(() -> misuse("--for: " + text + " is not a duration such as 30d or 12h"));
    }

    private String type() {
      var colon = value.indexOf(':');
      return switch (colon < 0 ? "" : value.substring(0, colon)) {
        case "sha256" -> "FILE_SHA256";
        case "sha1" -> "FILE_SHA1";
        case "md5" -> "FILE_MD5";
        case "ip" -> "IP_ADDRESS";
        case "domain" -> "DOMAIN";
        case "url" -> "URL";
        case "sender" -> "SENDER_ADDRESS";
        case "sender-domain" -> "SENDER_DOMAIN";
        default ->
            throw misuse(
                "an indicator must be sha256:…, sha1:…, md5:…, ip:…, domain:…, url:…, "
                    + "sender:… or sender-domain:…");
      };
    }

    private CommandLine.ParameterException misuse(String why) {
      return new CommandLine.ParameterException(spec.commandLine(), why);
    }
  }

  @Command(
      name = "list",
      description = "List the indicators, newest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class ListAll implements Callable<Integer> {
    private final Quaestor root;

    @Option(names = "--effect", paramLabel = "EFFECT", description = "allow or block.")
    private @Nullable String effect;

    @Option(
        names = {"-q", "--query"},
        paramLabel = "WORDS",
        description = "Words in the value or title.")
    private @Nullable String query;

    @Mixin private Paging paging = new Paging();

    ListAll(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var filter = new LinkedHashMap<String, String>();
      Paging.put(filter, "effect", Paging.upper(effect));
      Paging.put(filter, "q", query);
      paging.into(filter);
      var answer = root.api().indicators(Map.copyOf(filter));
      return root.answer(answer, () -> show(answer.body()));
    }

    private void show(JsonNode body) {
      var table =
          new Table()
              .whole("INDICATOR")
              .whole("EFFECT")
              .whole("TYPE")
              .text("VALUE")
              .text("TITLE")
              .whole("UNTIL (UTC)");
      for (var row : body.path("items")) {
        table.row(
            Console.strong(JsonAnswer.text(row, "indicatorId")),
            Console.word(JsonAnswer.text(row, "effect")),
            JsonAnswer.text(row, "type"),
            JsonAnswer.text(row, "value"),
            JsonAnswer.text(row, "title"),
            JsonAnswer.minute(row, "expiresAt"));
      }
      Paging.print(root.console(), table, body, "No indicators are listed.");
    }
  }

  @Command(
      name = "remove",
      description = "Remove an indicator.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Remove implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "INDICATOR", description = "Its id, as shown by indicator list.")
    private String id = "";

    Remove(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().removeIndicator(id);
      return root.answer(answer, () -> root.console().line("{}  removed", Console.strong(id)));
    }
  }

  @Command(
      name = "import",
      description = "List many values: a JSON array of {type, value, effect, title, …}.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Import implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int LARGEST = 16 * LocalFile.MIB;

    private final Quaestor root;

    @Parameters(paramLabel = "FILE", description = "The file; - for standard input.")
    private String file = "";

    Import(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var items = items();
      var mapper = QuaestorJson.mapper();
      var results = mapper.createArrayNode();
      int listed = 0;
      for (int from = 0; from < items.size(); from += AT_ONCE) {
        var part = mapper.createArrayNode();
        for (int i = from; i < Math.min(items.size(), from + AT_ONCE); i++) {
          part.add(items.get(i));
        }
        var answer = root.api().importIndicators(part).body();
        listed += answer.path("listed").asInt(0);
        for (var item : answer.path("items")) {
          var numbered = mapper.createObjectNode();
          item.properties().forEach(p -> numbered.set(p.getKey(), p.getValue()));
          results.add(numbered.put("index", from + item.path("index").asInt(0)));
        }
      }
      show(results, listed, items.size());
      return listed == items.size() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private JsonNode items() {
      try {
        var items =
            QuaestorJson.mapper().readTree(LocalFile.text(root.surroundings(), file, LARGEST));
        if (items.isArray()) {
          return items;
        }
      } catch (JacksonException e) {
        throw CommandFailed.because(
            CommandFailed.Kind.LOCAL, file + " is not valid JSON: " + e.getOriginalMessage());
      }
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL, file + " does not contain a JSON array.");
    }

    private void show(JsonNode results, int listed, int all) {
      if (root.json()) {
        root.console().json(results.toString());
        return;
      }
      for (var item : results) {
        var refusal = JsonAnswer.text(item, "refusal");
        if (!refusal.isEmpty()) {
          root.console().complain("{}[{}]: {}", file, item.path("index").asInt(0), refusal);
        }
      }
      root.console()
          .line(
              "{} {} listed",
              Counted.of(listed, all, "indicator", "indicators"),
              Counted.verb(listed, "was", "were"));
    }
  }
}
