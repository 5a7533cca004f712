package dev.quaestor.connector.graph;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A hidden folder of ours in each mailbox. Graph has no call that puts mail into Defender's
 * quarantine, and this one is only out of sight: whoever knows of it can open it, which is why the
 * vault keeps a copy.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-post-mailfolders">Create mailFolder</a>
 */
final class QuarantineFolders {
  static final String NAME = "Quaestor Quarantine";
  private static final String FOLDERS = "/v1.0/users/{user}/mailFolders";
  private static final String EXISTS = "ErrorFolderExists";
  private static final int MOST = 10;

  private final BackEndClient api;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  QuarantineFolders(BackEndClient api) {
    this.api = api;
  }

  /** The id of the mailbox's folder, made when it is missing. */
  String of(String mailbox) {
    var remembered = known.get(mailbox);
    if (remembered != null && stillThere(mailbox, remembered)) {
      return remembered;
    }
    var id = existing(mailbox).orElseGet(() -> make(mailbox));
    known.put(mailbox, id);
    return id;
  }

  /** The same without making one. */
  Optional<String> existing(String mailbox) {
    var request =
        Request.get(FOLDERS, mailbox)
            .query("includeHiddenFolders", "true")
            .query("$filter", "displayName eq " + Request.literal(NAME));
    return api.collect(request, MOST).stream()
        .filter(folder -> NAME.equals(BackEndJson.text(folder, "displayName")))
        .flatMap(folder -> Optional.ofNullable(BackEndJson.text(folder, "id")).stream())
        .findFirst();
  }

  private boolean stillThere(String mailbox, String id) {
    var request = Request.get(FOLDERS + "/{folder}", mailbox, id).query("$select", "id");
    return BackEndClient.ifThere(() -> api.call(request)).isPresent();
  }

  private String make(String mailbox) {
    try {
      var body = BackEndJson.object().put("displayName", NAME).put("isHidden", true);
      var id = BackEndJson.text(api.call(Request.post(FOLDERS, body, mailbox)), "id");
      if (id != null) {
        return id;
      }
    } catch (ConnectorException refused) {
      // Another call of ours was faster.
      if (!refused.code().equals(Optional.of(EXISTS))) {
        throw refused;
      }
    }
    return existing(mailbox)
        .orElseThrow(
            () ->
                new ConnectorException(
                    Kind.MALFORMED_ANSWER, "the quarantine folder was created, but is not listed"));
  }
}
