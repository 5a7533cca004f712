package dev.quaestor.starter.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** What every way to order an action takes. */
final class OrderOptions {
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
      names = "--propose",
      negatable = true,
      description =
          "Leave it to an approver; --no-propose: run it or refuse it. Default: as your role says.")
  private @Nullable Boolean propose;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "The same key again is the same order. Default: a new one.")
  private @Nullable String idempotencyKey;

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  void into(ObjectNode body) {
    if (comment != null) {
      body.put("comment", comment);
    }
    if (propose != null) {
      body.put("propose", propose);
    }
    if (!parameters.isEmpty()) {
      var given = body.putObject("parameters");
      parameters.forEach(given::put);
    }
  }
}
