package dev.quaestor.execution;

import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.ContentScan;
import dev.quaestor.connector.capability.MailReading;
import dev.quaestor.connector.capability.MailReading.Body;
import dev.quaestor.connector.capability.MailReading.Copies;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailContent;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.TimeBudget;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mail that was handed in, as it lies in the mailbox it was delivered to: what was handed in is
 * read and not kept, so that there is nothing else to scan. Only what shows a reader the same is
 * taken for it; where it is not there any more, or nobody says, it is not scanned.
 */
final class HandedInMail {
  private static final Duration EACH = Duration.ofSeconds(5);

  private HandedInMail() {}

  /** By the key of each; without those of which nothing is found. Nobody is waited for. */
  static Map<EntityKey, List<Body>> bodies(Connectors asked, ExaminationRequest request) {
    var mails =
        request.evidence().stream()
            .filter(e -> e.entity() instanceof MailMessage mail && isHandedIn(mail))
            .map(e -> (MailMessage) e.entity())
            .toList();
    if (mails.isEmpty() || asked.offering(ContentScan.class).isEmpty()) {
      return Map.of();
    }
    var copies =
        new BackEndQuestion(broke -> false)
            .aboutAll(
                asked.offers(MailReading.class),
                mails,
                new MailboxClaims(asked)
                    .own(
                        (MailReading port, List<MailMessage> some) ->
                            port.fetch(some, request.since())));
    var bodies = new LinkedHashMap<EntityKey, List<Body>>();
    for (var mail : mails) {
      if (copies.about(mail.key()) instanceof Lookup.Known<Copies> known) {
        bodies.put(
            mail.key(), known.value().bodies().stream().filter(body -> is(mail, body)).toList());
      }
    }
    return bodies;
  }

  private static boolean isHandedIn(MailMessage mail) {
    return !NamedMail.isUnread(mail)
        && mail.recipient() != null
        && mail.internetMessageId() != null;
  }

  private static boolean is(MailMessage handedIn, Body body) {
    var read = MailReader.itself(body.bytes(), new TimeBudget(EACH, System::nanoTime));
    return read != null
        && Objects.equals(read.message().subject(), handedIn.subject())
        && hashes(read.message()).equals(hashes(handedIn))
        && Objects.equals(excerpt(read.message().content()), excerpt(handedIn.content()));
  }

  private static List<@Nullable String> hashes(MailMessage mail) {
    return mail.attachments().stream().<@Nullable String>map(Attachment::sha256).toList();
  }

  private static @Nullable String excerpt(@Nullable MailContent content) {
    return content == null ? null : content.excerpt();
  }
}
