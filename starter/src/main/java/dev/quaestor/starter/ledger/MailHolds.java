package dev.quaestor.starter.ledger;

import dev.quaestor.action.EmailAction;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who wants which message away. Each is let go of by itself: what one case moved with a whole
 * campaign another may want away alone, and whoever is the last to want it puts it back.
 */
final class MailHolds {
  private final JdbcClient jdbc;
  private final Holds holds;

  MailHolds(JdbcClient jdbc, Holds holds) {
    this.jdbc = jdbc;
    this.holds = holds;
  }

  /**
   * What of an action's messages can be put back.
   *
   * @param free those that nobody else wants away
   * @param held those that others do
   * @param holders who they are
   */
  record Split(List<MovedMessage> free, List<MovedMessage> held, List<Holder> holders) {}

  /** The messages that it wants away and that it, or another of ours, has moved. */
  List<MovedMessage> toPutBack(String actionId) {
    return moved(actionId).stream().map(Moved::message).toList();
  }

  /**
   * Whether it moved mail to the inbox, all of which stays there though it is undone: to move it
   * out again would do anew what was undone. It is moved where it came from only where somebody
   * still wants it away, or where it had not come there by us.
   */
  boolean staysBack(String actionId) {
    var all = unfiltered(actionId);
    return !all.isEmpty() && all.stream().allMatch(backForGood(actionId));
  }

  /** Lets all of them go; to be called under {@link Holds#lock}. */
  Split letGo(String actionId) {
    learnNames(actionId);
    var moved = moved(actionId);
    var wanted = holds.wanted(actionId);
    var held = moved.stream().filter(m -> m.isAmong(wanted.keySet())).toList();
    var holders = new LinkedHashSet<Holder>();
    held.forEach(
        m -> m.names().forEach(name -> holders.addAll(wanted.getOrDefault(name, List.of()))));
    var free = moved.stream().filter(m -> !held.contains(m)).toList();
    var left = new LinkedHashSet<>(wanted.keySet());
    held.forEach(m -> left.addAll(m.names()));
    holds.letGo(actionId, left, free.isEmpty());
    return new Split(messages(free), messages(held), List.copyOf(holders));
  }

  /** Who else wants some of them away, as far as their names are known by now; nothing changes. */
  List<Holder> others(String actionId) {
    var wanted = holds.wanted(actionId);
    var others = new LinkedHashSet<Holder>();
    moved(actionId)
        .forEach(
            m -> m.names().forEach(name -> others.addAll(wanted.getOrDefault(name, List.of()))));
    return List.copyOf(others);
  }

  /** By which other names those who share a message with it know that message. */
  private void learnNames(String actionId) {
    var sharing = holds.sharing(actionId);
    var learnt = new LinkedHashSet<String>();
    for (var run : runs(actionId)) {
      var shared = sharing.getOrDefault(run.actionId(), Set.of());
      if (run.action() instanceof EmailAction.OnMessages action) {
        HeldState.messages(action, run.receipt()).stream()
            .map(MailHolds::hashed)
            .filter(names -> names.stream().anyMatch(shared::contains))
            .forEach(learnt::addAll);
      }
    }
    holds.alias(actionId, learnt);
    holds.lock(actionId);
  }

  private static List<String> hashed(List<String> names) {
    return names.stream().map(Sha256::of).toList();
  }

  private static List<MovedMessage> messages(List<Moved> some) {
    return some.stream().map(Moved::message).toList();
  }

  /** A message with the hashes of its names. */
  private record Moved(MovedMessage message, List<String> names) {
    boolean isAmong(Set<String> others) {
      return names.stream().anyMatch(others::contains);
    }
  }

  private record Run(String actionId, RemediationAction action, @Nullable Receipt receipt) {}

  private List<Moved> moved(String actionId) {
    var stays = backForGood(actionId);
    return unfiltered(actionId).stream().filter(m -> !stays.test(m)).toList();
  }

  /** What one of ours had taken away where this found it, and nobody wants away any more. */
  private Predicate<Moved> backForGood(String actionId) {
    var wanted = new HashSet<String>();
    var taken = new ArrayList<Moved>();
    for (var away : awayBefore(actionId)) {
      if (away.wanted()) {
        wanted.add(away.name());
      }
      if (away.receipt() instanceof Receipt.Messages messages) {
        messages.moved().forEach(m -> taken.add(new Moved(m, hashed(HeldState.names(m)))));
      }
    }
    return back ->
        !back.isAmong(wanted)
            && taken.stream()
                .filter(
                    t -> Objects.equals(t.message().folderAfter(), back.message().folderBefore()))
                .anyMatch(t -> back.isAmong(Set.copyOf(t.names())));
  }

