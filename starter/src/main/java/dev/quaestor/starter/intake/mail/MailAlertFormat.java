package dev.quaestor.starter.intake.mail;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.evidence.Role;
import dev.quaestor.mail.MailReader;
import dev.quaestor.mail.ReadMail;
import dev.quaestor.starter.intake.format.AlertDraft;
import dev.quaestor.starter.intake.format.AlertFormat;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.format.Payload;
import dev.quaestor.starter.intake.json.Problems;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A raw message (RFC 5322 with MIME) that a user reports: the phish itself as it lay in the
 * mailbox, or a report with the phish attached as {@code message/rfc822}.
 *
 * <p>Severity is Low, as Defender's own alert "Email reported by user as malware or phish" has it.
 */
public final class MailAlertFormat implements AlertFormat {

  @Override
  public AlertSource source() {
    return AlertSource.RFC822_MESSAGE;
  }

  @Override
  public boolean recognises(Payload payload) {
    return payload instanceof Payload.Bytes body && MailReader.beginsAsMail(body.bytes());
  }

  @Override
  public @Nullable Alert read(Payload payload, String path, Problems problems) {
    if (!(payload instanceof Payload.Bytes body)) {
      problems.add(path, "must be a raw message, is JSON");
      return null;
    }
    var read = MailReader.reported(body.bytes(), body.time());
    if (read == null) {
      problems.add(path, body.time().isSpent() ? "took too long to read" : "has no message header");
      return null;
    }
    return alert(read);
  }

  private Alert alert(ReadMail read) {
    var message = read.message();
    var unread = read.unread();
    var id = PlanHash.shortId(message.internetMessageId() + "\n" + read.reporter());
    var draft = new AlertDraft("mail:" + id, source());
    draft.add(message);
    if (read.reporter() != null) {
      var address = Storable.boundedIdentity(read.reporter(), Artifacts.NAME);
      draft.add(new Mailbox(address, null), List.of(Role.CONTEXTUAL), null);
    }
    var subject = message.subject() == null ? "(no subject)" : message.subject();
    var heading =
        new AlertDraft.Heading(
            Storable.bounded("Reported mail: " + subject, Texts.TITLE),
            unread.isEmpty() ? null : Storable.bounded(String.join(" ", unread), Texts.FREE_TEXT),
            Severity.LOW,
            "Phishing",
            List.of(),
            "userReport",
            message.receivedAt(),
            message.receivedAt());
    return draft.finish(heading);
  }
}
