package dev.quaestor.connector.graph;

import static java.util.Comparator.comparing;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.entity.Entity;
import dev.quaestor.vault.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves each message by itself and reads it again at its new place. */
final class MovingRemediation implements MailRemediation {
  private final MailTargets targets;
  private final Messages messages;
  private final Attachments attachments;
  private final QuarantineFolders quarantine;
  private final Vault vault;

  MovingRemediation(
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
  public boolean knows(Entity target) {
    return targets.knows(target);
  }

  @Override
  public List<MovedMessage> locate(Entity target, Aim aim) {
    return targets.locate(target, aim);
  }

  static String wellKnown(Destination destination) {
    return switch (destination) {
      case RECOVERABLE -> Messages.RECOVERABLE;
      case JUNK -> "junkemail";
      case DELETED_ITEMS -> "deleteditems";
      case INBOX -> "inbox";
      case QUARANTINE -> throw new IllegalArgumentException("it is made, not well known");
    };
  }

  private String folder(String mailbox, Destination destination) {
    return destination == Destination.QUARANTINE
        ? quarantine.of(mailbox)
        : messages.folder(mailbox, wellKnown(destination)).id();
  }

  @Override
  public Results move(List<MovedMessage> wanted, Destination destination, Mandate mandate) {
    var known = ids(wanted);
    var folders = new ConcurrentHashMap<String, String>();
    return each(
        wanted,
        message ->
            // From the beginning: its mailbox is not asked for its folders either.
            isOpen(message)
                ? move(
                    message,
                    folders.computeIfAbsent(
                        message.mailbox(), mailbox -> folder(mailbox, destination)),
                    known,
                    destination)
                : message);
  }

  /** What an earlier call has moved is its user's since; what it lost sight of is looked for. */
  private static boolean isOpen(MovedMessage message) {
    return message.result() == MessageResult.PENDING
        || message.result() == MessageResult.OUT_OF_SIGHT;
  }

  private MovedMessage move(
      MovedMessage message, String folder, Set<String> known, Destination destination) {
    if (destination != Destination.QUARANTINE) {
      return move(message, folder, known, destination.aim());
    }
    var kept = message.result() == MessageResult.PENDING ? keep(message, message.idBefore()) : null;
    var moved = move(message, folder, known, Aim.AWAY);
    if (kept == null && moved.result() == MessageResult.MOVED) {
      // An earlier call of ours had moved it.
      kept = keep(message, moved.idAfter());
    }
    return kept == null ? moved : moved.kept(kept);
  }

  /** Null when it is not there. */
  private @Nullable String keep(MovedMessage message, @Nullable String id) {
    return id == null
        ? null
        : BackEndClient.ifThere(() -> messages.mime(message.mailbox(), id, vault::store).sha256())
            .orElse(null);
  }

  private MovedMessage move(MovedMessage message, String destination, Set<String> known, Aim aim) {
    if (message.idBefore() == null) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var accepted = message.result() == MessageResult.OUT_OF_SIGHT ? message.idAfter() : null;
    if (accepted != null && !isStillThere(message)) {
      return seen(message, accepted, destination);
    }
    if (destination.equals(message.folderBefore())) {
      return message.with(MessageResult.ALREADY_THERE, message.idBefore(), destination, null);
    }
    var moved = messages.move(message.mailbox(), message.idBefore(), destination);
    return moved.isPresent()
        ? seen(message, moved.get().id(), destination)
        : moveElsewhere(message, destination, known, aim);
  }

  /** Its id is gone: an earlier call of ours moved it, or somebody else did, or it is deleted. */
  private MovedMessage moveElsewhere(
      MovedMessage message, String destination, Set<String> known, Aim aim) {
    if (isStillThere(message)) {
      return message.with(
          MessageResult.FAILED,
          null,
          null,
          "it is there, but the folder that it should go to is not");
    }
    var copies =
        copies(message, destination).stream().filter(f -> !known.contains(f.id())).toList();
    for (var copy : copies) {
      if (copy.folderId().equals(destination)) {
        return message.with(MessageResult.MOVED, copy.id(), destination, null);
      }
    }
    for (var copy : copies) {
      var there = targets.at(message, copy);
      if (aim == Aim.AWAY && targets.isQuarantined(there)) {
        return MailTargets.lockedAway(there);
      }
      var moved = messages.move(message.mailbox(), copy.id(), destination);
      if (moved.isPresent()) {
        return seen(there, moved.get().id(), destination);
      }
    }
    return message.with(MessageResult.GONE, null, null, null);
  }

  /** One answer serves for a message and for the folder it should go to when either is missing. */
  private boolean isStillThere(MovedMessage message) {
    return message.idBefore() != null
        && messages.get(message.mailbox(), message.idBefore()).isPresent();
  }

  /** Every copy, those in that folder too, which may be hidden. */
  private List<Messages.Found> copies(MovedMessage message, @Nullable String folder) {
    var copies = new ArrayList<>(messages.find(message.mailbox(), message.internetMessageId()));
    if (folder != null) {
      messages.findIn(message.mailbox(), folder, message.internetMessageId()).stream()
          .filter(f -> !copies.contains(f))
          .forEach(copies::add);
    }
    return copies;
  }

  /**
   * Said to be moved; now looked at, by its id and by its name. What is seen nowhere has not failed
   * to be moved: it may be there, and goes back by what was answered.
   */
  private MovedMessage seen(MovedMessage message, String idAfter, String destination) {
    var unseen =
        message.with(
            MessageResult.OUT_OF_SIGHT,
            idAfter,
            destination,
            "the move was accepted, but it is not seen there");
    return looking(
        unseen,
        () ->
            at(message.mailbox(), idAfter, destination)
                    || copies(message, destination).stream()
                        .anyMatch(c -> c.id().equals(idAfter) && c.folderId().equals(destination))
                ? message.with(MessageResult.MOVED, idAfter, destination, null)
                : unseen);
  }

  private boolean at(String mailbox, String id, String folder) {
    try {
      return messages.get(mailbox, id).filter(now -> now.folderId().equals(folder)).isPresent();
    } catch (ConnectorException refused) {
      if (refused.isPassing()) {
        throw refused;
      }
      // Its folder may show it all the same.
      return false;
    }
  }

  /** What breaks while it looks at what was done leaves that out of sight. */
  static MovedMessage looking(MovedMessage unseen, Supplier<MovedMessage> look) {
    try {
      return look.get();
    } catch (ConnectorException broke) {
      throw new OutOfSight(unseen, broke.afterActing());
    }
  }

  /** The back end took it, and broke when it was asked what became of it. */
  private static final class OutOfSight extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient MovedMessage message;
    private final ConnectorException broke;

    OutOfSight(MovedMessage message, ConnectorException broke) {
      super(broke);
      this.message = message;
      this.broke = broke;
    }

    Step step() {
      var said = message.detail() + " (" + broke.getMessage() + ")";
      return new Step(
          message.with(message.result(), message.idAfter(), message.folderAfter(), said),
          broke.isPassing() ? broke : null);
    }
  }

