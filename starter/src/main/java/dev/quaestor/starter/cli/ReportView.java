package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.client.JsonAnswer;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.text.Listed;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How a case and an action are shown to a person. */
public final class ReportView {
  private static final String LABEL = "%-17s";

  private final Console console;

  public ReportView(Console console) {
    this.console = console;
  }

  /** A report, as {@code GET /investigations/{id}} gives it. */
  public void investigation(JsonNode report) {
    console.line(
        "{}  {}  {}  {}",
        Console.strong(JsonAnswer.text(report, "investigationId")),
        Console.word(JsonAnswer.text(report, "state")),
        Console.word(JsonAnswer.text(report, "severity")),
        JsonAnswer.text(report, "title"));
    field("because", JsonAnswer.text(report, "because"));
    field("started", JsonAnswer.second(report, "startedAt"));
    field("ended", JsonAnswer.second(report, "endedAt"));
    field("policy", "revision " + report.path("policyRevision").asInt(0));
    heading("Alerts", report.path("alerts"));
    for (var alert : report.path("alerts")) {
      console.line(
          "  {}  {}",
          alert.isString() ? alert.asString() : JsonAnswer.text(alert, "alertId"),
          JsonAnswer.text(alert, "title"));
    }
    heading("Evidence", report.path("evidence"));
    report.path("evidence").forEach(this::evidence);
    heading("Actions", report.path("actions"));
    report.path("actions").forEach(this::actionLine);
  }

