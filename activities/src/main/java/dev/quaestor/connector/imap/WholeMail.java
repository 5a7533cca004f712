package dev.quaestor.connector.imap;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.mail.MailReader;
import dev.quaestor.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Messages as they lie in their mailboxes. */
final class WholeMail implements MailReading {
  private static final int MOST_COPIES = 5;
  private static final int MAILBOXES_TRIED = 5;

  private final SearchPass pass;
  private final Mailboxes mailboxes;
  private final Vault vault;
  private final int connections;

  WholeMail(SearchPass pass, Mailboxes mailboxes, Vault vault, int connections) {
    this.pass = pass;
    this.mailboxes = mailboxes;
    this.vault = vault;
    this.connections = connections;
  }

  @Override
  public Map<EntityKey, Copies> fetch(List<MailMessage> messages, Instant since) {
    var found = new LinkedHashMap<EntityKey, Copies>();
    try (var calls = new ParallelCalls(new Semaphore(connections))) {
      var running = messages.stream().map(m -> calls.submit(() -> fetch(m, since))).toList();
      for (int n = 0; n < messages.size(); n++) {
        var key = messages.get(n).key();
        ParallelCalls.result(running.get(n)).ifPresent(copies -> found.put(key, copies));
      }
    }
    return found;
  }

  private record Place(String mailbox, String internetMessageId) {}

  private Optional<Copies> fetch(MailMessage message, Instant since) {
    ConnectorException unserved = null;
    for (var place : places(message, since)) {
      try {
        var copies = mailboxes.in(place.mailbox(), session -> read(session, place));
        if (copies.isPresent()) {
          return copies;
        }
      } catch (ConnectorException failed) {
        if (failed.kind() != Kind.OUT_OF_REACH) {
          throw failed;
        }
        unserved = failed;
      }
    }
    if (unserved != null) {
      throw unserved;
    }
    return Optional.empty();
  }

  private List<Place> places(MailMessage message, Instant since) {
    var mailbox = message.recipient();
    var id = message.internetMessageId();
    if (mailbox != null && !mailboxes.claims(mailbox)) {
      return List.of();
    }
    if (mailbox != null && id != null) {
      return List.of(new Place(mailbox, id));
    }
    if (id == null && message.networkMessageId() == null) {
      return List.of();
    }
    var criterion =
        id != null
            ? Field.INTERNET_MESSAGE_ID.is(id)
            : Field.NETWORK_MESSAGE_ID.is(String.valueOf(message.networkMessageId()));
    var answer = pass.search(List.of(criterion), since);
    if (answer.hits().isEmpty() && !answer.missed().isEmpty()) {
      throw MailSearches.unseen(answer.missed());
    }
    return answer.hits().stream()
        .filter(hit -> mailbox == null || hit.mailbox().equalsIgnoreCase(mailbox))
        .limit(MAILBOXES_TRIED)
        .map(hit -> new Place(hit.mailbox(), String.valueOf(hit.head().internetMessageId())))
        .toList();
  }

  private Optional<Copies> read(ImapSession session, Place place) {
    var folders = session.folders().stream().filter(f -> !f.isOfOwner()).toList();
    var copies = MailCopies.find(session, folders, place.internetMessageId());
    var bodies = new LinkedHashMap<String, Body>();
    var whole = true;
    for (var copy : copies) {
      if (bodies.containsKey(copy.id().hash())) {
        continue;
      }
      if (bodies.size() == MOST_COPIES || copy.id().size() > MailReader.LARGEST) {
        whole = false;
        continue;
      }
      var raw = raw(session, copy);
      if (raw.isPresent()) {
        var hash = keep(vault, raw.get());
        bodies.putIfAbsent(hash, () -> kept(hash));
      }
    }
    return bodies.isEmpty() && whole
        ? Optional.empty()
        : Optional.of(new Copies(List.copyOf(bodies.values()), whole, false));
  }

  /** All of it as it came; empty when it was moved or removed meanwhile. */
  static Optional<byte[]> raw(ImapSession session, MailCopies.Copy copy) {
    var open = session.select(copy.folder(), false);
    if (open.isEmpty() || open.get().validity() != copy.id().validity()) {
      return Optional.empty();
    }
    return session.fetch(List.of(copy.id().uid()), "BODY.PEEK[]", RAW).stream()
        .findFirst()
        .map(ImapSession.Shown::bytes);
  }

  /** Larger ones no server takes in. */
  private static final int RAW = 100 * 1024 * 1024;

  static String keep(Vault vault, byte[] body) {
    try {
      return vault.store(new ByteArrayInputStream(body)).sha256();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private byte[] kept(String hash) {
    try (var body = vault.open(hash).orElseThrow()) {
      return body.readNBytes(MailReader.LARGEST);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