  @Override
  public Results purge(List<MovedMessage> wanted, Mandate mandate) {
    var known = ids(wanted);
    return each(
        wanted,
        message ->
            message.beyondReach() || message.result() == MessageResult.MOVED
                ? message
                : purged(message)
                    // Moved since, by its user or a rule, it has another id.
                    .or(() -> targets.elsewhere(message, known).flatMap(this::purged))
                    .orElseGet(() -> message.with(MessageResult.GONE, null, null, null)));
  }

  /** Empty when it was not there. */
  private Optional<MovedMessage> purged(MovedMessage message) {
    var id = message.idBefore();
    if (id == null) {
      return Optional.empty();
    }
    var accepted = messages.purge(message.mailbox(), id);
    if (!accepted && message.result() != MessageResult.OUT_OF_SIGHT) {
      return Optional.empty();
    }
    var unseen =
        message.with(
            MessageResult.OUT_OF_SIGHT, null, null, "the purge was accepted, but not seen");
    return Optional.of(
        looking(
            unseen,
            () ->
                messages.get(message.mailbox(), id).isEmpty()
                    ? message.with(MessageResult.MOVED, null, null, "purged")
                    : unseen));
  }

  @Override
  public Results restore(List<MovedMessage> moved, Mandate mandate) {
    return each(moved, this::restore);
  }

  private MovedMessage restore(MovedMessage message) {
    return message.standIn() == null ? backHome(message, null) : inPlaceOf(message);
  }

  /** The original takes the place of what its user has instead, where that still is. */
  private MovedMessage inPlaceOf(MovedMessage message) {
    var mailbox = message.mailbox();
    var original = Optional.ofNullable(message.idAfter()).flatMap(id -> messages.get(mailbox, id));
    var standIn = standIn(message, original);
    if (standIn.isEmpty() && original.isPresent()) {
      return message.with(MessageResult.CHANGED_SINCE, null, null, lost(message));
    }
    var place = message.standInFolder() == null ? message.folderBefore() : message.standInFolder();
    if (standIn.isPresent() && !standIn.get().folderId().equals(place)) {
      return movedOn(message, standIn.get());
    }
    var restored = backHome(message, standIn.map(Messages.Found::id).orElse(null));
    var back =
        restored.result() == MessageResult.MOVED
            || restored.result() == MessageResult.ALREADY_THERE;
    if (back && standIn.isPresent()) {
      messages.purge(mailbox, standIn.get().id());
    }
    return restored;
  }

