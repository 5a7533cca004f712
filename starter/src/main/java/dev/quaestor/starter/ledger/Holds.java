package dev.quaestor.starter.ledger;

import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.ledger.Claim;
import dev.quaestor.ledger.Claimed;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who wants which lasting state. Whoever claims and whoever lets go first locks all that is known
 * of the thing and only then reads: one of two that come at once sees the other.
 *
 * <p>A hold is over no later than what it held, or nobody could end the state that somebody else
 * brings about after it:
 *
 * <ul>
 *   <li>Whoever asked for an undo wants it no longer, whatever became of the undo.
 *   <li>An order that ends the state ends it for all who held it when the order claimed it, as does
 *       who finds it absent and brings it about anew: somebody has ended it before.
 * </ul>
 *
 * Only what held when the other one claimed, and so before that one looked, is over by it: of what
 * came to hold since, nobody can tell which was first, and in doubt it holds. Who claims while an
 * order is about to end the state is told so, as of an undo.
 */
final class Holds {

  /** Where the hold of an action is. */
  enum Hold {
    /** It is about to look, or acts. */
    CLAIMED,
    /** It wanted the state, and the state is so. */
    HELD,
    /** It no longer wants it, and the state stands. */
    LET_GO,
    /** It was the last, and the state is being taken back. */
    RELEASING,
    /** The state that it wanted is over; what stands in its place is somebody else's. */
    RELEASED,
    /** It never came to anything. */
    DROPPED
  }

  /** How many actions of one state a back end's own record is compared with. */
  private static final int MOST_OURS = 100;

  /**
   * What of an attachment's hold goes back with the message as a whole: nobody wants the attachment
   * out any more, and only the message was still wanted away.
   */
  private static final String ORIGINAL_FREE =
      """
      s.kind = 'SOFT_DELETE_EMAIL' and o.kind = 'QUARANTINE_ATTACHMENT' and o.hold = 'LET_GO'
        and not exists (
          select 1 from state_hold h where h.kind = o.kind and h.name_hash = o.name_hash
            and h.hold in ('CLAIMED', 'HELD'))""";

  private final JdbcClient jdbc;

  Holds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Says so before the world is looked at. */
  Claimed claim(Claim claim) {
    var id = claim.actionId();
    name(
        id,
        claim.investigationId(),
        claim.state(),
        of(id).orElse(claim.ends() ? Hold.RELEASING : Hold.CLAIMED));
    lock(id);
    return new Claimed(
        !others(id, Set.of(Hold.RELEASING)).isEmpty(),
        others(id, Set.of(Hold.HELD, Hold.LET_GO)).stream().limit(Claimed.MOST).toList());
  }

  private void name(String actionId, @Nullable String caseId, HeldState state, Hold hold) {
    var known =
        Set.copyOf(
            jdbc.sql("select name_hash from state_hold where action_id = ?")
                .param(Storable.of(actionId))
                .query(String.class)
                .list());
    for (var name : state.names()) {
      var hash = Sha256.of(name);
      if (!known.contains(hash)) {
        jdbc.sql(
                """
                insert into state_hold (action_id, name_hash, kind, investigation_id, hold)
                values (:id, :name, :kind, :case, :hold)""")
            .param("id", Storable.of(actionId))
            .param("name", hash)
            .param("kind", state.kind().name())
            .param("case", Storable.orNull(caseId))
            .param("hold", hold.name())
            .update();
      }
    }
  }

  Optional<Hold> of(String actionId) {
    return jdbc
        .sql("select distinct hold from state_hold where action_id = ?")
        .param(Storable.of(actionId))
        .query((row, n) -> Columns.name(row, "hold", Hold.class))
        .list()
        .stream()
        .findFirst();
  }

