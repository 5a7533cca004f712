package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.MovedMail;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.text.Sha256;
import java.util.Arrays;
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

  private static final List<String> ON_MAIL =
      Arrays.stream(ActionType.values())
          .filter(type -> type.area() == Area.EMAIL)
          .map(Enum::name)
          .toList();

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
        keys.add(row.target().key());
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
    var known = CaseKnowledge.of(List.copyOf(pieces.values()));
    return rows.stream().anyMatch(KnownOfActions::asksAboutMail)
        ? known.after(moved(caseId))
        : known;
  }

  private static boolean asksAboutMail(ActionRow row) {
    return isPending(row) && row.action() instanceof EmailAction.OnMessages;
  }

  /** What a case's own actions have done to mail, as far as nobody has taken it back. */
  MovedMail moved(String caseId) {
    return MovedMail.by(
        jdbc.sql(
                """
                select body, receipt from action
                where investigation_id = :case and receipt is not null
                  and execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED')
                  and undo_state not in ('UNDONE', 'HELD_BY_OTHERS') and type in (:types)
                order by position\
                """)
            .param("case", caseId)
            .param("types", ON_MAIL)
            .query(
                (row, n) ->
                    new MovedMail.Done(
                        Columns.value(row, "body", RemediationAction.class),
                        Columns.value(row, "receipt", Receipt.class)))
            .list());
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
                where investigation_id = :case and entity_hash in (:hashes) order by position\
                """)
            .param("case", caseId)
            .param("hashes", keys.stream().map(k -> Sha256.of(k.value())).toList())
            .query((row, n) -> Columns.value(row, "assessment", Assessment.class))
            .list();
  }

  private List<Assessment> accounts(String caseId) {
    return jdbc.sql(
            """
            select assessment from evidence
            where investigation_id = :case and kind = :kind order by position limit :most\
            """)
        .param("case", caseId)
        .param("kind", EntityKind.USER.name())
        .param("most", ACCOUNTS)
        .query((row, n) -> Columns.value(row, "assessment", Assessment.class))
        .list();
  }
}
