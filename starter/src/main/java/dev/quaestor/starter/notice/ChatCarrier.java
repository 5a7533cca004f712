package dev.quaestor.starter.notice;

import dev.quaestor.secret.SecretUnreadable;
import dev.quaestor.starter.webhook.Courier;
import dev.quaestor.starter.webhook.WebhookReply;
import dev.quaestor.wire.QuaestorJson;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes into a chat: to Slack, and those who take the same, as text; to Teams as an Adaptive Card
 * of rich text, whose runs are not read as Markdown.
 */
record ChatCarrier(Receiver.ByChat to, Duration timeout, Courier courier) implements Carrier {
  /** Slack cuts text at 40,000 and Mattermost at 16,383 characters. */
  private static final int LONGEST = 12_000;

  @Override
  public WebhookReply send(Notice notice) throws InterruptedException {
    URI url;
    try {
      url = to.url();
    } catch (SecretUnreadable | IllegalArgumentException e) {
      return new WebhookReply.NotTaken(String.valueOf(e.getMessage()), null);
    }
    return courier.send(
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Quaestor")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    QuaestorJson.mapper()
                        .writeValueAsBytes(to.teams() ? card(notice) : text(notice))))
            .build());
  }

  private static ObjectNode text(Notice notice) {
    var text = new StringBuilder(Plain.chat(notice.subject()));
    // The link and the last words come in any case, so only what is before them is cut.
    for (var part : notice.parts()) {
      var said = new StringBuilder("\n");
      if (notice.parts().size() > 1) {
        said.append('\n').append(Plain.chat(part.title()));
      }
      for (var line : part.lines()) {
        said.append('\n').append(line.label()).append(": ").append(Plain.chat(line.text()));
      }
      if (text.length() + said.length() > LONGEST) {
        text.append("\n\nThere is more on the page.");
        break;
      }
      text.append(said);
    }
    text.append("\n\n").append(notice.linkText()).append(": <").append(notice.link()).append('>');
    text.append('\n').append(notice.last());
    return QuaestorJson.mapper()
        .createObjectNode()
        .put("text", text.toString())
        .put("mrkdwn", false)
        .put("link_names", false)
        .put("unfurl_links", false)
        .put("unfurl_media", false);
  }

  private static ObjectNode card(Notice notice) {
    var message = QuaestorJson.mapper().createObjectNode().put("type", "message");
    var attachment = message.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    var card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard").put("version", "1.4");
    var body = card.putArray("body");
    run(body, notice.subject()).put("weight", "Bolder");
    int length = 0;
    for (var part : notice.parts()) {
      length += part.lines().stream().mapToInt(l -> l.text().length()).sum();
      if (length > LONGEST) {
        run(body, "There is more on the page.");
        break;
      }
      if (notice.parts().size() > 1) {
        run(body, part.title()).put("weight", "Bolder");
      }
      part.lines().forEach(line -> run(body, line.label() + ": " + line.text()));
    }
    run(body, notice.last()).put("isSubtle", true);
    card.putArray("actions")
        .addObject()
        .put("type", "Action.OpenUrl")
        .put("title", notice.linkText())
        .put("url", notice.link().toString());
    return message;
  }

  private static ObjectNode run(ArrayNode body, String text) {
    return body.addObject()
        .put("type", "RichTextBlock")
        .putArray("inlines")
        .addObject()
        .put("type", "TextRun")
        .put("text", text);
  }
}
