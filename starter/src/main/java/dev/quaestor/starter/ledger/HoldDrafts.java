package dev.quaestor.starter.ledger;

import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.starter.ledger.Holds.Hold;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the holds of actions come to in one transaction: read once, changed as the events come, and
 * written once. What others want is looked at where it is, by {@link Holds}.
 */
final class HoldDrafts {
  private final JdbcClient jdbc;
  private final JdbcTemplate rows;
  private final Holds holds;

  /** By action and by the hash of a name. */
  private final SortedMap<String, SortedMap<String, Draft>> drafts = new TreeMap<>();

  private final Set<String> over = new TreeSet<>();

  HoldDrafts(JdbcClient jdbc, JdbcTemplate rows, Holds holds) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.holds = holds;
  }

  /** One row of {@code state_hold}. */
  private static final class Draft {
    final String kind;
    final @Nullable String caseId;

    /** As it is in the table; null where it is not there. */
    final @Nullable Hold stored;

    Hold hold;

    Draft(String kind, @Nullable String caseId, @Nullable Hold stored, Hold hold) {
      this.kind = kind;
      this.caseId = caseId;
      this.stored = stored;
      this.hold = hold;
    }
  }

  /** Reads at once what these hold, and keeps others from it until the transaction has ended. */
  void know(Collection<String> actionIds) {
    var unknown =
        actionIds.stream().map(Storable::of).filter(id -> !drafts.containsKey(id)).toList();
    if (unknown.isEmpty()) {
      return;
    }
    unknown.forEach(id -> drafts.put(id, new TreeMap<>()));
    jdbc.sql(
            """
            select action_id, name_hash, kind, investigation_id, hold from state_hold
            where action_id = any(?) order by action_id, name_hash for update""")
        .param(unknown.toArray(String[]::new))
        .query(
            row -> {
              var hold = Columns.name(row, "hold", Hold.class);
              drafts
                  .getOrDefault(row.getString("action_id"), new TreeMap<>())
                  .put(
                      row.getString("name_hash"),
                      new Draft(
                          row.getString("kind"), row.getString("investigation_id"), hold, hold));
            });
  }

  private SortedMap<String, Draft> ofAction(String actionId) {
    var id = Storable.of(actionId);
    know(List.of(id));
    return drafts.getOrDefault(id, new TreeMap<>());
  }

  Optional<Hold> of(String actionId) {
    return ofAction(actionId).values().stream().map(draft -> draft.hold).findFirst();
  }

  /** What is known already keeps where it is: a call that comes late claims nothing anew. */
  void name(String actionId, @Nullable String caseId, HeldState state) {
    name(actionId, caseId, state, of(actionId).orElse(Hold.CLAIMED));
  }

  private void name(String actionId, @Nullable String caseId, HeldState state, Hold hold) {
    var known = ofAction(actionId);
    for (var name : state.names()) {
      known.putIfAbsent(
          Sha256.of(name), new Draft(state.kind().name(), Storable.orNull(caseId), null, hold));
    }
  }

  /** What was to end a state has ended it, or will not. */
  void endedState(String actionId) {
    set(actionId, Hold.RELEASED);
  }

  /** Its run has ended; what was let go of meanwhile stays so. */
  void ended(String actionId, boolean good) {
    of(actionId)
        .filter(hold -> hold == Hold.CLAIMED || (good && hold == Hold.DROPPED))
        .ifPresent(hold -> set(actionId, good ? Hold.HELD : Hold.DROPPED));
  }

  private void set(String actionId, Hold hold) {
    ofAction(actionId).values().forEach(draft -> draft.hold = hold);
  }

  /**
   * The case is over: what it had begun and nobody brought to an end wants nothing any longer.
   *
   * @param planned whether policy planned an action of the case, of those that this transaction
   *     knows
   */
  void over(String caseId, Predicate<String> planned) {
    over.add(caseId);
    drafts.forEach(
        (actionId, names) ->
            names.values().stream()
                .filter(draft -> draft.hold == Hold.CLAIMED && caseId.equals(draft.caseId))
                .filter(draft -> planned.test(actionId))
                .forEach(draft -> draft.hold = Hold.DROPPED));
  }

  /** An undo of it has ended, which concerns others' holds too: as {@link Holds#undone}. */
  void undone(String actionId, Execution how) {
    write();
    holds.undone(actionId, how);
    drafts.clear();
  }

  /**
   * Says so, of each, before the world is looked at; after all that is folded is written.
   *
   * @return one answer each, in their order
   */
  List<Claimed> claim(List<Claim> claims) {
    if (claims.isEmpty()) {
      return List.of();
    }
    var known = known(claims);
    var alone = new ArrayList<Map<String, @Nullable Object>>();
    var seen = new HashSet<String>();
    var isAlone = new ArrayList<Boolean>();
    for (var claim : claims) {
      var id = Storable.of(claim.actionId());
      var names = claim.state().names().stream().map(Sha256::of).distinct().sorted().toList();
      var places = names.stream().map(n -> thing(claim.state().kind().name(), n)).toList();
      boolean nobodyKnows =
          !known.contains(id) && places.stream().noneMatch(known::contains) && seen.add(id);
      nobodyKnows = places.stream().filter(seen::add).count() == places.size() && nobodyKnows;
      isAlone.add(nobodyKnows);
      if (nobodyKnows) {
        names.forEach(
            name ->
                alone.add(
                    row(
                        id,
                        name,
                        new Draft(
                            claim.state().kind().name(),
                            Storable.orNull(claim.investigationId()),
                            null,
                            claim.ends() ? Hold.RELEASING : Hold.CLAIMED))));
      }
    }
    ADD.run(rows, alone);
    var claimed = new ArrayList<Claimed>();
    for (int i = 0; i < claims.size(); i++) {
      claimed.add(isAlone.get(i) ? new Claimed(false, List.of()) : holds.claim(claims.get(i)));
    }
    return claimed;
  }

  /** Which of these actions, and of the things that they claim, somebody has spoken of before. */
  private Set<String> known(List<Claim> claims) {
    var known = new HashSet<String>();
    jdbc.sql(
            """
            select action_id, kind, name_hash from state_hold where action_id = any(:actions)
            union all
            select cast(null as varchar), kind, name_hash from state_hold
            where kind = any(:kinds) and name_hash = any(:names)""")
        .param(
            "actions",
            claims.stream().map(c -> Storable.of(c.actionId())).distinct().toArray(String[]::new))
        .param(
            "kinds",
            claims.stream().map(c -> c.state().kind().name()).distinct().toArray(String[]::new))
        .param(
            "names",
            claims.stream()
                .flatMap(c -> c.state().names().stream())
                .map(Sha256::of)
                .distinct()
                .toArray(String[]::new))
        .query(
            row -> {
              @Nullable String id = row.getString("action_id");
              known.add(id == null ? thing(row.getString("kind"), row.getString("name_hash")) : id);
            });
    return known;
  }

  private static String thing(String kind, String hash) {
    return kind + "\n" + hash;
  }

  private static final RowStatement ADD =
      RowStatement.of(
          """
          insert into state_hold (action_id, name_hash, kind, investigation_id, hold)
          values (:id, :name, :kind, :case, :hold)""");

  private static final RowStatement CHANGE =
      RowStatement.of(
          "update state_hold set hold = :hold where action_id = :id and name_hash = :name");

  /** What this transaction knows of is written after it, as it has come to be. */
  private static final RowStatement OVER =
      RowStatement.of(
          """
          update state_hold set hold = 'DROPPED' where investigation_id = :case and hold = 'CLAIMED'
            and exists (
              select 1 from action a
              where a.action_id = state_hold.action_id and a.requested_by is null)""");

  private static Map<String, @Nullable Object> row(String actionId, String name, Draft draft) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", actionId);
    row.put("name", name);
    row.put("kind", draft.kind);
    row.put("case", draft.caseId);
    row.put("hold", draft.hold.name());
    return row;
  }

  /** Writes what has changed; what is asked for after that is read anew. */
  void write() {
    OVER.run(rows, over.stream().map(id -> Map.<String, @Nullable Object>of("case", id)).toList());
    ADD.run(rows, drafted(draft -> draft.stored == null));
    CHANGE.run(rows, drafted(draft -> draft.stored != null && draft.stored != draft.hold));
    over.clear();
    drafts.clear();
  }

  private List<Map<String, @Nullable Object>> drafted(Predicate<Draft> which) {
    var found = new ArrayList<Map<String, @Nullable Object>>();
    drafts.forEach(
        (actionId, names) ->
            names.forEach(
                (name, draft) -> {
                  if (which.test(draft)) {
                    found.add(row(actionId, name, draft));
                  }
                }));
    return found;
  }
}
