package dev.quaestor.starter.ledger;

import dev.quaestor.action.EmailAction;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Holder;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

  /** In the order in which they were moved: one that was moved on goes back to where it began. */
  private List<Moved> moved(String actionId) {
    var found = new ArrayList<Moved>();
    var sharing = holds.sharing(actionId);
    for (var run : runs(actionId)) {
      if (run.action() instanceof EmailAction.OnMessages action
          && run.receipt() instanceof Receipt.Messages messages) {
        for (var message : messages.moved()) {
          var moved = new Moved(message, hashed(HeldState.names(action, message)));
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
      var before = found.get(i);
      var lay = before.message().idAfter();
      if (lay != null && lay.equals(next.message().idBefore())) {
        found.set(i, new Moved(before.message().movedOn(next.message()), before.names()));
        return;
      }
    }
    found.add(next);
  }

  private List<Run> runs(String actionId) {
    return jdbc.sql(
            """
            select a.action_id, a.body, a.receipt from action a
            where a.execution in ('SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'ALREADY_IN_STATE', 'UNKNOWN')
              and a.action_id in (
                select o.action_id from state_hold o
                join state_hold s on s.kind = o.kind and s.name_hash = o.name_hash
                where s.action_id = ?)
            order by a.finished_at, a.position""")
        .param(Storable.of(actionId))
        .query(
            (row, n) ->
                new Run(
                    row.getString("action_id"),
                    Columns.value(row, "body", RemediationAction.class),
                    row.getString("receipt") == null
                        ? null
                        : Columns.value(row, "receipt", Receipt.class)))
        .list();
  }
}
