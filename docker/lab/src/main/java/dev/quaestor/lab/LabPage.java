package dev.quaestor.lab;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The state as a plain page for people. Everything shown came from outside, so everything is
 * escaped.
 */
final class LabPage {

  private static final String HEAD =
      """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
      <title>Lab tenant</title><style>
      body{font:14px/1.5 system-ui,sans-serif;margin:2rem;max-width:75rem;color:#222}
      h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}
      td:first-child{white-space:nowrap}
      .on{color:#a40000;font-weight:600}</style></head><body>
      <h1>Lab tenant</h1><p>A stand-in for one Microsoft tenant. The same as JSON: <a href="/lab/state">/lab/state</a></p>
      """;

  private LabPage() {}

  static String render(JsonNode state) {
    StringBuilder page = new StringBuilder(HEAD);
    devices(page, state.path("devices"));
    mail(page, state.path("mailboxes"));
    rules(page, state.path("mailboxes"));
    plain(
        page,
        "Users",
        state.path("users"),
        "userPrincipalName",
        "accountEnabled",
        "riskState",
        "sessionsRevoked",
        "mustChangePassword");
    plain(
        page,
        "Indicators",
        state.path("indicators"),
        "indicatorType",
        "indicatorValue",
        "action",
        "expirationTime");
    plain(
        page,
        "Machine actions",
        state.path("machineActions"),
        "type",
        "status",
        "machineId",
        "requestorComment");
    plain(page, "Faults still to happen", state.path("faults"), "route", "kind", "times");
    return page.append("</body></html>").toString();
  }

  private static void devices(StringBuilder page, JsonNode devices) {
    open(page, "Devices", "name", "group", "state", "files", "items", "scans");
    for (JsonNode device : devices) {
      StringBuilder files = new StringBuilder();
      for (JsonNode file : device.path("files")) {
        boolean away = !file.path("state").asString("").equals("present");
        files
            .append(away ? "<span class=\"on\">" : "<span>")
            .append(
                escape(
                    file.path("filePath").asString("") + "\\" + file.path("fileName").asString("")))
            .append(away ? " " + escape(text(file, "state")) : "")
            .append("</span><br>");
      }
      page.append("<tr>");
      cell(page, text(device, "name"));
      cell(page, text(device, "group"));
      page.append("<td>")
          .append(deviceState(device))
          .append("</td><td>")
          .append(files)
          .append("</td><td>")
          .append(items(device))
          .append("</td>");
      cell(page, scans(device));
      page.append("</tr>");
    }
    page.append("</table>");
  }

  private static String scans(JsonNode device) {
    return device
        .path("scans")
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.joining(", "));
  }

  private static String items(JsonNode device) {
    StringBuilder items = new StringBuilder();
    for (JsonNode item : device.path("items")) {
      boolean away = !text(item, "state").equals("present");
      items
          .append(away ? "<span class=\"on\">" : "<span>")
          .append(escape(text(item, "kind") + " " + text(item, "name")))
          .append(away ? " " + escape(text(item, "state")) : "")
          .append("</span><br>");
    }
    return items.toString();
  }

  private static String deviceState(JsonNode device) {
    StringBuilder state = new StringBuilder();
    state.append(
        device.path("online").asBoolean(false) ? "online" : "<span class=\"on\">offline</span>");
    if (device.path("isolated").asBoolean(false)) {
      state
          .append("<br><span class=\"on\">isolated (")
          .append(escape(text(device, "isolation")))
          .append(")</span>");
    }
    if (device.path("restricted").asBoolean(false)) {
      state.append("<br><span class=\"on\">code execution restricted</span>");
    }
    if (device.path("offboarded").asBoolean(false)) {
      state.append("<br><span class=\"on\">offboarded</span>");
    }
    return state.toString();
  }

  private static void mail(StringBuilder page, JsonNode mailboxes) {
    open(page, "Mail", "mailbox", "folder", "from", "subject", "message id");
    for (JsonNode mailbox : mailboxes) {
      for (Map.Entry<String, JsonNode> folder : mailbox.path("folders").properties()) {
        for (JsonNode message : folder.getValue()) {
          page.append("<tr>");
          cell(page, text(mailbox, "address"));
          cell(page, folder.getKey());
          cell(page, text(message, "from"));
          cell(page, text(message, "subject"));
          cell(page, text(message, "internetMessageId"));
          page.append("</tr>");
        }
      }
    }
    page.append("</table>");
  }

  private static void rules(StringBuilder page, JsonNode mailboxes) {
    open(page, "Inbox rules", "mailbox", "rule", "enabled", "actions");
    for (JsonNode mailbox : mailboxes) {
      for (JsonNode rule : mailbox.path("rules")) {
        page.append("<tr>");
        cell(page, text(mailbox, "address"));
        cell(page, text(rule, "displayName"));
        cell(page, text(rule, "isEnabled"));
        cell(page, rule.path("actions").toString());
        page.append("</tr>");
      }
    }
    page.append("</table>");
  }

  private static void plain(StringBuilder page, String title, JsonNode rows, String... columns) {
    open(page, title, columns);
    for (JsonNode row : rows) {
      page.append("<tr>");
      for (String column : columns) {
        cell(page, text(row, column));
      }
      page.append("</tr>");
    }
    page.append("</table>");
  }

  private static void open(StringBuilder page, String title, String... columns) {
    page.append("<h2>").append(escape(title)).append("</h2><table><tr>");
    for (String column : columns) {
      page.append("<th>").append(escape(column)).append("</th>");
    }
    page.append("</tr>");
  }

  private static void cell(StringBuilder page, String text) {
    page.append("<td>").append(escape(text)).append("</td>");
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString()
        ? value.asString()
        : value.isNull() || value.isMissingNode() ? "" : value.toString();
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }
}
