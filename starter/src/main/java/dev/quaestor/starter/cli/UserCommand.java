package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "user",
    description = "Add, list and disable the people who sign in on the page.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UserCommand implements Runnable {
  private final Quaestor root;

  private UserCommand(Quaestor root) {
    this.root = root;
  }

  static CommandLine with(Quaestor root) {
    return new CommandLine(new UserCommand(root))
        .addSubcommand(new Add(root))
        .addSubcommand(new ListUsers(root))
        .addSubcommand(new Roles(root))
        .addSubcommand(new Disable(root))
        .addSubcommand(new Enable(root))
        .addSubcommand(new Password(root));
  }

  /** Without a verb: who there is. */
  @Override
  public void run() {
    new ListUsers(root).call();
  }

  /** What somebody may do and see. */
  static final class Given {
    @CommandLine.Mixin private RoleOption given = new RoleOption();

    @Option(
        names = "--group",
        paramLabel = "GROUP",
        description = "A device group that they may see, instead of all; repeatable.")
    private List<String> groups = new ArrayList<>();

    @Option(
        names = "--area",
        paramLabel = "AREA",
        description = "device, email or identity: what they may see, instead of all; repeatable.")
    private List<String> areas = new ArrayList<>();

    List<String> roles() {
      return given.roles();
    }
  }

  private static int showPassword(Quaestor root, QuaestorClient.Answer answer) {
    return MadeSecret.show(
        root,
        answer,
        "",
        "password",
        "Hand this password on: it is not shown again, and is good for one sign-in, on which"
            + " another is chosen.");
  }

  @Command(
      name = "add",
      description = "Add somebody; the password for the first sign-in is shown only once.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Add implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(
        paramLabel = "NAME",
        description = "The name to sign in with, under which decisions are recorded.")
    private String name = "";

    @CommandLine.Mixin private Given given = new Given();

    Add(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().addUser(name, given.roles(), given.groups, given.areas);
      return showPassword(root, answer);
    }
  }

  @Command(
      name = "list",
      description = "List everybody who signs in.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class ListUsers implements Callable<Integer> {
    private final Quaestor root;

    ListUsers(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().users();
      return root.answer(answer, () -> show(answer.body()));
    }

    private void show(JsonNode body) {
      var table =
          new Table().text("NAME").text("ROLES").text("SEES").whole("SIGNS IN WITH").whole("STATE");
      for (var user : body.path("items")) {
        table.row(
            Console.strong(JsonAnswer.text(user, "name")),
            words(user.path("roles")),
            sees(user.path("scope")),
            user.path("local").asBoolean() ? "password" : "provider",
            state(user));
      }
      Paging.print(root.console(), table, body, "There are no users. ./quaestor sign-in-link");
    }

    private static String sees(JsonNode scope) {
      var areas = words(scope.path("areas"));
      var groups = words(scope.path("groups"));
      return areas.isEmpty() && groups.isEmpty()
          ? "everything"
          : String.join(
              "; ", java.util.stream.Stream.of(areas, groups).filter(t -> !t.isEmpty()).toList());
    }

    private static String state(JsonNode user) {
      return user.path("disabled").asBoolean()
          ? "disabled"
          : user.path("mustChangePassword").asBoolean() ? "has to choose a password" : "active";
    }

    private static String words(JsonNode list) {
      var words = new ArrayList<String>();
      list.forEach(w -> words.add(w.asString()));
      return String.join(", ", words);
    }
  }

  @Command(
      name = "roles",
      description = "Set what somebody may do and see; their sessions end.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Roles implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "NAME", description = "A name, or an id.")
    private String name = "";

    @CommandLine.Mixin private Given given = new Given();

    Roles(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().grantUser(name, given.roles(), given.groups, given.areas);
      return root.answer(
          answer,
          () ->
              root.console()
                  .line("{}  {}", Console.strong(name), String.join(", ", given.roles())));
    }
  }

  @Command(
      name = "disable",
      description = "Shut somebody out; their sessions end and their tokens are dead.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Disable implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "NAME", description = "A name, or an id.")
    private String name = "";

    Disable(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().changeUser(name, "disable");
      return root.answer(answer, () -> root.console().line("{}  disabled", Console.strong(name)));
    }
  }

  @Command(
      name = "enable",
      description = "Let somebody in again.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Enable implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "NAME", description = "A name, or an id.")
    private String name = "";

    Enable(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().changeUser(name, "enable");
      return root.answer(answer, () -> root.console().line("{}  enabled", Console.strong(name)));
    }
  }

  @Command(
      name = "password",
      description = "Give somebody another password for one sign-in; their sessions end.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Password implements Callable<Integer> {
    private final Quaestor root;

    @Parameters(paramLabel = "NAME", description = "A name, or an id.")
    private String name = "";

    Password(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var answer = root.api().changeUser(name, "password");
      return showPassword(root, answer);
    }
  }
}
