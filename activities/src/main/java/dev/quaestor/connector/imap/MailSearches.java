package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.text.Counted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Mail across all mailboxes that are known, and the place of one message. */
final class MailSearches implements MailSearch {
  private static final int NAMED = 3;

  private final SearchPass pass;
  private final Mailboxes mailboxes;
  private final int connections;

  MailSearches(SearchPass pass, Mailboxes mailboxes, int connections) {
    this.pass = pass;
    this.mailboxes = mailboxes;
    this.connections = connections;
  }

  @Override
  public Optional<String> unsearchable(List<MailCluster.Criterion> criteria) {
    return MailQuestion.unsearchable(criteria);
  }

  @Override
  public Similar similar(List<MailCluster.Criterion> criteria, Instant since, int limit) {
    var answer = pass.search(criteria, since);
    if (answer.hits().isEmpty() && !answer.missed().isEmpty()) {
      throw unseen(answer.missed());
    }
    return new Similar(
        answer.hits().stream().limit(limit).map(SearchPass.Hit::member).toList(),
        answer.hits().size(),
        answer.missed().isEmpty() ? null : sentence(answer.missed()));
  }

  /** That nothing was found in the others says nothing of these. */
  static ConnectorException unseen(Map<String, ConnectorException> missed) {
    var foremost =
        missed.values().stream()
            .filter(ConnectorException::isPassing)
            .findFirst()
            .orElseGet(() -> missed.values().iterator().next());
    return new ConnectorException(
        foremost.kind() == Kind.NOT_FOUND ? Kind.OUT_OF_REACH : foremost.kind(),
        sentence(missed),
        foremost.code().orElse(null),
        foremost.retryAfter().orElse(null),
        foremost);
  }

  static String sentence(Map<String, ConnectorException> missed) {
    var names = missed.keySet().stream().sorted().limit(NAMED).toList();
    var why = missed.get(names.getFirst());
    return "%s could not be searched, such as %s (%s)"
        .formatted(
            Counted.of(missed.size(), "mailbox", "mailboxes"),
            String.join(", ", names),
            why == null ? "" : why.getMessage());
  }

  @Override
  public Map<EntityKey, Location> locate(List<MailMessage> messages) {
    var wanted =
        messages.stream()
            .filter(message -> message.internetMessageId() != null)
            .filter(message -> mailboxes.claims(message.recipient()))
            .toList();
    var located = new LinkedHashMap<EntityKey, Location>();
    try (var calls = new ParallelCalls(new Semaphore(connections))) {
      var running = wanted.stream().map(message -> calls.submit(() -> place(message))).toList();
      for (int n = 0; n < wanted.size(); n++) {
        var key = wanted.get(n).key();
        ParallelCalls.result(running.get(n)).ifPresent(place -> located.put(key, place));
      }
    }
    return located;
  }

  private Optional<Location> place(MailMessage message) {
    return mailboxes.in(
        String.valueOf(message.recipient()),
        session -> {
          var folders = session.folders().stream().filter(f -> !f.isOfOwner()).toList();
          return MailCopies.find(session, folders, String.valueOf(message.internetMessageId()))
              .stream()
              .findFirst()
              .map(
                  copy ->
                      new Location(
                          copy.id().toString(), copy.folder().wire(), copy.folder().name()));
        });
  }
}