  /**
   * An undo of it has ended: with it for those too that had let go of the same before. Of those
   * that took a file away by themselves each is told by itself, because one way back need not be
   * all's. One that did not take it back lets go all the same.
   */
  void undone(String actionId, Execution how) {
    var id = Storable.of(actionId);
    var isBack = how.isGood() || how == Execution.HELD_BY_OTHERS;
    var isOver = isBack || how == Execution.CHANGED_SINCE;
    if (isBack) {
      jdbc.sql(
              """
              update state_hold set hold = 'RELEASED' where hold = 'LET_GO'
                and (action_id, name_hash) in (
                  select o.action_id, o.name_hash from state_hold o
                  join state_hold s on s.name_hash = o.name_hash
                  where s.action_id = :id and s.hold = 'RELEASING' and %s)"""
                  .formatted(ORIGINAL_FREE))
          .param("id", id)
          .update();
      jdbc.sql(
              """
              update state_hold set hold = 'RELEASED' where hold = 'LET_GO' and action_id <> :id
                and (kind, name_hash) in (
                  select kind, name_hash from state_hold
                  where action_id = :id and hold = 'RELEASING')
                and (kind <> 'STOP_AND_QUARANTINE_FILE' or action_id not in (
                  select action_id from action
                  where execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'UNKNOWN')))""")
          .param("id", id)
          .update();
    }
    jdbc.sql("update state_hold set hold = :now where action_id = :id and hold in (:before)")
        .param("now", (isOver ? Hold.RELEASED : Hold.LET_GO).name())
        .param("id", id)
        .param(
            "before", how.isGood() ? List.of("HELD", "LET_GO", "RELEASING") : List.of("RELEASING"))
        .update();
  }

  /**
   * Lets it go, and the state with it where nobody else wants it; to be called under {@link #lock}.
   *
   * @return who else does; empty when the state is to be taken back now
   */
  List<Holder> letGo(String actionId) {
    var others = others(actionId, Set.of(Hold.CLAIMED, Hold.HELD));
    set(actionId, others.isEmpty() ? Hold.RELEASING : Hold.LET_GO);
    return others;
  }

  /** It is known by these names too. */
  void alias(String actionId, Set<String> hashes) {
    var known = new HashSet<>(sharing(actionId).getOrDefault(actionId, Set.of()));
    for (var hash : hashes) {
      if (known.add(hash)) {
        jdbc.sql(
                """
                insert into state_hold (action_id, name_hash, kind, investigation_id, hold)
                select action_id, :hash, kind, investigation_id, 'HELD' from state_hold
                where action_id = :id and not exists (
                  select 1 from state_hold where action_id = :id and name_hash = :hash)
                order by name_hash limit 1""")
            .param("id", Storable.of(actionId))
            .param("hash", hash)
            .update();
      }
    }
  }

  /**
   * Lets these go that others want, or all where nothing else is taken back; the rest is ending.
   */
  void letGo(String actionId, Set<String> wanted, boolean all) {
    set(actionId, all ? Hold.LET_GO : Hold.RELEASING, "('HELD', 'CLAIMED', 'LET_GO', 'RELEASING')");
    if (!all && !wanted.isEmpty()) {
      jdbc.sql(
              """
              update state_hold set hold = 'LET_GO'
              where action_id = :id and hold = 'RELEASING' and name_hash in (:wanted)""")
          .param("id", Storable.of(actionId))
          .param("wanted", wanted)
          .update();
    }
  }

  private void set(String actionId, Hold hold, String before) {
    jdbc.sql("update state_hold set hold = ? where action_id = ? and hold in " + before)
        .params(hold.name(), Storable.of(actionId))
        .update();
  }

  /**
   * Who else wants what it wants, by the hash of its name. What was taken out of a message does not
   * come back while somebody wants the whole message away.
   */
  SequencedMap<String, List<Holder>> wanted(String actionId) {
    var wanted = new LinkedHashMap<String, List<Holder>>();
    jdbc.sql(
            """
            select o.name_hash, o.action_id, o.investigation_id from state_hold o
            join state_hold s on s.name_hash = o.name_hash
            where (s.kind = o.kind
                or (s.kind = 'QUARANTINE_ATTACHMENT' and o.kind = 'SOFT_DELETE_EMAIL'))
              and s.action_id = :id and o.action_id <> :id and o.hold in ('CLAIMED', 'HELD')
            order by o.claimed_at, o.action_id""")
        .param("id", Storable.of(actionId))
        .query(
            (row, n) ->
                wanted
                    .computeIfAbsent(row.getString("name_hash"), name -> new ArrayList<>())
                    .add(new Holder(row.getString("action_id"), row.getString("investigation_id"))))
        .list();
    return wanted;
  }

  /** The hashes of the names of which a state stands that it wants, by the actions that want it. */
  Map<String, Set<String>> sharing(String actionId) {
    var sharing = new HashMap<String, Set<String>>();
    jdbc.sql(
            """
            select o.action_id, o.name_hash from state_hold o
            join state_hold s on s.name_hash = o.name_hash
            where s.action_id = :id and s.hold in ('HELD', 'LET_GO', 'RELEASING')
              and ((s.kind = o.kind and o.hold in ('HELD', 'LET_GO', 'RELEASING')) or (%s))"""
                .formatted(ORIGINAL_FREE))
        .param("id", Storable.of(actionId))
        .query(
            (row, n) ->
                sharing
                    .computeIfAbsent(row.getString("action_id"), id -> new HashSet<>())
                    .add(row.getString("name_hash")))
        .list();
    return sharing;
  }

