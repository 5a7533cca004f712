package dev.quaestor.connector.imap;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.AttachmentQuarantine;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.capability.MailRemediation.Results;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.imap.ImapSession.Command;
import dev.quaestor.connector.imap.MailCopies.Copy;
import dev.quaestor.connector.imap.MailMoves.Open;
import dev.quaestor.connector.imap.MailMoves.OutOfSight;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.mail.AttachmentCut;
import dev.quaestor.mail.MailReader;
import dev.quaestor.vault.Vault;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A message over IMAP never changes. So a copy without the attachment is put beside it, with its
 * flags and time of arrival, and then the whole goes into quarantine. What was done is told by what
 * lies where: the same mandate makes the same copy, byte for byte.
 */
final class AttachmentRemoval implements AttachmentQuarantine {
  private static final DateTimeFormatter INTERNAL =
      DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String WHOLE_IN_QUARANTINE =
      "the whole message is in quarantine; release it first to take the attachment out";

  private final Mailboxes mailboxes;
  private final MailPlaces places;
  private final MailMoves moves;
  private final Vault vault;

  AttachmentRemoval(Mailboxes mailboxes, MailPlaces places, MailMoves moves, Vault vault) {
    this.mailboxes = mailboxes;
    this.places = places;
    this.moves = moves;
    this.vault = vault;
  }

  @Override
  public boolean knows(MailMessage message) {
    return mailboxes.claims(message.recipient());
  }

  @Override
  public List<MovedMessage> locate(MailMessage message, String sha256) {
    var hash = sha256.toLowerCase(Locale.ROOT);
    var found = places.locate(message, Aim.AWAY);
    var results = moves.each(found, (open, one) -> located(open, one, hash));
    if (results.broke() != null) {
      throw results.broke();
    }
    return results.messages();
  }

  private static MovedMessage located(Open open, MovedMessage found, String hash) {
    return switch (found.result()) {
      case PENDING ->
          open.at(found.folderBefore(), found.idBefore(), found)
              .flatMap(copy -> WholeMail.raw(open.session, copy))
              .filter(raw -> AttachmentCut.without(raw, hash, "").isPresent())
              .map(raw -> found)
              .orElseGet(() -> settled(found));
      // Its user would have the attachment again once the message is released.
      case ALREADY_THERE -> found.with(MessageResult.FAILED, null, null, WHOLE_IN_QUARANTINE);
      case GONE, NEVER_SEEN, FAILED, MOVED, CHANGED_SINCE, OUT_OF_SIGHT -> found;
    };
  }

  private static MovedMessage settled(MovedMessage found) {
    return found.with(
        MessageResult.ALREADY_THERE,
        found.idBefore(),
        found.folderBefore(),
        "the message does not carry the attachment");
  }

  @Override
  public Results takeOut(List<MovedMessage> messages, String sha256, Mandate mandate) {
    var known = MailMoves.ids(messages);
    var hash = sha256.toLowerCase(Locale.ROOT);
    return moves.each(
        messages,
        (open, message) ->
            message.result() == MessageResult.PENDING
                    || message.result() == MessageResult.OUT_OF_SIGHT
                ? takeOut(open, message, hash, known, mandate)
                : message);
  }

  private MovedMessage takeOut(
      Open open, MovedMessage message, String hash, Set<String> known, Mandate mandate) {
    var before = MessageId.of(message.idBefore());
    if (before.isEmpty() || message.folderBefore() == null) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var original =
        open.at(message.folderBefore(), message.idBefore(), message)
            .or(
                () ->
                    open.copies(message).stream()
                        .filter(copy -> copy.id().isLike(before.get()))
                        .filter(copy -> !known.contains(copy.id().toString()))
                        .findFirst());
    if (original.isEmpty()) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var raw = WholeMail.raw(open.session, original.get());
    if (raw.isEmpty()) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var without = AttachmentCut.without(raw.get(), hash, stub(hash, mandate));
    if (without.isEmpty()) {
      return settled(message);
    }
    return takeOut(open, message, original.get(), raw.get(), without.get());
  }

  private MovedMessage takeOut(
      Open open, MovedMessage message, Copy original, byte[] raw, byte[] without) {
    var like = MessageId.hashOf(without, without.length <= MailReader.LARGEST);
    var standIn = standIn(open, message, without.length, like);
    var isAway = places.isQuarantine(original.folder());
    if (standIn.isEmpty() && isAway) {
      return message.with(MessageResult.FAILED, null, null, WHOLE_IN_QUARANTINE);
    }
    var quarantine = places.folder(open.folders(), Destination.QUARANTINE);
    var kept = WholeMail.keep(vault, raw);
    open.make(quarantine);
    if (standIn.isEmpty()) {
      append(open, message, original, without);
      standIn = standIn(open, message, without.length, like);
    }
    if (standIn.isEmpty()) {
      return message.with(
          MessageResult.FAILED, null, null, "the message without its attachment is not seen");
    }
    var done = message.kept(kept).replacedBy(standIn.get().id().toString());
    var moved =
        isAway
            ? done.with(
                MessageResult.MOVED, original.id().toString(), original.folder().wire(), null)
            : moves.moved(open, done, original, quarantine);
    return moved.result() == MessageResult.MOVED
        ? moved.with(
            MessageResult.MOVED,
            moved.idAfter(),
            moved.folderAfter(),
            "the original is kept as " + kept)
        : moved;
  }

  /** Where the message without its attachment is; whatever its user has done with it since. */
  private Optional<Copy> standIn(Open open, MovedMessage message, long size, String hash) {
    return open.copies(message).stream()
        .filter(copy -> copy.id().size() == size && copy.id().hash().equals(hash))
        .filter(copy -> !places.isQuarantine(copy.folder()))
        .findFirst();
  }

  private static void append(Open open, MovedMessage message, Copy original, byte[] without) {
    var shown =
        open.session.select(original.folder(), true).isEmpty()
            ? List.<ImapSession.Shown>of()
            : open.session.fetch(List.of(original.id().uid()), "", 0);
    if (shown.isEmpty()) {
      throw new ConnectorException(
          ConnectorException.Kind.DOWN, "IMAP: the message was moved in this moment");
    }
    ImapSession.Reply reply;
    try {
      reply =
          open.session.run(
              new Command("APPEND")
                  .folder(original.folder())
                  .with("(" + flags(shown.getFirst().flags()) + ")")
                  .with("\"" + INTERNAL.format(shown.getFirst().received()) + "\"")
                  .data(without));
    } catch (ConnectorException lost) {
      throw new OutOfSight(message, lost);
    }
    if (!reply.isOk()) {
      throw ImapSession.refused("APPEND", reply);
    }
  }

  /** Those that a client may set. */
  private static String flags(List<String> flags) {
    return flags.stream()
        .filter(flag -> !flag.equalsIgnoreCase("\\Recent"))
        .filter(flag -> name(flag).matches("[A-Za-z0-9$_.-]{1,100}"))
        .collect(Collectors.joining(" "));
  }

  private static String name(String flag) {
    return flag.startsWith("\\") ? flag.substring(1) : flag;
  }

  /** The name that its sender gave it is not said again: it may be bait. */
  private static String stub(String hash, Mandate mandate) {
    return """
    An attachment of this message was taken into quarantine.

    SHA-256: %s
    Action:  %s

    Ask your administrator to have it released.
    """
        .formatted(hash, mandate.actionId());
  }
}
