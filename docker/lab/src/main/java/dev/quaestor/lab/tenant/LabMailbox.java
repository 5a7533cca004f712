package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One mailbox: its messages, newest last, and its inbox rules as the API writes them. */
public final class LabMailbox {

  private final String address;
  private final List<MailItem> items = new ArrayList<>();
  private final List<Folder> madeFolders = new ArrayList<>();
  private final Map<String, ObjectNode> rules = new LinkedHashMap<>();

  LabMailbox(String address) {
    this.address = address;
  }

  public String address() {
    return address;
  }

  public List<MailItem> items() {
    return List.copyOf(items);
  }

  /** A message by its present id; purged ones are out of reach. */
  public Optional<MailItem> item(String id) {
    return items.stream()
        .filter(item -> item.id().equals(id) && item.folder() != Folder.PURGED)
        .findFirst();
  }

  public Map<String, ObjectNode> rules() {
    return rules;
  }

  List<Folder> madeFolders() {
    return List.copyOf(madeFolders);
  }

  /** Makes a folder; empty when there is one of that name. */
  public Optional<Folder> makeFolder(String displayName, boolean hidden) {
    if (Folder.of(this).stream().anyMatch(f -> f.displayName().equalsIgnoreCase(displayName))) {
      return Optional.empty();
    }
    Folder folder = Folder.made(madeFolders.size() + 1L, displayName, hidden);
    madeFolders.add(folder);
    return Optional.of(folder);
  }

  /** A second copy of a message, in that folder, under an id of its own. */
  public MailItem copy(MailItem item, Folder folder) {
    MailItem copy =
        new MailItem(item.mail(), item.networkMessageId(), item.received(), item.deliveredTo());
    copy.place(folder);
    items.add(copy);
    return copy;
  }

  void add(MailItem item) {
    items.add(item);
  }

  /** Adds a rule with the fields given over the defaults, under a new id made from the number. */
  public ObjectNode addRule(long number, ObjectNode given) {
    ObjectNode rule = LabJson.object();
    String id = "AQAAAJ5d" + Long.toString(number, 36) + "=";
    rule.put("id", id);
    rule.put("displayName", LabJson.text(given, "displayName"));
    rule.put("sequence", given.path("sequence").asInt(rules.size() + 1));
    rule.put("isEnabled", given.path("isEnabled").asBoolean(true));
    rule.put("hasError", false);
    rule.put("isReadOnly", false);
    for (String field : List.of("conditions", "actions", "exceptions")) {
      JsonNode value = given.get(field);
      if (value != null && value.isObject()) {
        rule.set(field, value);
      }
    }
    rules.put(id, rule);
    return rule;
  }
}
