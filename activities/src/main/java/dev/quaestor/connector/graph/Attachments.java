package dev.quaestor.connector.graph;

import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The calls on the attachments of a message. */
final class Attachments {
  private static final String ALL = "/v1.0/users/{user}/messages/{message}/attachments";
  private static final String ONE = ALL + "/{attachment}";
  private static final int MOST = 250;
  private static final int BUFFER = 64 * 1024;

  private final BackEndClient api;

  Attachments(BackEndClient api) {
    this.api = api;
  }

  /** One attachment; only a file has content of its own. */
  record Listed(String id, String name, boolean file) {}

  List<Listed> list(String mailbox, String message) {
    // Without their contents, which can be 150 MB.
    var request =
        Request.get(ALL, mailbox, message).query("$select", "id,name,contentType,size,isInline");
    return api.collect(request, MOST).stream()
        .map(
            json ->
                new Listed(
                    BackEndJson.textOr(json, "id", ""),
                    BackEndJson.textOr(json, "name", ""),
                    BackEndJson.textOr(json, "@odata.type", "#microsoft.graph.fileAttachment")
                        .endsWith("fileAttachment")))
        .filter(listed -> !listed.id().isEmpty())
        .toList();
  }

  /** Those whose content has this hash. */
  List<Listed> withHash(String mailbox, String message, String sha256) {
    return list(mailbox, message).stream()
        .filter(Listed::file)
        .filter(a -> hash(mailbox, message, a.id()).equals(Optional.of(sha256)))
        .toList();
  }

  /** Empty when it is gone meanwhile. */
  private Optional<String> hash(String mailbox, String message, String attachment) {
    var content = Request.get(ONE + "/$value", mailbox, message, attachment);
    return BackEndClient.ifThere(() -> api.fetch(content, Attachments::sha256));
  }

  void delete(String mailbox, String message, String attachment) {
    BackEndClient.ifThere(() -> api.call(Request.delete(ONE, mailbox, message, attachment)));
  }

  void addText(String mailbox, String message, String name, String text) {
    var body =
        BackEndJson.object()
            .put("@odata.type", "#microsoft.graph.fileAttachment")
            .put("name", name)
            .put("contentType", "text/plain")
            .put(
                "contentBytes",
                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    api.call(Request.post(ALL, body, mailbox, message));
  }

  private static String sha256(InputStream body) throws IOException {
    var hash = new Sha256();
    var buffer = new byte[BUFFER];
    for (int read; (read = body.read(buffer)) >= 0; ) {
      hash.add(buffer, read);
    }
    return hash.hex();
  }
}
