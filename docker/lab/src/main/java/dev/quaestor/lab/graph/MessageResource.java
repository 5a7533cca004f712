package dev.quaestor.lab.graph;

import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.mime.MimeMail;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.MailItem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The message resource of Graph. Headers are only shown when they are selected. */
final class MessageResource {

  private static final int PREVIEW_CHARS = 255;

  private MessageResource() {}

  static ObjectNode of(LabMailbox mailbox, MailItem item) {
    MimeMail mail = item.mail();
    ObjectNode body = LabJson.object();
    String changeKey = changeKey(item);
    body.put("@odata.etag", "W/\"" + changeKey + "\"");
    body.put("id", item.id());
    body.put("createdDateTime", LabJson.mailTime(item.received()));
    body.put("lastModifiedDateTime", LabJson.mailTime(item.modified()));
    body.put("changeKey", changeKey);
    body.putArray("categories");
    body.put("receivedDateTime", LabJson.mailTime(item.received()));
    body.put("sentDateTime", LabJson.mailTime(item.received()));
    body.put("hasAttachments", !mail.attachments().isEmpty());
    body.put("internetMessageId", mail.header("Message-ID").trim());
    body.put("subject", mail.subject());
    body.put("bodyPreview", preview(mail));
    body.put("importance", "normal");
    body.put("parentFolderId", item.folder().idIn(mailbox));
    body.put("conversationId", "AAQkAG" + hash(mail.subject()) + "=");
    body.putNull("isDeliveryReceiptRequested");
    body.put("isReadReceiptRequested", false);
    body.put("isRead", false);
    body.put("isDraft", false);
    body.put(
        "webLink",
        "https://outlook.office365.com/owa/?ItemID="
            + item.id()
            + "&exvsurl=1&viewmodel=ReadMessageItem");
    body.put("inferenceClassification", "focused");
    boolean html = !mail.html().isEmpty();
    body.putObject("body")
        .put("contentType", html ? "html" : "text")
        .put("content", html ? mail.html() : mail.text());
    body.set("sender", recipient(mail.from()));
    body.set("from", recipient(mail.from()));
    body.set("toRecipients", recipients(mail.addresses("To")));
    body.set("ccRecipients", recipients(mail.addresses("Cc")));
    body.putArray("bccRecipients");
    body.set("replyTo", recipients(mail.addresses("Reply-To")));
    body.putObject("flag").put("flagStatus", "notFlagged");
    return body;
  }

  static ObjectNode withHeaders(LabMailbox mailbox, MailItem item) {
    ObjectNode body = of(mailbox, item);
    ArrayNode headers = body.putArray("internetMessageHeaders");
    item.mail()
        .headers()
        .forEach(
            (name, values) ->
                values.forEach(value -> headers.addObject().put("name", name).put("value", value)));
    return body;
  }

  static ObjectNode attachment(MailItem item, MimeMail.Attachment attachment) {
    return LabJson.object()
        .put("@odata.type", "#microsoft.graph.fileAttachment")
        .put("id", attachmentId(item, attachment))
        .put("name", attachment.name())
        .put("contentType", attachment.contentType())
        .put("size", attachment.content().length)
        .put("isInline", false)
        .put("contentBytes", Base64.getEncoder().encodeToString(attachment.content()));
  }

  static String attachmentId(MailItem item, MimeMail.Attachment attachment) {
    String content = new String(attachment.content(), StandardCharsets.ISO_8859_1);
    return item.id() + "-" + hash(attachment.name() + "/" + content);
  }

  private static ArrayNode recipients(List<MimeMail.Address> addresses) {
    ArrayNode result = LabJson.array();
    addresses.forEach(address -> result.add(recipient(address)));
    return result;
  }

  private static ObjectNode recipient(MimeMail.Address address) {
    ObjectNode node = LabJson.object();
    node.putObject("emailAddress").put("name", address.name()).put("address", address.address());
    return node;
  }

  private static String preview(MimeMail mail) {
    String text = mail.text().isEmpty() ? mail.html().replaceAll("<[^>]*>", " ") : mail.text();
    String flat = text.replaceAll("[\\s\\u00a0]+", " ").trim();
    if (flat.length() <= PREVIEW_CHARS) {
      return flat;
    }
    // Half a surrogate pair has no UTF-8.
    boolean half = Character.isHighSurrogate(flat.charAt(PREVIEW_CHARS - 1));
    return flat.substring(0, half ? PREVIEW_CHARS - 1 : PREVIEW_CHARS);
  }

  private static String changeKey(MailItem item) {
    return "CQAAABYAAAC" + hash(item.id() + item.modified());
  }

  private static String hash(String text) {
    UUID uuid = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return uuid.toString().replace("-", "").substring(0, 16);
  }
}