  private void heading(String title, JsonNode list) {
    console.line("");
    console.line("{} {}", Console.strong(title), Console.dim("(" + list.size() + ")"));
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      console.line("  {} {}", Console.dim(LABEL.formatted(name)), value);
    }
  }

  private void evidence(JsonNode evidence) {
    var status = JsonAnswer.text(evidence, "remediationStatus");
    console.line(
        "  {}  {}  {}",
        Console.word(JsonAnswer.text(evidence, "verdict")),
        JsonAnswer.evidence(evidence),
        Console.word(status.equals("NONE") ? "" : status));
    if (!evidence.path("examined").asBoolean(true)) {
      console.line("      {}", Console.warning("not examined"));
    }
    for (var reason : evidence.path("reasons")) {
      console.line("      {}", Console.dim(reason(reason)));
    }
  }

  /** One finding: its sentence, who says so and how much it counts. */
  static String reason(JsonNode reason) {
    if (reason.isString()) {
      return reason.asString();
    }
    var effect = JsonAnswer.text(reason, "effect");
    var weight =
        switch (effect) {
          case "CLEARS", "CONVICTS", "INCONCLUSIVE", "BLIND" -> effect;
          default -> "%+d".formatted(reason.path("weight").asInt(0));
        };
    return "%s [%s %s, %s]"
        .formatted(
            JsonAnswer.text(reason, "sentence"),
            JsonAnswer.text(reason, "source"),
            JsonAnswer.text(reason, "code"),
            weight);
  }

  private void actionLine(JsonNode action) {
    console.line(
        "  {}  {}",
        Console.strong(JsonAnswer.text(action, "actionId")),
        JsonAnswer.summary(action));
    var undo = JsonAnswer.text(action, "undo");
    console.line(
        "      decision {}{}  execution {}{}",
        Console.word(JsonAnswer.decision(action)),
        JsonAnswer.by(action),
        Console.word(JsonAnswer.text(action, "execution")),
        undo.isEmpty() ? "" : "  undo " + undo);
    if (isPending(action)) {
      fact("      ", "because", JsonAnswer.text(action, "because"));
      if (action.hasNonNull("connector")) {
        fact("      ", "done by", doneBy(action));
      }
      facts(action.path("pending"), "      ");
      waiting(action, "      ");
    }
  }

  private static String doneBy(JsonNode action) {
    var together = action.path("together").valueStream().map(JsonNode::asString).toList();
    return together.isEmpty()
        ? JsonAnswer.text(action, "connector")
        : Listed.of(together) + ", each by an action of its own";
  }

  /** What an approver needs to know. */
  private void facts(JsonNode pending, String indent) {
    if (!pending.isObject()) {
      return;
    }
    fact(indent, "touches", JsonAnswer.text(pending.path("impact"), "sentence"));
    var undo = pending.path("undo");
    fact(
        indent,
        "if undone",
        undo.path("possible").asBoolean(false)
            ? JsonAnswer.text(undo, "sentence")
            : Console.warning("cannot be undone: " + JsonAnswer.text(undo, "sentence")));
    for (var reason : pending.path("reasons")) {
      fact(
          indent,
          "finding",
          "%s: %s [%s, %+d]"
              .formatted(
                  JsonAnswer.text(reason, "on"),
                  JsonAnswer.text(reason, "sentence"),
                  JsonAnswer.text(reason, "source"),
                  reason.path("weight").asInt(0)));
    }
    fact(indent, "who decides", JsonAnswer.text(pending, "whoMayDecide"));
    var mayNot = JsonAnswer.text(pending, "mayNotDecideBecause");
    if (!mayNot.isEmpty()) {
      fact(indent, "not you", Console.warning(mayNot));
    }
    fact(indent, "no answer", JsonAnswer.text(pending, "ifNobodyAnswers"));
    pending.path("elsewhere").forEach(other -> elsewhere(indent, other));
  }

  /** Another case that asks the same; an action that was proposed by itself is in none. */
  private void elsewhere(String indent, JsonNode other) {
    var title = JsonAnswer.text(other, "title");
    fact(
        indent,
        "also asked",
        Stream.of(
                JsonAnswer.text(other, "investigationId"),
                JsonAnswer.text(other, "actionId"),
                title.isEmpty() ? "" : "\"" + title + "\"")
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("  ")));
  }

  private void fact(String indent, String name, Object value) {
    console.line("{}{} {}", indent, Console.dim(LABEL.formatted(name)), value);
  }

  static boolean isPending(JsonNode action) {
    return JsonAnswer.text(action, "decision").equals("PENDING");
  }

  /** Until when it waits, and the commands that decide it. */
  void waiting(JsonNode action, String indent) {
    var id = JsonAnswer.text(action, "actionId");
    console.line(
        "{}pending until {} UTC: ./quaestor approve {}  or  ./quaestor reject {}",
        indent,
        JsonAnswer.deadline(action, "expiresAt"),
        id,
        id);
  }

  /** One action, as {@code GET /actions/{id}} gives it. */
  public void action(JsonNode action) {
    console.line(
        "{}  {}", Console.strong(JsonAnswer.text(action, "actionId")), JsonAnswer.summary(action));
    console.line(
        "  {} {}",
        Console.dim(LABEL.formatted("decision")),
        Console.word(JsonAnswer.decision(action)));
    console.line(
        "  {} {}",
        Console.dim(LABEL.formatted("execution")),
        Console.word(JsonAnswer.text(action, "execution")));
    console.line(
        "  {} {}",
        Console.dim(LABEL.formatted("undo")),
        Console.word(JsonAnswer.text(action, "undo")));
    // Whatever else the server tells, in its order and by its names.
    for (var property : action.properties()) {
      switch (property.getKey()) {
        case "actionId", "summary", "decision", "execution", "undo" -> {}
        case "pending" -> facts(property.getValue(), "  ");
        case "device" -> field("device", JsonAnswer.device(property.getValue()));
        case "target" -> field("target", JsonAnswer.entity(property.getValue()));
        default -> field(words(property.getKey()), plain(property.getValue()));
      }
    }
    if (isPending(action)) {
      waiting(action, "  ");
    }
  }

  private static String plain(JsonNode value) {
    if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
      return String.join(", ", value.valueStream().map(JsonNode::asString).toList());
    }
    return value.isNull() ? "" : value.isValueNode() ? value.asString() : value.toString();
  }

  /** {@code investigation id} of {@code investigationId}. */
  private static String words(String name) {
    var words = new StringBuilder();
    for (var c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        words.append(' ');
      }
      words.append(Character.toLowerCase(c));
    }
    return words.toString();
  }

  /** The ledger's events of a case, one a line. */
  public void log(JsonNode log) {
    var lines =
        log.isArray() ? log : log.path("items").isArray() ? log.path("items") : log.path("events");
    heading("Log", lines);
    for (var line : lines) {
      console.line(
          "  {}  {}  {}",
          Console.dim(JsonAnswer.second(line, "at")),
          JsonAnswer.text(line, "type"),
          console.fitted(JsonAnswer.event(line.path("event"))));
    }
  }
}
