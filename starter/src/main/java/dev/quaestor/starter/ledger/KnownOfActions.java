package dev.quaestor.starter.ledger;

import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.text.Sha256;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What cases know of the things that their actions name: of each no more than is told of it. */
final class KnownOfActions {
  /** More accounts than anybody reads. */
  private static final int ACCOUNTS = 200;

  private final JdbcClient jdbc;

  KnownOfActions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** By the actions' ids. */
  Map<String, ActionTold> told(List<ActionRow> rows) {
    var ofCase = new LinkedHashMap<String, CaseKnowledge>();
    var told = new LinkedHashMap<String, ActionTold>();
    for (var row : rows) {
      var id = row.investigationId();
      var known =
          id == null
              ? CaseKnowledge.of(row.plan().seen())
              : ofCase.computeIfAbsent(
                  id,
                  one ->
                      known(
                          one, rows.stream().filter(r -> id.equals(r.investigationId())).toList()));
      told.put(row.actionId(), ActionTold.of(row, known));
    }
    return told;
  }

  private CaseKnowledge known(String caseId, List<ActionRow> rows) {
    var keys = new LinkedHashSet<EntityKey>();
    for (var row : rows) {
      CaseKnowledge.keyOfDevice(row.target()).ifPresent(keys::add);
      if (isPending(row)) {
        keys.addAll(row.plan().evidence());
      }
    }
    var pieces = new LinkedHashMap<EntityKey, Assessment>();
    // What the case knows is newer than what was seen when somebody proposed something.
    rows.forEach(row -> row.plan().seen().forEach(a -> pieces.put(a.key(), a)));
    pieces(caseId, keys).forEach(a -> pieces.put(a.key(), a));
    if (rows.stream().anyMatch(KnownOfActions::isPending)) {
      var accounts = accounts(caseId);
      var where = new LinkedHashSet<EntityKey>();
      accounts.stream()
          .map(a -> a.evidence().foundFrom())
          .filter(Objects::nonNull)
          .filter(from -> !pieces.containsKey(from))
          .forEach(where::add);
      pieces(caseId, where).forEach(a -> pieces.put(a.key(), a));
      accounts.forEach(a -> pieces.put(a.key(), a));
    }
    return CaseKnowledge.of(List.copyOf(pieces.values()));
  }

  private static boolean isPending(ActionRow row) {
    return row.decision().status() == DecisionStatus.PENDING;
  }

  private List<Assessment> pieces(String caseId, Set<EntityKey> keys) {
    return keys.isEmpty()
        ? List.of()
        : jdbc.sql(
                """
                select assessment from evidence
                where investigation_id = :case and entity_hash in (:hashes) order by position""")
            .param("case", caseId)
            .param("hashes", keys.stream().map(k -> Sha256.of(k.value())).toList())
            .query((row, n) -> Columns.value(row, "assessment", Assessment.class))
            .list();
  }

  private List<Assessment> accounts(String caseId) {
    return jdbc.sql(
            """
            select assessment from evidence
            where investigation_id = :case and kind = :kind order by position limit :most""")
        .param("case", caseId)
        .param("kind", EntityKind.USER.name())
        .param("most", ACCOUNTS)
        .query((row, n) -> Columns.value(row, "assessment", Assessment.class))
        .list();
  }
}
