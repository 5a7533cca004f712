package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.MailItem;
import dev.quaestor.lab.tenant.Tenant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Messages and mail folders. */
final class MessagesApi {

  private static final Listing MESSAGES =
      new Listing(
          Set.of(
              "id",
              "internetMessageId",
              "subject",
              "from/emailAddress/address",
              "from/emailAddress/name",
              "sender/emailAddress/address",
              "receivedDateTime",
              "sentDateTime",
              "isRead",
              "hasAttachments",
              "parentFolderId",
              "conversationId"),
          10,
          true);
  private static final Listing FOLDERS = new Listing(Set.of("id", "displayName"), 10, true);

  private final Tenant tenant;
  private final Mailboxes mailboxes;

  MessagesApi(Tenant tenant) {
    this.tenant = tenant;
    this.mailboxes = new Mailboxes(tenant);
  }

  void routes(Router router) {
    router
        .on("GET /v1.0/users/*/messages", this::all)
        .on("GET /v1.0/users/*/messages/*", this::get)
        .on("GET /v1.0/users/*/messages/*/$value", this::mime)
        .on("POST /v1.0/users/*/messages/*/copy", this::copy)
        .on("POST /v1.0/users/*/messages/*/move", this::move)
        .on("POST /v1.0/users/*/messages/*/permanentDelete", this::purge)
        .on("DELETE /v1.0/users/*/messages/*", this::delete)
        .on("GET /v1.0/users/*/mailFolders", this::folders)
        .on("POST /v1.0/users/*/mailFolders", this::makeFolder)
        .on("GET /v1.0/users/*/mailFolders/*", this::folder)
        .on("GET /v1.0/users/*/mailFolders/*/messages", this::inFolder);
  }

  /**
   * The whole mailbox, Deleted Items included; what is only recoverable is reached through its
   * folder.
   */
  private Reply all(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    return list(call, mailbox, item -> tenant.mail().lists(item.folder()));
  }

  private Reply inFolder(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    Folder folder = mailboxes.folder(mailbox, call.argument(1));
    return list(call, mailbox, item -> item.folder() == folder);
  }

  private Reply list(Call call, LabMailbox mailbox, Predicate<MailItem> wanted) {
    List<MailItem> newestFirst = new ArrayList<>(mailbox.items());
    Collections.reverse(newestFirst);
    boolean headers = call.query("$select").contains("internetMessageHeaders");
    List<ObjectNode> messages =
        newestFirst.stream()
            .filter(item -> item.folder() != Folder.PURGED)
            .filter(wanted)
            .map(
                item ->
                    headers
                        ? MessageResource.withHeaders(mailbox, item)
                        : MessageResource.of(mailbox, item))
            .toList();
    return Reply.ok(MESSAGES.page(call, context(call, mailbox, "messages"), messages));
  }

  private Reply get(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    MailItem item = mailboxes.item(call);
    ObjectNode message =
        call.query("$select").contains("internetMessageHeaders")
            ? MessageResource.withHeaders(mailbox, item)
            : MessageResource.of(mailbox, item);
    return Reply.ok(
        GraphReplies.entity(
            call,
            "users('" + mailbox.address() + "')/messages/$entity",
            Listing.select(call, message)));
  }

  private Reply mime(Call call) {
    return Reply.bytes("text/plain", mailboxes.item(call).mail().raw());
  }

  private Reply move(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    MailItem item = mailboxes.item(call);
    Folder destination = mailboxes.folder(mailbox, call.required(call.json(), "destinationId"));
    item.move(destination, tenant.clock().instant());
    ObjectNode message = MessageResource.of(mailbox, item);
    message.put("@odata.type", "#microsoft.graph.message");
    return Reply.json(
        201,
        GraphReplies.entity(call, "users('" + mailbox.address() + "')/messages/$entity", message));
  }

  private Reply copy(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    MailItem item = mailboxes.item(call);
    Folder destination = mailboxes.folder(mailbox, call.required(call.json(), "destinationId"));
    ObjectNode message = MessageResource.of(mailbox, mailbox.copy(item, destination));
    return Reply.json(
        201,
        GraphReplies.entity(call, "users('" + mailbox.address() + "')/messages/$entity", message));
  }

  /** A first delete goes to Deleted Items, a delete from there to the recoverable items. */
  private Reply delete(Call call) {
    MailItem item = mailboxes.item(call);
    Folder next = Folder.DELETED;
    if (item.folder() == Folder.DELETED) {
      next = Folder.SOFT_DELETED;
    } else if (item.folder() == Folder.SOFT_DELETED) {
      next = Folder.PURGED;
    }
    item.move(next, tenant.clock().instant());
    return Reply.empty(204);
  }

  private Reply purge(Call call) {
    mailboxes.item(call).move(Folder.PURGED, tenant.clock().instant());
    return Reply.empty(204);
  }

  private Reply folders(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    boolean hidden = call.query("includeHiddenFolders").equalsIgnoreCase("true");
    List<ObjectNode> visible =
        Folder.of(mailbox).stream()
            .filter(folder -> folder != Folder.SOFT_DELETED && folder != Folder.PURGED)
            .filter(folder -> hidden || !folder.hidden())
            .map(folder -> resource(mailbox, folder))
            .toList();
    return Reply.ok(FOLDERS.page(call, context(call, mailbox, "mailFolders"), visible));
  }

  private Reply makeFolder(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    ObjectNode wanted = call.json();
    Folder made =
        mailbox
            .makeFolder(
                call.required(wanted, "displayName"), wanted.path("isHidden").asBoolean(false))
            .orElseThrow(
                () ->
                    new Refusal(
                        409,
                        "ErrorFolderExists",
                        "A folder with the specified name already exists."));
    String set = "users('" + mailbox.address() + "')/mailFolders/$entity";
    return Reply.json(201, GraphReplies.entity(call, set, resource(mailbox, made)));
  }

  private Reply folder(Call call) {
    LabMailbox mailbox = mailboxes.of(call);
    ObjectNode folder = resource(mailbox, mailboxes.folder(mailbox, call.argument(1)));
    return Reply.ok(
        GraphReplies.entity(
            call, "users('" + mailbox.address() + "')/mailFolders/$entity", folder));
  }

  private static ObjectNode resource(LabMailbox mailbox, Folder folder) {
    long count = mailbox.items().stream().filter(item -> item.folder() == folder).count();
    ObjectNode body = LabJson.object();
    body.put("id", folder.idIn(mailbox));
    body.put("displayName", folder.displayName());
    body.put("parentFolderId", "AAMkROOT=");
    body.put("childFolderCount", 0);
    body.put("unreadItemCount", count);
    body.put("totalItemCount", count);
    body.put("isHidden", folder.hidden());
    return body;
  }

  private static String context(Call call, LabMailbox mailbox, String set) {
    return GraphReplies.context(call, "users('" + mailbox.address() + "')/" + set);
  }
}
