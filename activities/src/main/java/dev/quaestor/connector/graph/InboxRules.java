package dev.quaestor.connector.graph;

import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.connector.capability.MailboxRules.Breadth;
import dev.quaestor.connector.capability.MailboxRules.Fate;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Inbox rules. Forwarding set on the mailbox itself, and transport rules, are not in Graph. */
final class InboxRules implements MailboxRules, MailForwarding {
  private static final String RULES = "/v1.0/users/{user}/mailFolders/inbox/messageRules";
  private static final String RULE = RULES + "/{rule}";
  private static final List<String> SENDING =
      List.of("forwardTo", "forwardAsAttachmentTo", "redirectTo");
  private static final List<String> WRITABLE =
      List.of("displayName", "sequence", "isEnabled", "conditions", "actions", "exceptions");
  private static final int MOST = 1000;
  private static final int MOST_WORDS = 100;
  private static final List<String> OF_SENDERS = List.of("fromAddresses", "senderContains");
  private static final List<String> OF_WORDS =
      List.of("subjectContains", "bodyContains", "bodyOrSubjectContains");

  /** What nearly all mail of a mailbox meets. */
  private static final Set<String> OF_ALL =
      Set.of("sentToMe", "sentOnlyToMe", "sentCcMe", "sentToOrCcMe");

  private final BackEndClient api;
  private final Function<MailboxRule, List<String>> outside;

  /**
   * @param outside of a rule's recipients, those that are not known to be inside
   */
  InboxRules(BackEndClient api, Function<MailboxRule, List<String>> outside) {
    this.api = api;
    this.outside = outside;
  }

  @Override
  public Map<EntityKey, List<KnownRule>> rules(List<Mailbox> mailboxes) {
    var known = mailboxes.stream().filter(m -> Messages.isAddress(m.address())).toList();
    var answers = ParallelCalls.each(known, mailbox -> known(mailbox.address()));
    var rules = new LinkedHashMap<EntityKey, List<KnownRule>>();
    for (int i = 0; i < known.size(); i++) {
      var mailbox = known.get(i);
      answers.get(i).ifPresent(all -> rules.put(mailbox.key(), all));
    }
    return rules;
  }

  private Optional<List<KnownRule>> known(String mailbox) {
    return list(mailbox)
        .map(
            rules -> {
              var folders = new RuleFolders(api, mailbox);
              return rules.stream().flatMap(r -> known(mailbox, r, folders).stream()).toList();
            });
  }

  private static Optional<KnownRule> known(String mailbox, JsonNode json, RuleFolders folders) {
    return read(mailbox, json)
        .map(
            rule ->
                new KnownRule(
                    rule,
                    rule.enabled() ? fate(json, folders) : Fate.STAYS,
                    isSet(json, "markAsRead"),
                    breadth(json),
                    words(json)));
  }

  private static boolean isSet(JsonNode rule, String action) {
    return Boolean.TRUE.equals(BackEndJson.truth(BackEndJson.field(rule, "actions"), action));
  }

  private static Fate fate(JsonNode rule, RuleFolders folders) {
    if (isSet(rule, "permanentDelete")) {
      return Fate.DESTROYED;
    }
    if (isSet(rule, "delete")) {
      return Fate.DELETED;
    }
    var folder = BackEndJson.text(BackEndJson.field(rule, "actions"), "moveToFolder");
    return folder == null || folder.isBlank() ? Fate.STAYS : folders.fate(folder);
  }

  private static Breadth breadth(JsonNode rule) {
    var breadth = Breadth.EVERYTHING;
    for (var condition : BackEndJson.field(rule, "conditions").properties()) {
      if (OF_ALL.contains(condition.getKey()) || isMetByAll(condition.getValue())) {
        continue;
      }
      if (OF_SENDERS.contains(condition.getKey())) {
        return Breadth.SENDERS;
      }
      breadth = Breadth.SOME;
    }
    return breadth;
  }

