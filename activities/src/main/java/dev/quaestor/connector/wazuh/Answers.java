package dev.quaestor.connector.wazuh;

import com.google.re2j.Pattern;
import dev.quaestor.connector.PlainSentence;
import dev.quaestor.connector.http.BackEndJson;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent's script has written in {@code /var/ossec/logs/quaestor.json}, as the manager made
 * alerts of it and the indexer keeps them.
 *
 * @param newestFirst by the manager's clock, and then by their place in its file
 */
record Answers(List<Answer> newestFirst) {
  /** Of {@code docker/wazuh/quaestor_rules.xml}. Nothing that is only logged somewhere has it. */
  static final String RULE = "117200";

  static final String LOG = "/var/ossec/logs/quaestor.json";

  private static final int MOST = 200;
  private static final Pattern WORD = Pattern.compile("[A-Z][A-Z0-9_]{0,59}");
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}[.][0-9]{1,18}");

  Answers {
    newestFirst = List.copyOf(newestFirst);
  }

  /** How an order ended. */
  enum Outcome {
    DONE,
    ALREADY,
    UNSEEN,
    REFUSED
  }

  /**
   * One line.
   *
   * @param action by whose order
   * @param state how the host stands now; empty where that was not looked at
   * @param by the action that the state is by; empty for none
   */
  record Answer(
      String action,
      String verb,
      Outcome outcome,
      String code,
      String state,
      String by,
      String detail) {}

  /** All that one agent has written lately. */
  static Answers of(Indexer indexer, Agent agent) {
    return read(indexer, agent, null);
  }

  /** What it has written of one action. */
  static Answers of(Indexer indexer, Agent agent, String action) {
    return read(indexer, agent, action);
  }

  /** The clause by which such alerts are told from all others. */
  static ObjectNode ours() {
    var bool = BackEndJson.object();
    var filter = bool.putArray("filter");
    filter.add(term("rule.id", RULE));
    filter.add(term("location", LOG));
    return BackEndJson.object().set("bool", bool);
  }

  private static ObjectNode term(String field, String value) {
    return BackEndJson.object().set("term", BackEndJson.object().put(field, value));
  }

  private static Answers read(Indexer indexer, Agent agent, @Nullable String action) {
    var search = BackEndJson.object().put("size", MOST);
    var order = BackEndJson.object().put("order", "desc").put("unmapped_type", "date");
    search.putArray("sort").add(BackEndJson.object().set("timestamp", order));
    var bool = BackEndJson.object();
    var filter = bool.putArray("filter");
    filter.add(ours());
    filter.add(term("agent.id", agent.id()));
    if (action != null) {
      filter.add(term("data.quaestor.action", action));
    }
    search.set("query", BackEndJson.object().set("bool", bool));
    return new Answers(
        indexer.hits(search).stream()
            .map(hit -> BackEndJson.field(hit, "_source"))
            .filter(alert -> isOf(alert, agent))
            .filter(alert -> Indexer.timestamp(alert) != null)
            .sorted(NEWEST)
            .flatMap(alert -> answer(alert).stream())
            .filter(answer -> action == null || answer.action().equals(action))
            .toList());
  }

  /** The manager's word for whose key the line came by. */
  private static boolean isOf(JsonNode alert, Agent agent) {
    return agent.id().equals(BackEndJson.text(BackEndJson.field(alert, "agent"), "id"))
        && RULE.equals(BackEndJson.text(BackEndJson.field(alert, "rule"), "id"))
        && LOG.equals(BackEndJson.text(alert, "location"));
  }

  /** Alerts of one moment are told apart by their ids: a time, and an offset in the file. */
  private static final Comparator<JsonNode> NEWEST =
      Comparator.comparing(
              (JsonNode alert) ->
                  Objects.requireNonNullElse(Indexer.timestamp(alert), Instant.EPOCH))
          .thenComparing(Answers::place)
          .reversed();

  private static BigInteger place(JsonNode alert) {
    var id = BackEndJson.textOr(alert, "id", "");
    return ID.matches(id) ? new BigInteger(id.substring(id.indexOf('.') + 1)) : BigInteger.ZERO;
  }

  private static Optional<Answer> answer(JsonNode alert) {
    var line = BackEndJson.field(BackEndJson.field(alert, "data"), "quaestor");
    var action = BackEndJson.text(line, "action");
    var outcome =
        Stream.of(Outcome.values())
            .filter(one -> one.name().equals(BackEndJson.text(line, "outcome")))
            .findFirst();
    if (action == null || outcome.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer(
            action,
            BackEndJson.textOr(line, "verb", ""),
            outcome.get(),
            word(line, "code"),
            word(line, "state"),
            PlainSentence.of(BackEndJson.textOr(line, "by", "").strip()),
            PlainSentence.of(BackEndJson.textOr(line, "detail", "").strip())));
  }

  /** The host may be hostile, and this becomes part of an outcome. */
  private static String word(JsonNode line, String name) {
    var text = BackEndJson.textOr(line, name, "");
    return WORD.matches(text) ? text : "";
  }

  /** The newest that tells how the host stands. */
  Optional<Answer> standing() {
    return newestFirst.stream().filter(answer -> !answer.state().isEmpty()).findFirst();
  }

  /** To one kind of order. */
  List<Answer> to(String verb) {
    return newestFirst.stream().filter(answer -> answer.verb().equals(verb)).toList();
  }
}
