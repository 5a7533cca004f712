package dev.quaestor.starter.web;

import com.google.re2j.Pattern;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Things that a person names in a form, a kind and a word for each, as the API would have them in
 * JSON.
 */
record EntityForm(List<Row> rows) {
  /** So many rows an empty form has; a full one may have {@link #MOST}. */
  static final int USUAL = 3;

  private static final int MOST = 50;

  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");
  private static final Pattern GUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

  /**
   * One thing.
   *
   * @param where the id of its device, or its mailbox; empty for what lives on neither
   */
  record Row(Kind kind, String value, String where) {
    boolean isEmpty() {
      return value.isEmpty() && where.isEmpty();
    }
  }

  /** What can be named so, and how. */
  enum Kind {
    DEVICE("Device, by name or id"),
    FILE("File, by hash or full path"),
    PROCESS("Process, by command line"),
    URL("URL"),
    IP("IP address"),
    MAIL_MESSAGE("Message, by Message-ID"),
    MAILBOX("Mailbox"),
    USER("User"),
    REGISTRY_ENTRY("Registry key"),
    SCHEDULED_TASK("Scheduled task"),
    SERVICE("Service"),
    DRIVER("Driver");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }

    EntityKind entity() {
      return EntityKind.valueOf(name());
    }
  }

  static EntityForm empty() {
    return of(new LinkedMultiValueMap<>(), USUAL);
  }

  /**
   * What was sent, with so many rows at least. It is read from the map: bound to a list, the only
   * value of a field would be cut at its commas.
   */
  static EntityForm of(MultiValueMap<String, String> sent, int least) {
    var kinds = sent.getOrDefault("kind", List.of());
    var values = sent.getOrDefault("value", List.of());
    var wheres = sent.getOrDefault("where", List.of());
    if (values.size() > MOST || kinds.size() != values.size() || wheres.size() != values.size()) {
      throw PageRefusal.badRequest(
          "Each thing needs a kind, a word and a place, and there may be %d at most."
              .formatted(MOST));
    }
    var rows = new ArrayList<Row>();
    for (int i = 0; i < values.size(); i++) {
      rows.add(new Row(kind(kinds.get(i)), clean(values.get(i)), clean(wheres.get(i))));
    }
    while (rows.size() < Math.min(least, MOST)) {
      rows.add(new Row(Kind.DEVICE, "", ""));
    }
    return new EntityForm(List.copyOf(rows));
  }

  private static Kind kind(String name) {
    return Arrays.stream(Kind.values())
        .filter(k -> k.name().equals(name))
        .findFirst()
        .orElseThrow(() -> PageRefusal.badRequest("There is no such kind of thing."));
  }

  private static String clean(String text) {
    return Storable.of(text.strip());
  }

  /** As the API takes them; rows with nothing in them are none. */
  List<Map<String, Object>> entities() {
    return rows.stream().filter(r -> !r.isEmpty()).map(EntityForm::entity).toList();
  }

  static Map<String, Object> entity(Row row) {
    var entity = new LinkedHashMap<String, Object>();
    entity.put("type", row.kind().entity().wireName());
    var value = row.value();
    switch (row.kind()) {
      case DEVICE -> put(entity, isHex(value, 40) || isGuid(value) ? "deviceId" : "name", value);
      case FILE -> {
        file(entity, value);
        put(entity, "deviceId", row.where());
      }
      case PROCESS -> {
        put(entity, "commandLine", value);
        put(entity, "deviceId", row.where());
      }
      case URL, IP -> put(entity, "value", value);
      case MAIL_MESSAGE -> {
        put(entity, "internetMessageId", value);
        put(entity, "recipient", row.where());
      }
      case MAILBOX -> put(entity, "address", value);
      case USER -> put(entity, user(value), value);
      case REGISTRY_ENTRY -> {
        put(entity, "registryKey", value);
        put(entity, "deviceId", row.where());
      }
      case SCHEDULED_TASK, SERVICE, DRIVER -> {
        put(entity, "name", value);
        put(entity, "deviceId", row.where());
      }
    }
    return entity;
  }

  private static void put(Map<String, Object> entity, String field, String value) {
    if (!value.isEmpty()) {
      entity.put(field, value);
    }
  }

  private static boolean isHex(String text, int length) {
    return text.length() == length && HEX.matches(text);
  }

  private static boolean isGuid(String text) {
    return GUID.matches(text);
  }

  /** A hash, or a path with the folder apart; the root folder is its own separator. */
  private static void file(Map<String, Object> entity, String value) {
    var hash =
        isHex(value, 64) ? "sha256" : isHex(value, 40) ? "sha1" : isHex(value, 32) ? "md5" : null;
    if (hash != null) {
      entity.put(hash, value);
      return;
    }
    int cut = Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\'));
    put(entity, "name", value.substring(cut + 1));
    if (cut >= 0) {
      entity.put("directory", value.substring(0, Math.max(cut, 1)));
    }
  }

  private static String user(String value) {
    if (value.contains("@")) {
      return "userPrincipalName";
    }
    return isGuid(value) ? "userId" : value.startsWith("S-1-") ? "sid" : "accountName";
  }
}
