package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.starter.policy.PolicyProblem;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.wire.QuaestorJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Errors and warnings about a policy file, in the form that editors and CI systems jump from. */
final class PolicyFindings {
  private PolicyFindings() {}

  /** Shows what reading it brought; whether it is a policy. */
  static boolean show(Quaestor root, String file, PolicyReading reading) {
    var errors =
        reading instanceof PolicyReading.Refused refused
            ? refused.problems()
            : List.<PolicyProblem>of();
    var warnings = warnings(reading);
    if (root.json()) {
      var document = QuaestorJson.mapper().createObjectNode().put("valid", errors.isEmpty());
      add(document.putArray("problems"), errors);
      add(document.putArray("warnings"), warnings);
      root.console().json(document.toString());
    } else {
      errors.forEach(p -> complain(root, file, p));
      warnings.forEach(p -> complain(root, file, p));
      if (errors.isEmpty()) {
        root.console().line("{} {} is a valid policy", Console.good("✓"), file);
      }
    }
    return errors.isEmpty();
  }

  static boolean hasWarnings(PolicyReading reading) {
    return !warnings(reading).isEmpty();
  }

  private static List<PolicyProblem> warnings(PolicyReading reading) {
    return reading instanceof PolicyReading.Read read ? read.warnings() : List.of();
  }

  private static void add(ArrayNode list, List<PolicyProblem> problems) {
    problems.forEach(p -> list.add(QuaestorJson.mapper().<JsonNode>valueToTree(p)));
  }

  static void complain(Quaestor root, String file, PolicyProblem p) {
    root.console()
        .complain(
            "{}:{}:{}: {}: {}{} [{}]",
            file,
            p.line(),
            p.column(),
            p.code().isError() ? Console.bad("error") : Console.warning("warning"),
            p.path().isEmpty() ? "" : p.path() + ": ",
            p.message(),
            p.code());
  }

  /** The same for warnings that the server answered. */
  static void showWarnings(Quaestor root, String file, JsonNode warnings) {
    for (var w : warnings) {
      root.console()
          .complain(
              "{}:{}:{}: {}: {}{} [{}]",
              file,
              w.path("line").asInt(),
              w.path("column").asInt(),
              Console.warning("warning"),
              w.path("field").isString() ? w.path("field").asString() + ": " : "",
              w.path("message").asString(""),
              w.path("code").asString(""));
    }
  }
}