  /**
   * What its user has instead. Moving has given it another id, and then it is told by what was put
   * into it; only beside its original, because whoever sent that may have put the same into it.
   */
  private Optional<Messages.Found> standIn(
      MovedMessage message, Optional<Messages.Found> original) {
    var mailbox = message.mailbox();
    return messages
        .get(mailbox, String.valueOf(message.standIn()))
        .or(
            () ->
                original.flatMap(
                    whole ->
                        messages.find(mailbox, message.internetMessageId()).stream()
                            .filter(copy -> !copy.id().equals(whole.id()))
                            .filter(copy -> bearsStub(mailbox, copy.id()))
                            .findFirst()));
  }

  private boolean bearsStub(String mailbox, String id) {
    return BackEndClient.ifThere(() -> attachments.list(mailbox, id)).orElse(List.of()).stream()
        .anyMatch(attachment -> attachment.name().equals(AttachmentRemoval.STUB));
  }

  /**
   * @param standIn what stands in its place, which bears the same Message-ID
   */
  private MovedMessage backHome(MovedMessage message, @Nullable String standIn) {
    var home = message.folderBefore();
    if (home == null) {
      return message.with(
          MessageResult.FAILED, message.idAfter(), null, "its former folder was not recorded");
    }
    if (message.idAfter() != null) {
      var back = messages.move(message.mailbox(), message.idAfter(), home);
      if (back.isPresent()) {
        return seen(message, back.get().id(), home);
      }
    }
    var copies =
        copies(message, message.folderAfter()).stream()
            .filter(copy -> !copy.id().equals(standIn))
            .toList();
    for (var copy : copies) {
      if (copy.folderId().equals(home)) {
        return message.with(MessageResult.ALREADY_THERE, copy.id(), home, null);
      }
    }
    for (var copy : copies) {
      if (Objects.equals(copy.folderId(), message.folderAfter())) {
        var back = messages.move(message.mailbox(), copy.id(), home);
        return back.isPresent()
            ? seen(message, back.get().id(), home)
            : message.with(
                MessageResult.FAILED,
                copy.id(),
                copy.folderId(),
                "the folder that it was in no longer exists");
      }
    }
    return copies.isEmpty()
        ? message.with(MessageResult.CHANGED_SINCE, null, null, lost(message))
        : movedOn(message, copies.getFirst());
  }

  private MovedMessage movedOn(MovedMessage message, Messages.Found now) {
    var folder = messages.folder(message.mailbox(), now.folderId()).name();
    return message.with(
        MessageResult.CHANGED_SINCE,
        now.id(),
        now.folderId(),
        "someone has moved the message in %s to %s since; it was left there"
            .formatted(
                message.mailbox(), folder == null ? "another folder" : "\"" + folder + "\""));
  }

  /**
   * Graph makes drafts of raw messages, never received mail: a person decides what to do with it.
   */
  private static String lost(MovedMessage message) {
    var gone = "someone has removed the message from " + message.mailbox() + " since";
    return message.keptAs() == null ? gone : gone + "; the vault keeps it as " + message.keptAs();
  }

  private static Set<String> ids(List<MovedMessage> messages) {
    return messages.stream()
        .map(MovedMessage::idBefore)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  private record Step(MovedMessage message, @Nullable ConnectorException broke) {}

  /** One that breaks does not keep the others from being tried. */
  static Results each(List<MovedMessage> wanted, Function<MovedMessage, MovedMessage> step) {
    var steps =
        ParallelCalls.each(
            wanted,
            message -> {
              try {
                return new Step(step.apply(message), null);
              } catch (OutOfSight lost) {
                return lost.step();
              } catch (ConnectorException broke) {
                return new Step(broken(message, broke), broke.isPassing() ? broke : null);
              }
            });
    return new Results(
        steps.stream().map(Step::message).toList(),
        steps.stream()
            .map(Step::broke)
            .filter(Objects::nonNull)
            // The soonest: a mailbox that wants to be left alone for longer is, by the client.
            .min(comparing(broke -> broke.retryAfter().orElse(Duration.ZERO)))
            .orElse(null));
  }

  /** One that was accepted before stays so, whatever breaks now. */
  private static MovedMessage broken(MovedMessage message, ConnectorException broke) {
    var said = String.valueOf(broke.getMessage());
    var mayBeMoved = broke.mayHaveActed() || message.result() == MessageResult.OUT_OF_SIGHT;
    return mayBeMoved
        ? message.with(MessageResult.OUT_OF_SIGHT, message.idAfter(), message.folderAfter(), said)
        : message.with(MessageResult.FAILED, null, null, said);
  }
}
