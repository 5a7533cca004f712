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
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Policy;
import dev.quaestor.text.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private final Supplier<Optional<Policy>> policy;

  KnownOfActions(JdbcClient jdbc, Supplier<Optional<Policy>> policy) {
    this.jdbc = jdbc;
    this.policy = policy;
  }

  /** By the actions' ids. As many statements for many cases as for one. */
  Map<String, ActionTold> told(List<ActionRow> rows) {
    var byCase = new LinkedHashMap<String, List<ActionRow>>();
    for (var row : rows) {
      Optional.ofNullable(row.investigationId())
          .ifPresent(id -> byCase.computeIfAbsent(id, c -> new ArrayList<>()).add(row));
    }
    var asked = byCase.keySet().stream().filter(id -> any(byCase, id, KnownOfActions::isPending));
    var accounts = accounts(asked.toList());
    var ofCase = known(byCase, accounts);
    var groups = policy.get().map(DeviceGroups::new);
    var told = new LinkedHashMap<String, ActionTold>();
    for (var row : rows) {
      var known = ofCase.get(String.valueOf(row.investigationId()));
      told.put(
          row.actionId(),
          ActionTold.of(row, known == null ? CaseKnowledge.of(row.plan().seen()) : known)
              .with(
                  clickers(
                      row, accounts.getOrDefault(String.valueOf(row.investigationId()), List.of())),
                  groups));
    }
    return told;
  }

  /** Whom the case found by asking who had opened the URL. */
  private static List<String> clickers(ActionRow row, List<Assessment> accounts) {
    return row.target() instanceof Url url
        ? accounts.stream()
            .filter(a -> url.key().equals(a.evidence().foundFrom()))
            .map(a -> a.evidence().entity().label())
            .distinct()
            .toList()
        : List.of();
  }

  private Map<String, CaseKnowledge> known(
      Map<String, List<ActionRow>> byCase, Map<String, List<Assessment>> accounts) {
    var all = pieces(wanted(byCase));
    var where = new LinkedHashMap<String, Set<EntityKey>>();
    accounts.forEach(
        (id, some) ->
            some.stream()
                .map(a -> a.evidence().foundFrom())
                .filter(Objects::nonNull)
                .forEach(key -> where.computeIfAbsent(id, c -> new LinkedHashSet<>()).add(key)));
    var origins = pieces(where);
    var moved =
        movedIn(
            byCase.keySet().stream()
                .filter(id -> any(byCase, id, KnownOfActions::asksAboutMail))
                .toList());
    var known = new LinkedHashMap<String, CaseKnowledge>();
    byCase.forEach(
        (id, rows) -> {
          var pieces = new LinkedHashMap<EntityKey, Assessment>();
          // What the case knows is newer than what was seen when somebody proposed something.
          rows.forEach(row -> row.plan().seen().forEach(a -> pieces.put(a.key(), a)));
          Stream.of(all, origins, accounts)
              .flatMap(some -> some.getOrDefault(id, List.of()).stream())
              .forEach(a -> pieces.put(a.key(), a));
          var told = CaseKnowledge.of(List.copyOf(pieces.values()));
          known.put(id, moved.containsKey(id) ? told.after(moved.get(id)) : told);
        });
    return known;
  }

  private static boolean any(
      Map<String, List<ActionRow>> byCase, String id, Predicate<ActionRow> what) {
    return byCase.getOrDefault(id, List.of()).stream().anyMatch(what);
  }

  private static Map<String, Set<EntityKey>> wanted(Map<String, List<ActionRow>> byCase) {
    var wanted = new LinkedHashMap<String, Set<EntityKey>>();
    byCase.forEach(
        (id, rows) -> {
          var keys = new LinkedHashSet<EntityKey>();
          for (var row : rows) {
            CaseKnowledge.keyOfDevice(row.target()).ifPresent(keys::add);
            if (isPending(row)) {
              keys.addAll(row.plan().evidence());
              keys.add(row.target().key());
            }
          }
          wanted.put(id, keys);
        });
    return wanted;
  }

  private static boolean asksAboutMail(ActionRow row) {
    return isPending(row) && row.action() instanceof EmailAction.OnMessages;
  }

  /** What a case's own actions have done to mail, as far as nobody has taken it back. */
  MovedMail moved(String caseId) {
    return movedIn(List.of(caseId)).getOrDefault(caseId, MovedMail.none());
  }

  private Map<String, MovedMail> movedIn(List<String> cases) {
    var done = new LinkedHashMap<String, List<MovedMail.Done>>();
    cases.forEach(id -> done.put(id, new ArrayList<>()));
    if (!cases.isEmpty()) {
      jdbc.sql(
              """
              select investigation_id, body, receipt from action
              where investigation_id in (:cases) and receipt is not null
                and execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED')
                and undo_state not in ('UNDONE', 'HELD_BY_OTHERS') and type in (:types)
              order by position\
              """)
          .param("cases", cases)
          .param("types", ON_MAIL)
          .query(
              row -> {
                Objects.requireNonNull(done.get(row.getString("investigation_id")))
                    .add(
                        new MovedMail.Done(
                            Columns.value(row, "body", RemediationAction.class),
                            Columns.value(row, "receipt", Receipt.class)));
              });
    }
    var moved = new LinkedHashMap<String, MovedMail>();
    done.forEach((id, all) -> moved.put(id, MovedMail.by(all)));
    return moved;
  }

  private static boolean isPending(ActionRow row) {
    return row.decision().status() == DecisionStatus.PENDING;
  }

  /** What each case has of what is wanted of it. */
  private Map<String, List<Assessment>> pieces(Map<String, Set<EntityKey>> wanted) {
    var hashes = new LinkedHashMap<String, Set<String>>();
    wanted.forEach(
        (id, keys) -> {
          if (!keys.isEmpty()) {
            hashes.put(
                id, keys.stream().map(k -> Sha256.of(k.value())).collect(Collectors.toSet()));
          }
        });
    var found = new LinkedHashMap<String, List<Assessment>>();
    if (hashes.isEmpty()) {
      return found;
    }
    jdbc.sql(
            """
            select investigation_id, entity_hash, assessment from evidence
            where investigation_id in (:cases) and entity_hash in (:hashes) order by position\
            """)
        .param("cases", List.copyOf(hashes.keySet()))
        .param("hashes", hashes.values().stream().flatMap(Set::stream).distinct().toList())
        .query(
            row -> {
              var id = row.getString("investigation_id");
              // What another case wants of the same name is not asked for here.
              if (hashes.getOrDefault(id, Set.of()).contains(row.getString("entity_hash"))) {
                found
                    .computeIfAbsent(id, c -> new ArrayList<>())
                    .add(Columns.value(row, "assessment", Assessment.class));
              }
            });
    return found;
  }

  private Map<String, List<Assessment>> accounts(List<String> cases) {
    var found = new LinkedHashMap<String, List<Assessment>>();
    if (cases.isEmpty()) {
      return found;
    }
    jdbc.sql(
            """
            select e.investigation_id, e.assessment from (
              select investigation_id, entity_hash,
                row_number() over (partition by investigation_id order by position) as nth
              from evidence where investigation_id in (:cases) and kind = :kind) n
            join evidence e on e.investigation_id = n.investigation_id
              and e.entity_hash = n.entity_hash
            where n.nth <= :most order by e.position\
            """)
        .param("cases", cases)
        .param("kind", EntityKind.USER.name())
        .param("most", ACCOUNTS)
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getString("investigation_id"), c -> new ArrayList<>())
                  .add(Columns.value(row, "assessment", Assessment.class));
            });
    return found;
  }
}