  /**
   * What wanted a message away that the action moved to the inbox.
   *
   * @param name the hash of what both know it by
   * @param wanted whether it still does
   */
  private record Away(String name, boolean wanted, @Nullable Receipt receipt) {}

  private List<Away> awayBefore(String actionId) {
    return jdbc.sql(
            """
            select o.name_hash, o.hold, a.receipt from state_hold o
            join state_hold s on s.name_hash = o.name_hash
            left join action a on a.action_id = o.action_id
            where s.action_id = ? and s.kind = 'MOVE_EMAIL_TO_INBOX'
              and o.kind = 'SOFT_DELETE_EMAIL' and o.hold <> 'DROPPED'""")
        .param(Storable.of(actionId))
        .query(
            (row, n) -> {
              var hold = Columns.name(row, "hold", Holds.Hold.class);
              return new Away(
                  row.getString("name_hash"),
                  hold == Holds.Hold.CLAIMED || hold == Holds.Hold.HELD,
                  row.getString("receipt") == null
                      ? null
                      : Columns.value(row, "receipt", Receipt.class));
            })
        .list();
  }

  /** In the order in which they were moved: one that was moved on goes back to where it began. */
  private List<Moved> unfiltered(String actionId) {
    var found = new ArrayList<Moved>();
    var sharing = holds.sharing(actionId);
    var back = putBackBefore(actionId);
    for (var run : runs(actionId)) {
      if (run.receipt() instanceof Receipt.Messages messages) {
        for (var message : messages.moved()) {
          var moved = new Moved(home(message, back), hashed(HeldState.names(message)));
          if (moved.isAmong(sharing.getOrDefault(run.actionId(), Set.of()))) {
            add(found, moved);
          }
        }
      }
    }
    return found;
  }

  private static void add(List<Moved> found, Moved next) {
    for (int i = 0; i < found.size(); i++) {
      var before = found.get(i).message();
      var after = next.message();
      var lay = after.idBefore();
      if (lay != null && lay.equals(before.idAfter())) {
        found.set(i, new Moved(before.movedOn(after), found.get(i).names()));
        return;
      }
      if (lay != null && lay.equals(before.standIn())) {
        // One original is kept of a message, however many attachments are taken out of it.
        found.set(
            i,
            after.standIn() == null
                ? new Moved(before.standInMovedOn(after), found.get(i).names())
                : found.get(i));
        return;
      }
    }
    found.add(next);
  }

  /**
   * An attachment may have been taken out of a message that had been moved and has been put back
   * since: its original goes where the message is again.
   */
  private static MovedMessage home(MovedMessage message, List<MovedMessage> back) {
    var home = message;
    var from = message.idBefore();
    for (var earlier : back.reversed()) {
      if (from != null && from.equals(earlier.idAfter())) {
        home = home.from(earlier);
        from = earlier.idBefore();
      }
    }
    return home;
  }

  /** What was wanted away as a whole and no longer is, of what this took an attachment out of. */
  private List<MovedMessage> putBackBefore(String actionId) {
    return jdbc
        .sql(
            """
            select a.action_id, a.body, a.receipt from action a
            where a.receipt is not null and a.action_id in (
                select o.action_id from state_hold o
                join state_hold s on s.name_hash = o.name_hash
                where s.action_id = ? and s.kind = 'QUARANTINE_ATTACHMENT'
                  and o.kind = 'SOFT_DELETE_EMAIL' and o.hold = 'RELEASED')
            order by a.finished_at, a.position""")
        .param(Storable.of(actionId))
        .query(MailHolds::run)
        .list()
        .stream()
        .map(Run::receipt)
        .filter(Receipt.Messages.class::isInstance)
        .flatMap(receipt -> ((Receipt.Messages) receipt).moved().stream())
        .toList();
  }

  private List<Run> runs(String actionId) {
    return jdbc.sql(
            """
            select a.action_id, a.body, a.receipt from action a
            where a.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'ALREADY_IN_STATE', 'UNKNOWN')
              and a.action_id in (
                select o.action_id from state_hold o
                join state_hold s on s.name_hash = o.name_hash
                where s.action_id = ? and (s.kind = o.kind
                  or (s.kind = 'SOFT_DELETE_EMAIL' and o.kind = 'QUARANTINE_ATTACHMENT')))
            order by a.finished_at, a.position""")
        .param(Storable.of(actionId))
        .query(MailHolds::run)
        .list();
  }

  private static Run run(ResultSet row, int number) throws SQLException {
    return new Run(
        row.getString("action_id"),
        Columns.value(row, "body", RemediationAction.class),
        row.getString("receipt") == null ? null : Columns.value(row, "receipt", Receipt.class));
  }
}
