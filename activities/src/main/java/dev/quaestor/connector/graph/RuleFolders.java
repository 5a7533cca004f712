package dev.quaestor.connector.graph;

import dev.quaestor.connector.capability.MailboxRules.Fate;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The folders that the rules of one mailbox move mail to. A rule names its folder by an id that
 * says nothing, and folders are called otherwise in every language: the two that count most are
 * known by their well-known names. Not thread-safe.
 */
final class RuleFolders {
  private static final String FOLDER = "/v1.0/users/{user}/mailFolders/{folder}";

  /** More folders of one mailbox are not looked up. */
  private static final int MOST = 20;

  private static final List<String> WELL_KNOWN = List.of("deleteditems", "junkemail");

  /** Parts of what folders that nobody opens are called. */
  private static final List<String> HIDDEN =
      List.of("rss", "conversationhistory", "syncissues", "conflicts", "localfailures", "outbox");

  private final BackEndClient api;
  private final String mailbox;
  private final Map<String, Fate> known = new HashMap<>();

  RuleFolders(BackEndClient api, String mailbox) {
    this.api = api;
    this.mailbox = mailbox;
  }

  /**
   * @param folder its id or its well-known name
   */
  Fate fate(String folder) {
    var named = named(folder);
    if (named != Fate.FILED) {
      return named;
    }
    if (known.isEmpty()) {
      WELL_KNOWN.forEach(
          name ->
              find(name)
                  .map(json -> BackEndJson.text(json, "id"))
                  .ifPresent(id -> known.put(id, Fate.DELETED)));
    }
    var fate = known.get(folder);
    if (fate == null) {
      fate =
          known.size() < MOST
              ? find(folder).map(RuleFolders::read).orElse(Fate.UNKNOWN)
              : Fate.UNKNOWN;
      known.put(folder, fate);
    }
    return fate;
  }

  private Optional<JsonNode> find(String folder) {
    return BackEndClient.ifThere(() -> api.call(Request.get(FOLDER, mailbox, folder)));
  }

  private static Fate read(JsonNode folder) {
    return Boolean.TRUE.equals(BackEndJson.truth(folder, "isHidden"))
        ? Fate.HIDDEN
        : named(BackEndJson.textOr(folder, "displayName", ""));
  }

  private static Fate named(String name) {
    var plain = name.toLowerCase(Locale.ROOT).replace(" ", "").replace("-", "");
    if (WELL_KNOWN.contains(plain)) {
      return Fate.DELETED;
    }
    // An id is long and drawn by lot: it may hold any three letters.
    return plain.length() < 40 && HIDDEN.stream().anyMatch(plain::contains)
        ? Fate.HIDDEN
        : Fate.FILED;
  }
}
