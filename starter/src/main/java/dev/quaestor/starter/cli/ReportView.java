package dev.quaestor.starter.cli;

import tools.jackson.databind.JsonNode;

/** How a case and an action are shown to a person. */
public final class ReportView {
  private final Console console;

  public ReportView(Console console) {
    this.console = console;
  }

  /** A report, as {@code GET /investigations/{id}} gives it. */
  public void investigation(JsonNode report) {
    console.line(
        "{}  {}  {}  {}",
        Console.strong(Fields.text(report, "investigationId")),
        Console.word(Fields.text(report, "state")),
        Console.word(Fields.text(report, "severity")),
        Fields.text(report, "title"));
    field("because", Fields.text(report, "because"));
    field("started", Fields.second(report, "startedAt"));
    field("ended", Fields.second(report, "endedAt"));
    field("policy", "revision " + report.path("policyRevision").asInt(0));
    heading("Alerts", report.path("alerts"));
    for (var alert : report.path("alerts")) {
      console.line(
          "  {}  {}",
          alert.isString() ? alert.asString() : Fields.text(alert, "alertId"),
          Fields.text(alert, "title"));
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
      console.line("  {} {}", Console.dim("%-12s".formatted(name)), value);
    }
  }

  private void evidence(JsonNode evidence) {
    var status = Fields.text(evidence, "remediationStatus");
    console.line(
        "  {}  {}  {}",
        Console.word(Fields.text(evidence, "verdict")),
        Fields.evidence(evidence),
        Console.word(status.equals("NONE") ? "" : status));
    if (!evidence.path("examined").asBoolean(true)) {
      console.line("      {}", Console.warning("not looked at"));
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
    var effect = Fields.text(reason, "effect");
    var weight =
        switch (effect) {
          case "CLEARS", "CONVICTS", "INCONCLUSIVE", "BLIND" -> effect;
          default -> "%+d".formatted(reason.path("weight").asInt(0));
        };
    return "%s [%s %s, %s]"
        .formatted(
            Fields.text(reason, "sentence"),
            Fields.text(reason, "source"),
            Fields.text(reason, "code"),
            weight);
  }

  private void actionLine(JsonNode action) {
    console.line(
        "  {}  {}", Console.strong(Fields.text(action, "actionId")), Fields.summary(action));
    var undo = Fields.text(action, "undo");
    console.line(
        "      decision {}{}  execution {}{}",
        Console.word(Fields.text(action, "decision")),
        by(action),
        Console.word(Fields.text(action, "execution")),
        undo.isEmpty() ? "" : "  undo " + undo);
    if (isPending(action)) {
      waiting(action, "      ");
    }
  }

  private static String by(JsonNode action) {
    var by = Fields.text(action, "decidedBy");
    return by.isEmpty() ? "" : " by " + by;
  }

  static boolean isPending(JsonNode action) {
    return Fields.text(action, "decision").equals("PENDING");
  }

  /** Until when it waits, and the commands that decide it. */
  void waiting(JsonNode action, String indent) {
    var id = Fields.text(action, "actionId");
    console.line(
        "{}waits until {} UTC: ./quaestor approve {}  or  ./quaestor reject {}",
        indent,
        Fields.minute(action, "expiresAt"),
        id,
        id);
  }

  /** One action, as {@code GET /actions/{id}} gives it. */
  public void action(JsonNode action) {
    console.line("{}  {}", Console.strong(Fields.text(action, "actionId")), Fields.summary(action));
    console.line(
        "  {} {}",
        Console.dim("%-12s".formatted("decision")),
        Console.word(Fields.text(action, "decision")));
    console.line(
        "  {} {}",
        Console.dim("%-12s".formatted("execution")),
        Console.word(Fields.text(action, "execution")));
    console.line(
        "  {} {}",
        Console.dim("%-12s".formatted("undo")),
        Console.word(Fields.text(action, "undo")));
    // Whatever else the server tells, in its order and by its names.
    for (var property : action.properties()) {
      switch (property.getKey()) {
        case "actionId", "summary", "decision", "execution", "undo" -> {}
        case "target" -> field("target", Fields.entity(property.getValue()));
        default -> field(property.getKey(), plain(property.getValue()));
      }
    }
    if (isPending(action)) {
      waiting(action, "  ");
    }
  }

  private static String plain(JsonNode value) {
    return value.isNull() ? "" : value.isValueNode() ? value.asString() : value.toString();
  }

  /** The ledger's events of a case, one a line. */
  public void log(JsonNode log) {
    var lines =
        log.isArray() ? log : log.path("items").isArray() ? log.path("items") : log.path("events");
    heading("Log", lines);
    for (var line : lines) {
      console.line(
          "  {}  {}  {}",
          Console.dim(Fields.second(line, "at")),
          Fields.text(line, "type"),
          TerminalText.cut(TerminalText.escape(Fields.event(line.path("event"))), Console.WIDTH));
    }
  }
}
