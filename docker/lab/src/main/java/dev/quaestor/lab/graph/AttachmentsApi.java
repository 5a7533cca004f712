package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.mime.MimeMail.Attachment;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.MailItem;
import dev.quaestor.lab.tenant.Tenant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The attachments of a message: listed, read, added, taken away. */
final class AttachmentsApi {

  private static final String ONE = "/v1.0/users/*/messages/*/attachments/*";
  private static final Listing ATTACHMENTS = new Listing(Set.of("id", "name"), 100, true);

  private final Tenant tenant;
  private final Mailboxes mailboxes;

  AttachmentsApi(Tenant tenant) {
    this.tenant = tenant;
    this.mailboxes = new Mailboxes(tenant);
  }

  void routes(Router router) {
    router
        .on("GET /v1.0/users/*/messages/*/attachments", this::list)
        .on("POST /v1.0/users/*/messages/*/attachments", this::add)
        .on("GET " + ONE + "/$value", this::content)
        .on("DELETE " + ONE, this::delete);
  }

  private Reply list(Call call) {
    List<ObjectNode> all =
        mailboxes.item(call).mail().attachments().stream()
            .map(attachment -> MessageResource.attachment(mailboxes.item(call), attachment))
            .toList();
    return Reply.ok(ATTACHMENTS.page(call, context(call), all));
  }

  private Reply content(Call call) {
    Attachment attachment = find(call, mailboxes.item(call));
    return Reply.bytes("application/octet-stream", attachment.content());
  }

  private Reply add(Call call) {
    MailItem item = mailboxes.item(call);
    ObjectNode given = call.json();
    byte[] content;
    try {
      content = Base64.getDecoder().decode(call.required(given, "contentBytes"));
    } catch (IllegalArgumentException malformed) {
      throw Refusal.badRequest("ErrorInvalidRequest", "contentBytes is not base64");
    }
    Attachment added =
        new Attachment(call.required(given, "name"), LabJson.text(given, "contentType"), content);
    List<Attachment> all = new ArrayList<>(item.mail().attachments());
    all.add(added);
    item.replace(item.mail().withAttachments(all), tenant.clock().instant());
    return Reply.json(
        201,
        GraphReplies.entity(
            call, context(call) + "/$entity", MessageResource.attachment(item, added)));
  }

  private Reply delete(Call call) {
    MailItem item = mailboxes.item(call);
    String gone = MessageResource.attachmentId(item, find(call, item));
    List<Attachment> left =
        item.mail().attachments().stream()
            .filter(a -> !MessageResource.attachmentId(item, a).equals(gone))
            .toList();
    item.replace(item.mail().withAttachments(left), tenant.clock().instant());
    return Reply.empty(204);
  }

  private static Attachment find(Call call, MailItem item) {
    return item.mail().attachments().stream()
        .filter(a -> MessageResource.attachmentId(item, a).equals(call.argument(2)))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "ErrorItemNotFound", "The specified object was not found in the store."));
  }

  private String context(Call call) {
    return GraphReplies.context(
        call,
        "users('"
            + mailboxes.of(call).address()
            + "')/messages('"
            + call.argument(1)
            + "')/attachments");
  }
}