  /** Those that had let go and of which nothing stands any more once this one is taken back. */
  List<Holder> overWith(String actionId) {
    return jdbc.sql(
            """
            select l.action_id, max(l.investigation_id) as investigation_id from state_hold l
            where l.action_id <> :id and l.hold = 'LET_GO' and l.action_id in (
                select p.action_id from state_hold p
                join state_hold s on s.name_hash = p.name_hash
                where s.action_id = :id and s.hold = 'RELEASING' and p.hold = 'LET_GO')
            group by l.action_id
            having count(*) = (
              select count(*) from state_hold o
              join state_hold s on s.name_hash = o.name_hash
              where o.action_id = l.action_id and o.hold = 'LET_GO'
                and s.action_id = :id and s.hold = 'RELEASING' and (s.kind = o.kind or (%s)))
            order by min(l.claimed_at), l.action_id"""
                .formatted(ORIGINAL_FREE))
        .param("id", Storable.of(actionId))
        .query(
            (row, n) -> new Holder(row.getString("action_id"), row.getString("investigation_id")))
        .list();
  }

  /** It wants the state no longer, though it is nothing that could be taken back. */
  void forget(String actionId) {
    if (of(actionId).filter(hold -> hold == Hold.HELD).isPresent()) {
      set(actionId, Hold.LET_GO);
    }
  }

  private void set(String actionId, Hold hold) {
    jdbc.sql("update state_hold set hold = ? where action_id = ?")
        .params(hold.name(), Storable.of(actionId))
        .update();
  }

  /** Nobody else claims or lets go of its state until the transaction has ended. */
  void lock(String actionId) {
    jdbc.sql(
            """
            select action_id from state_hold where (kind, name_hash) in
              (select kind, name_hash from state_hold where action_id = ?)
            order by action_id, name_hash for update""")
        .param(Storable.of(actionId))
        .query(String.class)
        .list();
  }

  /** Those of the same state whose hold is one of these, the first first. */
  List<Holder> others(String actionId, Set<Hold> holds) {
    return jdbc.sql(
            """
            select o.action_id, max(o.investigation_id) as investigation_id from state_hold o
            join state_hold s on s.kind = o.kind and s.name_hash = o.name_hash
            where s.action_id = :id and o.action_id <> :id and o.hold in (:holds)
            group by o.action_id order by min(o.claimed_at), o.action_id""")
        .param("id", Storable.of(actionId))
        .param("holds", holds.stream().map(Hold::name).toList())
        .query(
            (row, n) -> new Holder(row.getString("action_id"), row.getString("investigation_id")))
        .list();
  }

  /** The actions that wanted the same state, this one among them, the latest first. */
  List<String> ours(String actionId) {
    return jdbc.sql(
            """
            select o.action_id from state_hold o
            join state_hold s on s.kind = o.kind and s.name_hash = o.name_hash
            where s.action_id = :id and o.action_id <> :id
            group by o.action_id order by max(o.claimed_at) desc, o.action_id limit :most""")
        .param("id", Storable.of(actionId))
        .param("most", MOST_OURS)
        .query(String.class)
        .list();
  }

  /** What brought a state about, and how it is taken back. */
  record Origin(RemediationAction action, Receipt receipt, @Nullable String connector) {}

  /** The latest action that brought about what this one found; empty when none of ours did. */
  Optional<Origin> origin(String actionId) {
    return jdbc
        .sql(
            """
            select a.body, a.receipt, a.connector from action a
            where a.receipt is not null and a.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'UNKNOWN')
              and a.action_id in (
                select o.action_id from state_hold o
                join state_hold s on s.kind = o.kind and s.name_hash = o.name_hash
                where s.action_id = :id and o.hold in ('HELD', 'LET_GO', 'RELEASING'))
            order by a.finished_at desc""")
        .param("id", Storable.of(actionId))
        .query(
            (row, n) ->
                new Origin(
                    Columns.value(row, "body", RemediationAction.class),
                    Columns.value(row, "receipt", Receipt.class),
                    row.getString("connector")))
        .list()
        .stream()
        .filter(o -> o.receipt().changed() && o.action().inverse(o.receipt()).isPresent())
        .findFirst();
  }
}
