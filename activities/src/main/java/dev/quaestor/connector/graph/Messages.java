package dev.quaestor.connector.graph;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The calls on messages and folders, one method each. */
final class Messages {
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s/\\\\]+@[^@\\s/\\\\]+");

  static final String RECOVERABLE = "recoverableitemsdeletions";
  private static final String FIELDS = "id,parentFolderId,internetMessageId";
  private static final int COPIES = 50;

  private final BackEndClient api;
  private final QuarantineFolders quarantine;

  Messages(BackEndClient api, QuarantineFolders quarantine) {
    this.api = api;
    this.quarantine = quarantine;
  }

  /** A message where it is now. */
  record Found(String id, String folderId) {}

  /** A folder; the name is for people. */
  record Folder(String id, @Nullable String name) {}

  static boolean isAddress(@Nullable String text) {
    return text != null && text.length() <= 320 && ADDRESS.matches(text);
  }

  /**
   * Every copy among the mailbox's messages; where there is none, those that are only recoverable,
   * and where there is none of these either, those in our own quarantine. Graph does not say
   * whether what is in a hidden folder is among the mailbox's messages: one of the first may lie in
   * our quarantine too.
   */
  List<Found> find(String mailbox, String internetMessageId) {
    var listed = find("/v1.0/users/{user}/messages", internetMessageId, mailbox);
    if (!listed.isEmpty()) {
      return listed;
    }
    var recoverable = findIn(mailbox, RECOVERABLE, internetMessageId);
    return recoverable.isEmpty() ? quarantined(mailbox, internetMessageId) : recoverable;
  }

  /** Every copy in our own quarantine, which is not made for that. */
  List<Found> quarantined(String mailbox, String internetMessageId) {
    return quarantine
        .existing(mailbox)
        .map(folder -> findIn(mailbox, folder, internetMessageId))
        .orElse(List.of());
  }

  /** Whether the folder is our own quarantine. */
  boolean isQuarantine(String mailbox, String folderId) {
    return quarantine.existing(mailbox).equals(Optional.of(folderId));
  }

  /** Every copy in one folder. */
  List<Found> findIn(String mailbox, String folder, String internetMessageId) {
    return find(
        "/v1.0/users/{user}/mailFolders/{folder}/messages", internetMessageId, mailbox, folder);
  }

  private List<Found> find(String path, String internetMessageId, String... values) {
    var request =
        Request.get(path, values)
            .query("$filter", "internetMessageId eq " + Request.literal(internetMessageId))
            .query("$select", FIELDS);
    return BackEndClient.ifThere(() -> api.collect(request, COPIES)).orElse(List.of()).stream()
        // The filter is asked for, not relied upon.
        .filter(m -> internetMessageId.equals(BackEndJson.text(m, "internetMessageId")))
        .map(Messages::read)
        .toList();
  }

  Optional<Found> get(String mailbox, String id) {
    var request =
        Request.get("/v1.0/users/{user}/messages/{message}", mailbox, id).query("$select", FIELDS);
    return BackEndClient.ifThere(() -> read(api.call(request)));
  }

  /**
   * @param idOrName a folder's id or well-known name
   */
  Folder folder(String mailbox, String idOrName) {
    var request =
        Request.get("/v1.0/users/{user}/mailFolders/{folder}", mailbox, idOrName)
            .query("$select", "id,displayName");
    var json = api.call(request);
    return new Folder(
        BackEndJson.textOr(json, "id", idOrName), BackEndJson.text(json, "displayName"));
  }

  /**
   * @return empty when the message or the folder is not there
   */
  Optional<Found> move(String mailbox, String id, String folder) {
    return transfer("/v1.0/users/{user}/messages/{message}/move", mailbox, id, folder);
  }

  /**
   * @return empty when the message or the folder is not there
   */
  Optional<Found> copy(String mailbox, String id, String folder) {
    return transfer("/v1.0/users/{user}/messages/{message}/copy", mailbox, id, folder);
  }

  private Optional<Found> transfer(String path, String mailbox, String id, String folder) {
    var request =
        Request.post(path, BackEndJson.object().put("destinationId", folder), mailbox, id);
    return BackEndClient.ifThere(() -> read(api.call(request)));
  }

  /**
   * @return whether it was there
   */
  boolean purge(String mailbox, String id) {
    var request =
        Request.order("/v1.0/users/{user}/messages/{message}/permanentDelete", mailbox, id);
    return BackEndClient.ifThere(() -> api.call(request)).isPresent();
  }

  /** Reads the raw message, as it came. */
  <T> T mime(String mailbox, String id, BackEndClient.BodyReader<T> reader) {
    return api.fetch(
        Request.get("/v1.0/users/{user}/messages/{message}/$value", mailbox, id), reader);
  }

  private static Found read(JsonNode json) {
    var id = BackEndJson.text(json, "id");
    var folder = BackEndJson.text(json, "parentFolderId");
    if (id == null || folder == null) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "Graph returned a message without its id or folder");
    }
    return new Found(id, folder);
  }
}