  /** Nothing is asked for, or what hardly any mail lacks, as {@code @} in its sender. */
  private static boolean isMetByAll(JsonNode condition) {
    if (condition.isArray()) {
      var trivial = condition.isEmpty();
      for (var value : condition) {
        trivial |= value.isString() && value.asString().strip().length() < 3;
      }
      return trivial;
    }
    return condition.isNull() || (condition.isBoolean() && !condition.asBoolean());
  }

  private static List<String> words(JsonNode rule) {
    var conditions = BackEndJson.field(rule, "conditions");
    return OF_WORDS.stream()
        .flatMap(name -> BackEndJson.texts(conditions, name).stream())
        .limit(MOST_WORDS)
        .toList();
  }

  private Optional<List<JsonNode>> list(String mailbox) {
    return BackEndClient.ifThere(() -> api.collect(Request.get(RULES, mailbox), MOST));
  }

  private static Optional<MailboxRule> read(String mailbox, JsonNode json) {
    var id = BackEndJson.text(json, "id");
    return Optional.ofNullable(id)
        .map(
            ruleId ->
                new MailboxRule(
                    mailbox,
                    ruleId,
                    BackEndJson.text(json, "displayName"),
                    Boolean.TRUE.equals(BackEndJson.truth(json, "isEnabled")),
                    recipients(json)));
  }

  private static List<String> recipients(JsonNode rule) {
    var addresses = new ArrayList<String>();
    var actions = BackEndJson.field(rule, "actions");
    for (var way : SENDING) {
      for (var recipient : BackEndJson.objects(actions, way)) {
        var address = address(recipient);
        if (!addresses.contains(address)) {
          addresses.add(address);
        }
      }
    }
    return addresses;
  }

  /** By its name, where it has no address: it is sent mail all the same. */
  private static String address(JsonNode recipient) {
    var said = BackEndJson.field(recipient, "emailAddress");
    var address = BackEndJson.text(said, "address");
    return address == null || address.isBlank() ? BackEndJson.textOr(said, "name", "?") : address;
  }

  @Override
  public boolean knows(MailboxRule rule) {
    return Messages.isAddress(rule.mailbox()) && !rule.ruleId().isBlank();
  }

  @Override
  public Optional<Receipt.Rule> image(MailboxRule rule) {
    return get(rule)
        .map(
            json ->
                new Receipt.Rule(
                    rule.mailbox(), rule.ruleId(), forwardsOut(rule, json), json.toString()));
  }

  private Optional<JsonNode> get(MailboxRule rule) {
    return BackEndClient.ifThere(() -> api.call(Request.get(RULE, rule.mailbox(), rule.ruleId())));
  }

  @Override
  public boolean forwards(MailboxRule rule) {
    return get(rule)
        .filter(json -> Boolean.TRUE.equals(BackEndJson.truth(json, "isEnabled")))
        .filter(json -> !recipients(json).isEmpty())
        .isPresent();
  }

  private boolean forwardsOut(MailboxRule rule, JsonNode json) {
    return Boolean.TRUE.equals(BackEndJson.truth(json, "isEnabled"))
        && !outside(rule, json).isEmpty();
  }

  /** As the rule stands now, whatever was known of it. */
  private Set<String> outside(MailboxRule rule, JsonNode json) {
    var now = new MailboxRule(rule.mailbox(), rule.ruleId(), rule.name(), true, recipients(json));
    return Set.copyOf(outside.apply(now));
  }

  @Override
  public Progress turnOff(MailboxRule rule, Mandate mandate) {
    var json = get(rule);
    if (json.isEmpty()) {
      return new Progress.Already("the mailbox has no such rule");
    }
    if (!forwardsOut(rule, json.get())) {
      return new Progress.Already("the rule does not forward outside");
    }
    api.call(
        Request.patch(
            RULE, change(json.get(), outside(rule, json.get())), rule.mailbox(), rule.ruleId()));
    return new Progress.Done("the rule no longer forwards to anyone who is not known to be inside");
  }

