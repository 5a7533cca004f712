package dev.quaestor.connector.graph;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.capability.AttachmentQuarantine;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Results;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.text.Unseen;
import dev.quaestor.vault.Vault;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An original whole in the hidden folder, and the message that the user has without the attachment.
 * A message made from MIME is always a draft in v1.0, so the attachment is deleted from the message
 * where it lies, which keeps its id, Message-ID, received time, flags and folder, and the copy
 * becomes the original.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/message-copy">message: copy</a>
 * @see <a href="https://learn.microsoft.com/graph/api/attachment-delete">Delete attachment</a>
 */
final class AttachmentRemoval implements AttachmentQuarantine {
  /** What is put in the place of an attachment. */
  static final String STUB = "Attachment removed.txt";

  private final MailTargets targets;
  private final Messages messages;
  private final Attachments attachments;
  private final QuarantineFolders quarantine;
  private final Vault vault;

  AttachmentRemoval(
      MailTargets targets,
      Messages messages,
      Attachments attachments,
      QuarantineFolders quarantine,
      Vault vault) {
    this.targets = targets;
    this.messages = messages;
    this.attachments = attachments;
    this.quarantine = quarantine;
    this.vault = vault;
  }

  @Override
  public boolean knows(MailMessage message) {
    return Messages.isAddress(message.recipient());
  }

  @Override
  public List<MovedMessage> locate(MailMessage message, String sha256) {
    var hash = sha256.toLowerCase(Locale.ROOT);
    return targets.locate(message, Aim.AWAY).stream().map(found -> located(found, hash)).toList();
  }

  private MovedMessage located(MovedMessage found, String hash) {
    return switch (found.result()) {
      case PENDING -> carries(found, hash) ? found : settled(found);
      // Its user would have the attachment again once the message is released.
      case ALREADY_THERE ->
          found.with(
              MessageResult.FAILED,
              null,
              null,
              "the whole message is in quarantine; release it first to take the attachment out");
      case GONE, NEVER_SEEN, FAILED, MOVED, CHANGED_SINCE, OUT_OF_SIGHT -> found;
    };
  }

  private boolean carries(MovedMessage found, String hash) {
    return found.idBefore() != null
        && !attachments.withHash(found.mailbox(), found.idBefore(), hash).isEmpty();
  }

  private static MovedMessage settled(MovedMessage found) {
    return found.result() == MessageResult.GONE || found.beyondReach()
        ? found
        : found.with(
            MessageResult.ALREADY_THERE,
            found.idBefore(),
            found.folderBefore(),
            "the message does not carry the attachment");
  }

  @Override
  public Results takeOut(List<MovedMessage> wanted, String sha256, Mandate mandate) {
    var known =
        wanted.stream()
            .map(MovedMessage::idBefore)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
    return MovingRemediation.each(
        wanted, message -> takeOut(message, sha256.toLowerCase(Locale.ROOT), known, mandate));
  }

  private MovedMessage takeOut(
      MovedMessage wanted, String hash, Set<String> known, Mandate mandate) {
    var open =
        wanted.result() == MessageResult.PENDING || wanted.result() == MessageResult.OUT_OF_SIGHT;
    if (!open || wanted.idBefore() == null) {
      return wanted;
    }
    var there = messages.get(wanted.mailbox(), wanted.idBefore()).isPresent();
    // What our quarantine has of it is the original, or all of it.
    return (there
            ? Optional.of(wanted)
            : targets.elsewhere(wanted, known).filter(m -> !targets.isQuarantined(m)))
        .map(message -> takeOut(message, String.valueOf(message.idBefore()), hash, mandate))
        .orElseGet(() -> wanted.with(MessageResult.GONE, null, null, null));
  }

  private MovedMessage takeOut(MovedMessage message, String id, String hash, Mandate mandate) {
    var mailbox = message.mailbox();
    var home = quarantine.of(mailbox);
    var found = attachments.withHash(mailbox, id, hash);
    // An earlier call of ours may have ended anywhere below.
    var original =
        messages.findIn(mailbox, home, message.internetMessageId()).stream()
            .filter(copy -> !attachments.withHash(mailbox, copy.id(), hash).isEmpty())
            .findFirst();
    if (found.isEmpty() && original.isEmpty()) {
      return settled(message);
    }
    var copy = original.or(() -> messages.copy(mailbox, id, home));
    if (copy.isEmpty()) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var kept = messages.mime(mailbox, copy.get().id(), vault::store).sha256();
    var listed = attachments.list(mailbox, id);
    if (listed.stream().noneMatch(a -> a.name().equals(STUB))) {
      attachments.addText(mailbox, id, STUB, stub(found, hash, mandate));
    }
    found.forEach(a -> attachments.delete(mailbox, id, a.id()));
    var done = message.kept(kept).replacedBy(id);
    var unseen =
        done.with(
            MessageResult.OUT_OF_SIGHT,
            copy.get().id(),
            home,
            "the attachment was deleted, but the message is not seen without it");
    return MovingRemediation.looking(
        unseen,
        () ->
            attachments.withHash(mailbox, id, hash).isEmpty()
                    && !attachments.withHash(mailbox, copy.get().id(), hash).isEmpty()
                ? done.with(
                    MessageResult.MOVED, copy.get().id(), home, "the original is kept as " + kept)
                : unseen);
  }

  private static String stub(List<Attachments.Listed> taken, String hash, Mandate mandate) {
    var name = taken.isEmpty() ? "" : Unseen.replaced(taken.getFirst().name(), " ");
    return """
    An attachment of this message was taken into quarantine.

    Name:    %s
    SHA-256: %s
    Action:  %s

    Ask your administrator to have it released.
    """
        .formatted(name, hash, mandate.actionId());
  }
}
