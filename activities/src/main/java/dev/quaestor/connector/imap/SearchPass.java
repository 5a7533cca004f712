package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.mail.MailReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Searches all mailboxes. What is asked at the same time is answered by one pass through them,
 * since entering a mailbox costs more than one more question there: the messages of one examination
 * ask by several pairs of fields each.
 */
final class SearchPass {
  /** More candidates of one mailbox are not read. */
  private static final int MOST_CANDIDATES = 2000;

  /** In milliseconds: those of one examination ask within a moment. */
  private static final long GATHERED = 15;

  private static final int MOST_QUESTIONS = 32;

  private final ImapSettings settings;
  private final Mailboxes mailboxes;
  private final List<Asked> waiting = new ArrayList<>();
  private boolean running;

  SearchPass(ImapSettings settings, Mailboxes mailboxes) {
    this.settings = settings;
    this.mailboxes = mailboxes;
  }

  /** A message that was found. */
  record Hit(String mailbox, MailMessage head, Folder folder, Instant received) {
    MailCluster.Member member() {
      return new MailCluster.Member(
          mailbox,
          head.networkMessageId(),
          String.valueOf(head.internetMessageId()),
          folder.name());
    }
  }

  /**
   * What was found, newest first, each once in a mailbox.
   *
   * @param missed those that could not be looked through, and why
   */
  record Answer(List<Hit> hits, Map<String, ConnectorException> missed) {}

  private record Asked(MailQuestion question, CompletableFuture<Answer> answer) {}

  /**
   * Every message of all mailboxes that meets the criteria.
   *
   * @throws ConnectorException when nothing can be searched at all
   */
  Answer search(List<Criterion> criteria, Instant since) {
    var question = MailQuestion.of(criteria, since);
    if (question.isEmpty()) {
      return new Answer(List.of(), Map.of());
    }
    if (mailboxes.all().isEmpty()) {
      throw new ConnectorException(
          Kind.REJECTED,
          "no list of mailboxes is configured for %s, so mail cannot be searched"
              .formatted(settings.connector()));
    }
    var asked = new Asked(question.get(), new CompletableFuture<>());
    synchronized (waiting) {
      waiting.add(asked);
      if (!running) {
        running = true;
        Thread.ofVirtual().name("mail-search").start(this::run);
      }
    }
    try {
      return asked.answer().get();
    } catch (ExecutionException broke) {
      if (broke.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(broke.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(Kind.DOWN, "interrupted");
    }
  }

  private void run() {
    while (true) {
      pause();
      List<Asked> all;
      synchronized (waiting) {
        all = List.copyOf(waiting.subList(0, Math.min(waiting.size(), MOST_QUESTIONS)));
        waiting.subList(0, all.size()).clear();
        if (all.isEmpty()) {
          running = false;
          return;
        }
      }
      try {
        answer(all);
      } catch (RuntimeException | Error broke) {
        all.forEach(asked -> asked.answer().completeExceptionally(broke));
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(GATHERED);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one mailbox has, by question. */
  private record Looked(String mailbox, List<List<Hit>> hits) {}

  private void answer(List<Asked> all) {
    var until = System.nanoTime() + settings.searchTimeout().toNanos();
    var missed = new LinkedHashMap<String, ConnectorException>();
    var looked = new ArrayList<Looked>();
    try (var calls = new ParallelCalls(new Semaphore(settings.connections()))) {
      var running = new LinkedHashMap<String, Future<Looked>>();
      for (var mailbox : mailboxes.all()) {
        if (all.stream().anyMatch(asked -> asked.question().isAbout(mailbox))) {
          running.put(mailbox, calls.submit(() -> look(mailbox, all, until)));
        }
      }
      running.forEach(
          (mailbox, look) -> {
            try {
              looked.add(ParallelCalls.result(look));
            } catch (ConnectorException broke) {
              missed.put(mailbox, broke);
            }
          });
    }
    for (int n = 0; n < all.size(); n++) {
      var hits = new ArrayList<Hit>();
      for (var one : looked) {
        hits.addAll(one.hits().get(n));
      }
      hits.sort(Comparator.comparing(Hit::received).reversed());
      var question = all.get(n).question();
      var unseen = new LinkedHashMap<String, ConnectorException>();
      missed.forEach(
          (mailbox, why) -> {
            if (question.isAbout(mailbox)) {
              unseen.put(mailbox, why);
            }
          });
      all.get(n).answer().complete(new Answer(List.copyOf(hits), Map.copyOf(unseen)));
    }
  }

  private Looked look(String mailbox, List<Asked> all, long until) {
    if (System.nanoTime() - until > 0) {
      throw new ConnectorException(Kind.DOWN, "the search was not done in time");
    }
    return mailboxes.in(
        mailbox,
        session -> {
          var folders = session.folders().stream().filter(f -> !f.isOfOwner()).toList();
          var commands = all.stream().map(asked -> asked.question().command()).toList();
          var found = MailCopies.search(session, folders, commands);
          var hits = new ArrayList<List<Hit>>();
          for (int n = 0; n < all.size(); n++) {
            hits.add(
                all.get(n).question().isAbout(mailbox)
                    ? read(session, mailbox, all.get(n).question(), found.get(n))
                    : List.of());
          }
          return new Looked(mailbox, hits);
        });
  }

  private static List<Hit> read(
      ImapSession session, String mailbox, MailQuestion question, List<MailCopies.Hits> found) {
    if (found.stream().mapToInt(hits -> hits.uids().size()).sum() > MOST_CANDIDATES) {
      throw ConnectorException.tooLarge(
          "a search in %s finds more than %d messages".formatted(mailbox, MOST_CANDIDATES));
    }
    var byId = new LinkedHashMap<String, Hit>();
    for (var hits : found) {
      if (session.select(hits.folder(), false).isEmpty()) {
        continue;
      }
      for (int from = 0; from < hits.uids().size(); from += 200) {
        var some = hits.uids().subList(from, Math.min(hits.uids().size(), from + 200));
        for (var shown : session.fetch(some, MailCopies.HEAD, MailCopies.HEADER)) {
          var head = MailCopies.head(shown.bytes());
          if (head != null && MailCopies.lacksId(head)) {
            head =
                session.fetch(List.of(shown.uid()), MailCopies.WHOLE, MailReader.LARGEST).stream()
                    .findFirst()
                    .map(whole -> MailCopies.head(whole.bytes()))
                    .orElse(null);
          }
          if (head != null && question.isMetBy(head, shown.received())) {
            var hit = new Hit(mailbox, head, hits.folder(), shown.received());
            byId.merge(
                String.valueOf(head.internetMessageId()),
                hit,
                (one, other) -> one.received().isBefore(other.received()) ? other : one);
          }
        }
      }
    }
    return List.copyOf(byId.values());
  }
}
