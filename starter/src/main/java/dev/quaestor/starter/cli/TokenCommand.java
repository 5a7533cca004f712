package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "token",
    description = "Show where the administrator's token is; create, list and revoke tokens.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TokenCommand implements Callable<Integer> {
  private final Quaestor root;

  @Option(names = "--show", description = "Print the token itself.")
  private boolean show;

  private TokenCommand(Quaestor root) {
    this.root = root;
  }

  static CommandLine with(Quaestor root) {
    return new CommandLine(new TokenCommand(root))
        .addSubcommand(new Create(root))
        .addSubcommand(new ListTokens(root))
        .addSubcommand(new Revoke(root));
  }

  @Override
  public Integer call() {
    if (show) {
      var token = root.access().token(root.access().server());
      print("token", token);
      return ExitCode.OK;
    }
    var file =
        root.access()
            .adminTokenFile()
            .orElseThrow(
                () ->
                    CommandFailed.because(
                        Kind.NO_TOKEN,
                        "No server has been started here, so there is no administrator's token.",
                        "Start one with ./quaestor up, or give --token-file or QUAESTOR_TOKEN."));
    print("tokenFile", file.toString());
    return ExitCode.OK;
  }

  private void print(String name, String value) {
    if (root.json()) {
      root.console().json(QuaestorJson.mapper().createObjectNode().put(name, value).toString());
    } else {
      root.console().line("{}", value);
    }
  }

  @Command(
      name = "create",
      description = "Create a token; it is shown only once.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(
        paramLabel = "NAME",
        description = "The name of its owner, under which decisions are recorded.")
    private String name = "";

    @CommandLine.Mixin private RoleOption given = new RoleOption();

    Create(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      return MadeSecret.show(
          root,
          root.api().createToken(name, given.roles()),
          "",
          "token",
          "Keep it: it is not shown again. Use it as QUAESTOR_TOKEN or in a file.");
    }
  }

  @Command(
      name = "list",
      description = "List the tokens, without their secrets.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class ListTokens implements Callable<Integer> {
    private final Quaestor root;

    ListTokens(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().tokens();
      return root.answer(answer, () -> show(answer.body()));
    }

    private void show(JsonNode body) {
      var table =
          new Table()
              .whole("TOKEN")
              .text("NAME")
              .text("ROLES")
              .whole("CREATED (UTC)")
              .whole("LAST USED (UTC)")
              .whole("STATE");
      for (var token : tokens(body)) {
        var roles = new ArrayList<String>();
        token.path("roles").forEach(r -> roles.add(r.asString()));
        table.row(
            Console.strong(JsonAnswer.text(token, "tokenId")),
            JsonAnswer.text(token, "name"),
            String.join(", ", roles),
            JsonAnswer.minute(token, "createdAt"),
            JsonAnswer.minute(token, "lastUsedAt"),
            JsonAnswer.text(token, "revokedAt").isEmpty() ? "stands" : "revoked");
      }
      Paging.print(root.console(), table, body, "There are no tokens except the administrator's.");
    }

    private static JsonNode tokens(JsonNode body) {
      return body.isArray()
          ? body
          : body.path("tokens").isArray() ? body.path("tokens") : body.path("items");
    }
  }

  @Command(
      name = "revoke",
      description = "Revoke a token; this takes effect immediately and cannot be reversed.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Revoke implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "TOKEN-ID", description = "Its id, as shown by token list.")
    private String id = "";

    Revoke(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().revokeToken(id);
      return root.answer(answer, () -> root.console().line("{}  revoked", Console.strong(id)));
    }
  }
}
