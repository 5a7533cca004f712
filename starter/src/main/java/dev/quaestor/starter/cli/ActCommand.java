package dev.quaestor.starter.cli;

import dev.quaestor.remediation.ActionType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "act",
    description = "Order an action by hand.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "TARGET is one of",
      "  device:ID                          as device:a1b2…",
      "  file:DEVICE-ID:HASH[:PATH]         HASH is SHA-1, SHA-256 or MD5",
      "  url:https://…    ip:ADDRESS    user:NAME@DOMAIN    mailbox:ADDRESS",
      "  mail:MAILBOX:<MESSAGE-ID>          the Message-ID header",
      "  rule:MAILBOX:RULE-ID               a mailbox rule",
      "  {\"type\":…}  or  @FILE              an entity as JSON"
    })
final class ActCommand implements Callable<Integer> {
  private final Quaestor root;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TYPE",
      description = "As ISOLATE_DEVICE or isolate-device.")
  private String type = "";

  @Parameters(index = "1", paramLabel = "TARGET", description = "What it is done to; see below.")
  private String target = "";

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the action, as isolation=SELECTIVE.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "Why; it is kept in the record.")
  private @Nullable String comment;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "The same key again is the same action. Default: a new one.")
  private @Nullable String idempotencyKey;

  ActCommand(Quaestor root) {
    this.root = root;
  }

  @Override
  public Integer call() {
    var key = Objects.requireNonNullElseGet(idempotencyKey, () -> UUID.randomUUID().toString());
    var answer = root.api().act(typeName(), entity(), parameters, comment, key);
    return root.answer(
        answer,
        () -> {
          var id = Fields.text(answer.body(), "actionId");
          root.console()
              .line(
                  "{}  {}  (./quaestor show {} tells how it goes)",
                  Console.strong(id),
                  typeName(),
                  id);
        });
  }

  private String typeName() {
    var wanted = String.valueOf(Paging.upper(type));
    if (Arrays.stream(ActionType.values()).noneMatch(t -> t.name().equals(wanted))) {
      throw wrong(
          "there is no action type "
              + type
              + "; there are "
              + Arrays.stream(ActionType.values())
                  .map(ActionType::name)
                  .collect(Collectors.joining(", ")));
    }
    return wanted;
  }

  private JsonNode entity() {
    try {
      return ActionTarget.parse(target, root.surroundings());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }
}