  /**
   * A rule that only forwards outside is switched off; one that does more loses those recipients
   * and keeps the rest. Given actions replace all former ones, so those that stay are sent along.
   */
  private static ObjectNode change(JsonNode rule, Set<String> outside) {
    var kept = BackEndJson.object();
    for (var action : BackEndJson.field(rule, "actions").properties()) {
      if (!SENDING.contains(action.getKey())) {
        kept.set(action.getKey(), action.getValue());
      } else if (action.getValue().isArray()) {
        var inside = kept.arrayNode();
        for (var recipient : action.getValue()) {
          if (!outside.contains(address(recipient))) {
            inside.add(recipient);
          }
        }
        if (!inside.isEmpty()) {
          kept.set(action.getKey(), inside);
        }
      }
    }
    var change = BackEndJson.object();
    if (doesNothing(kept)) {
      return change.put("isEnabled", false);
    }
    change.set("actions", kept);
    return change;
  }

  private static boolean doesNothing(ObjectNode actions) {
    for (var action : actions.properties()) {
      var value = action.getValue();
      var idle =
          action.getKey().equals("stopProcessingRules")
              || value.isNull()
              || (value.isBoolean() && !value.asBoolean())
              || (value.isArray() && value.isEmpty());
      if (!idle) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<String> changedSince(MailboxRule rule, Receipt.Rule left) {
    if (left.after() == null) {
      return Optional.empty();
    }
    var now = get(rule);
    if (now.isEmpty()) {
      return Optional.of("someone has deleted the rule since");
    }
    return same(now.get(), writable(parse(left.after())))
            || same(now.get(), writable(parse(left.before())))
        ? Optional.empty()
        : Optional.of("someone has changed the rule since");
  }

  @Override
  public Progress restore(MailboxRule rule, String before, Mandate mandate) {
    var wanted = writable(parse(before));
    var now = get(rule);
    if (now.isPresent()) {
      if (writable(now.get()).equals(wanted)) {
        return new Progress.Already("the rule is as it was");
      }
      api.call(Request.patch(RULE, wanted, rule.mailbox(), rule.ruleId()));
      return restored(ConnectorException.sinceActing(() -> get(rule)), wanted);
    }
    // It was deleted since; made again it has another id, by which a repeated call cannot find it.
    var equal = list(rule.mailbox()).orElse(List.of()).stream().filter(r -> same(r, wanted));
    if (equal.findFirst().isPresent()) {
      return new Progress.Already("an identical rule exists");
    }
    return restored(Optional.of(api.call(Request.post(RULES, wanted, rule.mailbox()))), wanted);
  }

  private static Progress restored(Optional<JsonNode> now, ObjectNode wanted) {
    return now.isPresent() && same(now.get(), wanted)
        ? new Progress.Done("the rule is as it was")
        : new Progress.Unseen("the change was accepted, but the rule does not show it");
  }

  /** What it does and when; its place among the others may have moved. */
  private static boolean same(JsonNode rule, ObjectNode wanted) {
    return List.of("isEnabled", "conditions", "actions", "exceptions").stream()
        .allMatch(name -> BackEndJson.field(rule, name).equals(BackEndJson.field(wanted, name)));
  }

  private static ObjectNode writable(JsonNode rule) {
    var writable = BackEndJson.object();
    for (var name : WRITABLE) {
      var value = BackEndJson.field(rule, name);
      if (!value.isMissingNode()) {
        writable.set(name, value);
      }
    }
    return writable;
  }

  private static JsonNode parse(String image) {
    try {
      var json = BackEndJson.parse(image);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException notJson) {
      // Said below.
    }
    throw new ConnectorException(Kind.REJECTED, "the recorded rule is not JSON");
  }
}
