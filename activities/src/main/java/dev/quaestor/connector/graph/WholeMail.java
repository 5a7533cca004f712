package dev.quaestor.connector.graph;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.mail.MailReader;
import dev.quaestor.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages as MIME, by {@code $value}. */
final class WholeMail implements MailReading {
  /** Whoever sends chooses the Message-ID, and may send as many messages under one as he likes. */
  private static final int MOST_COPIES = 5;

  private static final int MAILBOXES_TRIED = 5;

  private final Messages messages;
  private final EmailSearch search;
  private final Vault vault;
  private final boolean believed;

  /**
   * @param believed whether what Exchange Online writes on top without its name is believed
   */
  WholeMail(Messages messages, EmailSearch search, Vault vault, boolean believed) {
    this.messages = messages;
    this.search = search;
    this.vault = vault;
    this.believed = believed;
  }

  @Override
  public Map<EntityKey, Copies> fetch(List<MailMessage> wanted, Instant since) {
    var answers = ParallelCalls.each(wanted, message -> fetch(message, since));
    var found = new LinkedHashMap<EntityKey, Copies>();
    for (int i = 0; i < wanted.size(); i++) {
      var key = wanted.get(i).key();
      answers.get(i).ifPresent(copies -> found.put(key, copies));
    }
    return found;
  }

  private Optional<Copies> fetch(MailMessage message, Instant since) {
    ConnectorException unserved = null;
    for (var place : places(message, since)) {
      try {
        var copies = messages.find(place.mailbox(), place.internetMessageId());
        if (!copies.isEmpty()) {
          return read(place.mailbox(), copies);
        }
      } catch (ConnectorException failed) {
        if (failed.kind() != Kind.OUT_OF_REACH) {
          throw failed;
        }
        // Another mailbox may hold the same message.
        unserved = failed;
      }
    }
    if (unserved != null) {
      throw unserved;
    }
    return Optional.empty();
  }

  /** Where it may lie; one lookup of records where it is not named by mailbox and Message-ID. */
  private List<MailCluster.Member> places(MailMessage message, Instant since) {
    var mailbox = message.recipient();
    var id = message.internetMessageId();
    if (mailbox != null && id != null) {
      return Messages.isAddress(mailbox)
          ? List.of(new MailCluster.Member(mailbox, message.networkMessageId(), id, null))
          : List.of();
    }
    var criterion =
        id != null
            ? Field.INTERNET_MESSAGE_ID.is(id)
            : Field.NETWORK_MESSAGE_ID.is(String.valueOf(message.networkMessageId()));
    return search.similar(List.of(criterion), since, 100).messages().stream()
        .filter(m -> mailbox == null || m.mailbox().equalsIgnoreCase(mailbox))
        .filter(m -> Messages.isAddress(m.mailbox()))
        .limit(MAILBOXES_TRIED)
        .toList();
  }

  private Optional<Copies> read(String mailbox, List<Messages.Found> copies) {
    var bodies = new LinkedHashMap<String, Body>();
    var whole = copies.size() <= MOST_COPIES;
    var there = false;
    for (var copy : copies.stream().limit(MOST_COPIES).toList()) {
      // Empty when it was moved or deleted since it was found.
      var bytes = BackEndClient.ifThere(() -> messages.mime(mailbox, copy.id(), WholeMail::read));
      there |= bytes.isPresent();
      if (bytes.isPresent() && bytes.get().length <= MailReader.LARGEST) {
        var hash = keep(bytes.get());
        bodies.putIfAbsent(hash, () -> kept(hash));
      } else {
        whole = false;
      }
    }
    return there
        ? Optional.of(new Copies(List.copyOf(bodies.values()), whole, believed))
        : Optional.empty();
  }

  /** One byte more than is read of any message says that it is too large. */
  private static byte[] read(InputStream body) throws IOException {
    return body.readNBytes(MailReader.LARGEST + 1);
  }

  private String keep(byte[] body) {
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
