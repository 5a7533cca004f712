package dev.quaestor.lab.graph;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.tenant.Directory;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.LabMailbox;
import dev.quaestor.lab.tenant.MailItem;
import dev.quaestor.lab.tenant.Tenant;

/** Finds what the path of a mail call names, or refuses as Exchange does. */
final class Mailboxes {

  private final Tenant tenant;

  Mailboxes(Tenant tenant) {
    this.tenant = tenant;
  }

  LabMailbox of(Call call) {
    return tenant.mail().mailbox(user(call).principalName());
  }

  Directory.User user(Call call) {
    return tenant
        .users()
        .find(call.argument(0))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "Request_ResourceNotFound",
                    "Resource '"
                        + call.argument(0)
                        + "' does not exist or one of its queried reference-property objects are not present."));
  }

  MailItem item(Call call) {
    return of(call).item(call.argument(1)).orElseThrow(Mailboxes::notInStore);
  }

  Folder folder(LabMailbox mailbox, String idOrName) {
    return Folder.find(mailbox, idOrName).orElseThrow(Mailboxes::notInStore);
  }

  private static Refusal notInStore() {
    return Refusal.notFound(
        "ErrorItemNotFound",
        "The specified object was not found in the store., The process failed to get the correct properties.");
  }
}
