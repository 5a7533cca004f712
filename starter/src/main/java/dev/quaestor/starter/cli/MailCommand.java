package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Table;
import dev.quaestor.text.Counted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "mail",
    description = "Find messages in all mailboxes, and act on them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "VERB")
final class MailCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  static CommandLine with(Quaestor root) {
    return new CommandLine(new MailCommand()).addSubcommand(new Search(root));
  }

  @Override
  public void run() {
    var own = Objects.requireNonNull(spec).commandLine();
    own.usage(own.getOut());
  }

  @Command(
      name = "search",
      description =
          "Find messages, and optionally act on all of them; all given conditions must match.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Search implements Callable<Integer> {
    private final Quaestor root;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--subject", paramLabel = "TEXT", description = "The complete subject.")
    private @Nullable String subject;

    @Option(names = "--subject-contains", paramLabel = "TEXT", description = "Part of the subject.")
    private @Nullable String subjectContains;

    @Option(
        names = "--sender",
        paramLabel = "ADDRESS",
        description = "The sender's address in the From header.")
    private @Nullable String sender;

    @Option(
        names = "--sender-domain",
        paramLabel = "DOMAIN",
        description = "The domain of the sender's address.")
    private @Nullable String senderDomain;

    @Option(
        names = "--sender-ip",
        paramLabel = "ADDRESS",
        description = "The IP address that it came from.")
    private @Nullable String senderIp;

    @Option(names = "--url", paramLabel = "URL", description = "A link in the message.")
    private @Nullable String url;

    @Option(
        names = "--file-hash",
        paramLabel = "SHA-256",
        description = "The SHA-256 of an attachment.")
    private @Nullable String fileHash;

    @Option(names = "--message-id", paramLabel = "ID", description = "The Message-ID header.")
    private @Nullable String internetMessageId;

    @Option(
        names = "--network-message-id",
        paramLabel = "ID",
        description = "Exchange's network message id.")
    private @Nullable String networkMessageId;

    @Option(
        names = "--recipient",
        paramLabel = "ADDRESS",
        description = "The address of the mailbox.")
    private @Nullable String recipient;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "At or after this time, such as 2026-11-01T00:00:00Z. Default: 30 days ago.")
    private @Nullable String since;

    @Option(names = "--limit", paramLabel = "N", description = "How many to list, 1 to 1000.")
    private @Nullable Integer limit;

    @Option(
        names = "--act",
        paramLabel = "TYPE",
        description = "Order this action on every match, for example soft-delete-email.")
    private @Nullable String act;

    @Mixin private OrderOptions order = new OrderOptions();

    Search(Quaestor root) {
      this.root = root;
    }

    @Override
    public Integer call() {
      var routes = new ManualRoutes(root.api());
      if (act == null) {
        var found = routes.findMail(criteria());
        return root.answer(found, () -> show(found.body()));
      }
      var wish = ManualRoutes.object().put("type", typeName(act));
      wish.set("all", criteria());
      order.into(wish);
      var ordered = order.order(routes, "/mail/actions", wish);
      return order.answer(root, ordered);
    }

    private JsonNode criteria() {
      var given = new LinkedHashMap<String, @Nullable String>();
      given.put("subject", subject);
      given.put("subjectContains", subjectContains);
      given.put("sender", sender);
      given.put("senderDomain", senderDomain);
      given.put("senderIp", senderIp);
      given.put("url", url);
      given.put("fileHash", fileHash);
      given.put("internetMessageId", internetMessageId);
      given.put("networkMessageId", networkMessageId);
      given.put("recipient", recipient);
      var body = ManualRoutes.object();
      for (Map.Entry<String, @Nullable String> criterion : given.entrySet()) {
        if (criterion.getValue() != null) {
          body.put(criterion.getKey(), criterion.getValue());
        }
      }
      if (body.isEmpty()) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "a condition is missing, such as --sender-domain");
      }
      if (since != null) {
        body.put("since", since);
      }
      if (limit != null) {
        body.put("limit", limit.intValue());
      }
      return body;
    }

    private String typeName(String given) {
      return ActionTypes.find(given)
          .map(Enum::name)
          .orElseThrow(
              () ->
                  new ParameterException(
                      Objects.requireNonNull(spec).commandLine(), ActionTypes.unknown(given)));
    }

    private void show(JsonNode found) {
      var table = new Table().text("MAILBOX").text("MESSAGE-ID").text("WHERE");
      for (var message : found.path("messages")) {
        table.row(
            JsonAnswer.text(message, "mailbox"),
            JsonAnswer.text(message, "internetMessageId"),
            JsonAnswer.text(message, "location"));
      }
      if (table.isEmpty()) {
        root.console().line("No message matches.");
      } else {
        root.console().print(table);
        root.console()
            .line("{} in all", Counted.of(found.path("count").asInt(), "message", "messages"));
      }
    }
  }
}
