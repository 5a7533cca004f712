package dev.quaestor.connector.imap;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.imap.ImapSession.Command;
import dev.quaestor.connector.imap.MailCopies.Copy;
import dev.quaestor.entity.Entity;
import dev.quaestor.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moves each message by MOVE, which is all or nothing and keeps flags and time of arrival, and
 * looks at it again in its new place. What lies where is the record of what was done: a message is
 * told by its number while its folder is the same one, else by its Message-ID and the hash of its
 * bytes.
 */
final class MailMoves implements MailRemediation {
  private final ImapSettings settings;
  private final Mailboxes mailboxes;
  private final MailPlaces places;
  private final Vault vault;

  MailMoves(ImapSettings settings, Mailboxes mailboxes, MailPlaces places, Vault vault) {
    this.settings = settings;
    this.mailboxes = mailboxes;
    this.places = places;
    this.vault = vault;
  }

  @Override
  public boolean knows(Entity target) {
    return places.knows(target);
  }

  @Override
  public List<MovedMessage> locate(Entity target, Aim aim) {
    return places.locate(target, aim);
  }

  /** What is done to one message while its mailbox is open. */
  @FunctionalInterface
  interface Step {
    MovedMessage apply(Open open, MovedMessage message);
  }

  /** A mailbox that is open, with its folders as they were found. */
  static final class Open {
    final ImapSession session;
    private List<Folder> folders;

    Open(ImapSession session) {
      this.session = session;
      this.folders = session.folders();
    }

    List<Folder> folders() {
      return folders;
    }

    Folder folder(String wire) {
      return folders.stream()
          .filter(one -> one.wire().equals(wire))
          .findFirst()
          .orElseGet(() -> Folder.of(wire, Set.of()));
    }

    boolean has(Folder folder) {
      return folders.stream().anyMatch(one -> one.wire().equals(folder.wire()));
    }

    void make(Folder folder) {
      if (!has(folder)) {
        session.create(folder);
        folders = session.folders();
      }
    }

    List<Copy> copies(MovedMessage message) {
      return MailCopies.find(session, MailPlaces.received(folders), message.internetMessageId());
    }

    /** The copy of that number, if it is the same message; a number alone may be another one's. */
    Optional<Copy> at(@Nullable String folder, @Nullable String id, MovedMessage message) {
      var known = MessageId.of(id);
      if (folder == null || known.isEmpty() || !has(folder(folder))) {
        return Optional.empty();
      }
      return at(folder(folder), known.get(), message);
    }

    Optional<Copy> at(Folder folder, MessageId known, MovedMessage message) {
      var open = session.select(folder, true);
      if (open.isEmpty() || open.get().validity() != known.validity()) {
        return Optional.empty();
      }
      return MailCopies.read(session, folder, List.of(known.uid())).stream()
          .filter(copy -> copy.id().isLike(known))
          .filter(copy -> message.internetMessageId().equals(copy.head().internetMessageId()))
          .findFirst();
    }
  }

  private record Step1(MovedMessage message, @Nullable ConnectorException broke) {}

  /** Mailboxes side by side, the messages of each in one connection. */
  Results each(List<MovedMessage> wanted, Step step) {
    var byMailbox = new LinkedHashMap<String, List<Integer>>();
    for (int n = 0; n < wanted.size(); n++) {
      byMailbox
          .computeIfAbsent(wanted.get(n).mailbox().toLowerCase(Locale.ROOT), m -> new ArrayList<>())
          .add(n);
    }
    var results = new HashMap<Integer, Step1>();
    try (var calls = new ParallelCalls(new Semaphore(settings.connections()))) {
      var running = new ArrayList<Future<Map<Integer, Step1>>>();
      byMailbox.forEach(
          (mailbox, some) ->
              running.add(calls.submit(() -> inMailbox(mailbox, some, wanted, step))));
      running.forEach(one -> results.putAll(ParallelCalls.result(one)));
    }
    var ordered = new ArrayList<Step1>();
    for (int n = 0; n < wanted.size(); n++) {
      ordered.add(Objects.requireNonNull(results.get(n)));
    }
    return new Results(
        ordered.stream().map(Step1::message).toList(),
        ordered.stream().map(Step1::broke).filter(Objects::nonNull).findFirst().orElse(null));
  }

  private Map<Integer, Step1> inMailbox(
      String mailbox, List<Integer> some, List<MovedMessage> wanted, Step step) {
    var done = new HashMap<Integer, Step1>();
    // A connection that broke is of no use to the next message: that gets a new one.
    while (done.size() < some.size()) {
      var left = some.stream().filter(n -> !done.containsKey(n)).toList();
      try {
        mailboxes.in(
            mailbox,
            session -> {
              var open = new Open(session);
              for (var n : left) {
                done.put(n, attempt(open, wanted.get(n), step));
                if (Objects.requireNonNull(done.get(n)).broke() != null) {
                  break;
                }
              }
              return done;
            });
      } catch (ConnectorException broke) {
        for (var n : left) {
          if (!done.containsKey(n)) {
            done.put(n, broken(wanted.get(n), broke));
          }
        }
      }
    }
    return done;
  }

  private static Step1 attempt(Open open, MovedMessage message, Step step) {
    try {
      return new Step1(step.apply(open, message), null);
    } catch (OutOfSight lost) {
      return lost.step();
    } catch (ConnectorException broke) {
      return broken(message, broke);
    }
  }

  private static Step1 broken(MovedMessage message, ConnectorException broke) {
    var lost = broke.mayHaveActed() || message.result() == MessageResult.OUT_OF_SIGHT;
    return new Step1(
        message.with(
            lost ? MessageResult.OUT_OF_SIGHT : MessageResult.FAILED,
            message.idAfter(),
            message.folderAfter(),
            String.valueOf(broke.getMessage())),
        broke.isPassing() ? broke : null);
  }

  /** The server may have done it, and was not seen to. */
  static final class OutOfSight extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient MovedMessage message;
    private final ConnectorException broke;

    OutOfSight(MovedMessage message, ConnectorException broke) {
      super(broke);
      this.message = message;
      this.broke = broke.afterActing();
    }

    Step1 step() {
      return new Step1(
          message.with(
              MessageResult.OUT_OF_SIGHT,
              message.idAfter(),
              message.folderAfter(),
              "it may have been done, but is not seen (" + broke.getMessage() + ")"),
          broke.isPassing() ? broke : null);
    }
  }

  @Override
  public Results move(List<MovedMessage> wanted, Destination destination, Mandate mandate) {
    var known = ids(wanted);
    return each(
        wanted,
        (open, message) -> {
          if (!isOpen(message)) {
            return message;
          }
          var folder = places.folder(open.folders(), destination);
          return destination == Destination.QUARANTINE
              ? quarantine(open, message, folder, known)
              : move(open, message, folder, known, destination.aim(), null);
        });
  }

  /** What an earlier call has moved is its user's since; what it lost sight of is looked for. */
  private static boolean isOpen(MovedMessage message) {
    return message.result() == MessageResult.PENDING
        || message.result() == MessageResult.OUT_OF_SIGHT;
  }

  static Set<String> ids(List<MovedMessage> messages) {
    return messages.stream()
        .map(MovedMessage::idBefore)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private MovedMessage quarantine(
      Open open, MovedMessage message, Folder folder, Set<String> known) {
    return move(open, message, folder, known, Aim.AWAY, this::keep);
  }

  /** The raw message as the vault has it from now on; null when it is gone. */
  @Nullable String keep(Open open, Copy copy) {
    return WholeMail.raw(open.session, copy).map(raw -> WholeMail.keep(vault, raw)).orElse(null);
  }

  /** What is kept of a message before it is moved. */
  @FunctionalInterface
  interface Keeping {
    @Nullable String keep(Open open, Copy copy);
  }

  private MovedMessage move(
      Open open,
      MovedMessage message,
      Folder destination,
      Set<String> known,
      Aim aim,
      @Nullable Keeping keeping) {
    var before = MessageId.of(message.idBefore());
    if (before.isEmpty() || message.folderBefore() == null) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var there = open.at(message.folderBefore(), message.idBefore(), message);
    if (there.isPresent()) {
      return there.get().folder().wire().equals(destination.wire())
          ? message.with(MessageResult.ALREADY_THERE, message.idBefore(), destination.wire(), null)
          : transfer(open, message, there.get(), destination, keeping);
    }
    // An earlier call of ours moved it, or somebody else did, or its folder was made again.
    var copies =
        open.copies(message).stream()
            .filter(copy -> copy.id().isLike(before.get()))
            .filter(copy -> !known.contains(copy.id().toString()))
            .toList();
    for (var copy : copies) {
      if (copy.folder().wire().equals(destination.wire())) {
        var moved =
            message.with(MessageResult.MOVED, copy.id().toString(), destination.wire(), null);
        var kept = keeping == null ? null : keeping.keep(open, copy);
        return kept == null ? moved : moved.kept(kept);
      }
    }
    for (var copy : copies) {
      var now = MailPlaces.at(message, copy);
      return aim == Aim.AWAY && places.isQuarantine(copy.folder())
          ? MailPlaces.lockedAway(now)
          : transfer(open, now, copy, destination, keeping);
    }
    return message.with(MessageResult.GONE, null, null, null);
  }

  private MovedMessage transfer(
      Open open, MovedMessage message, Copy copy, Folder destination, @Nullable Keeping keeping) {
    var kept = keeping == null ? null : keeping.keep(open, copy);
    if (keeping != null && kept == null) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    open.make(destination);
    var moved = moved(open, message, copy, destination);
    return kept == null ? moved : moved.kept(kept);
  }

  /** One MOVE, and then a look. */
  MovedMessage moved(Open open, MovedMessage message, Copy copy, Folder destination) {
    if (open.session.select(copy.folder(), true).isEmpty()) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var unseen = message.with(MessageResult.OUT_OF_SIGHT, null, destination.wire(), null);
    ImapSession.Reply reply;
    try {
      reply =
          open.session.run(
              new Command("UID MOVE").with(String.valueOf(copy.id().uid())).folder(destination));
    } catch (ConnectorException lost) {
      throw new OutOfSight(unseen, lost);
    }
    if (!reply.isOk()) {
      throw ImapSession.refused("MOVE", reply);
    }
    try {
      return seen(open, unseen, copy, destination, reply);
    } catch (ConnectorException lost) {
      throw new OutOfSight(unseen, lost);
    }
  }

  /** What the server says of its new number is looked at, not believed. */
  private static MovedMessage seen(
      Open open, MovedMessage unseen, Copy copy, Folder destination, ImapSession.Reply reply) {
    var told = newId(reply, copy.id());
    var there = told.flatMap(id -> open.at(destination, id, unseen));
    if (there.isEmpty()) {
      there =
          open.copies(unseen).stream()
              .filter(one -> one.folder().wire().equals(destination.wire()))
              .filter(one -> one.id().isLike(copy.id()))
              .max(java.util.Comparator.comparingLong(one -> one.id().uid()));
    }
    return there
        .map(one -> unseen.with(MessageResult.MOVED, one.id().toString(), destination.wire(), null))
        .orElseGet(
            () ->
                unseen.with(
                    MessageResult.OUT_OF_SIGHT,
                    null,
                    destination.wire(),
                    "the move was accepted, but it is not seen there"));
  }

  private static Optional<MessageId> newId(ImapSession.Reply reply, MessageId before) {
    return reply
        .code("COPYUID ")
        .map(code -> code.split(" "))
        .filter(words -> words.length == 4)
        .filter(
            words ->
                ImapAnswer.isNumber(words[1])
                    && ImapAnswer.isNumber(words[3])
                    && words[1].length() < 18
                    && words[3].length() < 18)
        .map(
            words ->
                new MessageId(
                    Long.parseLong(words[1]),
                    Long.parseLong(words[3]),
                    before.size(),
                    before.hash()));
  }

  @Override
  public Results purge(List<MovedMessage> wanted, Mandate mandate) {
    var known = ids(wanted);
    return each(
        wanted,
        (open, message) ->
            message.beyondReach() || message.result() == MessageResult.MOVED
                ? message
                : purge(open, message, known));
  }

  private static MovedMessage purge(Open open, MovedMessage message, Set<String> known) {
    var before = MessageId.of(message.idBefore());
    if (before.isEmpty()) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var copy =
        open.at(message.folderBefore(), message.idBefore(), message)
            .or(
                () ->
                    open.copies(message).stream()
                        .filter(one -> one.id().isLike(before.get()))
                        .filter(one -> !known.contains(one.id().toString()))
                        .findFirst());
    if (copy.isEmpty()) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    var unseen = message.with(MessageResult.OUT_OF_SIGHT, null, null, null);
    expunge(open, copy.get(), unseen);
    try {
      return open.at(copy.get().folder().wire(), copy.get().id().toString(), message).isEmpty()
          ? message.with(MessageResult.MOVED, null, null, "purged")
          : message.with(
              MessageResult.OUT_OF_SIGHT, null, null, "the purge was accepted, but not seen");
    } catch (ConnectorException lost) {
      throw new OutOfSight(unseen, lost);
    }
  }

  /** In one flight, so that nothing is left with a mark alone. */
  static void expunge(Open open, Copy copy, MovedMessage unseen) {
    if (open.session.select(copy.folder(), true).isEmpty()) {
      return;
    }
    var uid = String.valueOf(copy.id().uid());
    List<ImapSession.Reply> replies;
    try {
      replies =
          open.session.runAll(
              List.of(
                  new Command("UID STORE").with(uid).with("+FLAGS.SILENT (\\Deleted)"),
                  new Command("UID EXPUNGE").with(uid)));
    } catch (ConnectorException lost) {
      throw new OutOfSight(unseen, lost);
    }
    for (var reply : replies) {
      if (!reply.isOk()) {
        throw ImapSession.refused("EXPUNGE", reply);
      }
    }
  }

  @Override
  public Results restore(List<MovedMessage> moved, Mandate mandate) {
    return each(
        moved,
        (open, message) ->
            message.standIn() == null ? backHome(open, message, null) : inPlaceOf(open, message));
  }

  /** The original takes the place of what its user has instead, where that still is. */
  private MovedMessage inPlaceOf(Open open, MovedMessage message) {
    var known = MessageId.of(message.standIn());
    var place = message.standInFolder() == null ? message.folderBefore() : message.standInFolder();
    var standIns =
        open.copies(message).stream()
            .filter(copy -> known.isPresent() && copy.id().isLike(known.get()))
            .toList();
    var original =
        open.at(message.folderAfter(), message.idAfter(), message).isPresent()
            || open.copies(message).stream()
                .anyMatch(
                    copy ->
                        MessageId.of(message.idAfter())
                            .filter(id -> copy.id().isLike(id))
                            .isPresent());
    if (standIns.isEmpty() && original && !isHome(open, message)) {
      return message.with(MessageResult.CHANGED_SINCE, null, null, lost(message));
    }
    var there = standIns.stream().filter(copy -> copy.folder().wire().equals(place)).findFirst();
    if (there.isEmpty() && !standIns.isEmpty()) {
      return movedOn(message, standIns.getFirst());
    }
    var restored = backHome(open, message, known.orElse(null));
    var back =
        restored.result() == MessageResult.MOVED
            || restored.result() == MessageResult.ALREADY_THERE;
    if (back && there.isPresent()) {
      expunge(
          open,
          there.get(),
          restored.with(
              MessageResult.OUT_OF_SIGHT, restored.idAfter(), restored.folderAfter(), null));
    }
    return restored;
  }

  private static boolean isHome(Open open, MovedMessage message) {
    return open.copies(message).stream()
        .anyMatch(
            copy ->
                copy.folder().wire().equals(message.folderBefore())
                    && MessageId.of(message.idAfter()).filter(copy.id()::isLike).isPresent());
  }

  /**
   * @param standIn what stands in its place, which bears the same Message-ID
   */
  private MovedMessage backHome(Open open, MovedMessage message, @Nullable MessageId standIn) {
    var home = message.folderBefore();
    if (home == null) {
      return message.with(
          MessageResult.FAILED, message.idAfter(), null, "its former folder was not recorded");
    }
    var folder = open.folder(home);
    var like =
        MessageId.of(message.idAfter()).or(() -> MessageId.of(message.idBefore())).orElse(null);
    var copy = open.at(message.folderAfter(), message.idAfter(), message);
    if (copy.isEmpty()) {
      var copies =
          open.copies(message).stream()
              .filter(one -> like == null || one.id().isLike(like))
              .filter(one -> standIn == null || !one.id().isLike(standIn))
              .toList();
      for (var one : copies) {
        if (one.folder().wire().equals(home)) {
          return message.with(MessageResult.ALREADY_THERE, one.id().toString(), home, null);
        }
      }
      // Its folder was made again, or an answer was lost.
      copy =
          copies.stream()
              .filter(one -> one.folder().wire().equals(message.folderAfter()))
              .findFirst();
      if (copy.isEmpty()) {
        return copies.isEmpty()
            ? message.with(MessageResult.CHANGED_SINCE, null, null, lost(message))
            : movedOn(message, copies.getFirst());
      }
    }
    if (!open.has(folder)) {
      return message.with(
          MessageResult.FAILED,
          copy.get().id().toString(),
          copy.get().folder().wire(),
          "the folder that it was in no longer exists");
    }
    return moved(open, message, copy.get(), folder);
  }

  private static MovedMessage movedOn(MovedMessage message, Copy now) {
    return message.with(
        MessageResult.CHANGED_SINCE,
        now.id().toString(),
        now.folder().wire(),
        "someone has moved the message in %s to \"%s\" since; it was left there"
            .formatted(
                message.mailbox(), dev.quaestor.text.Unseen.replaced(now.folder().name(), " ")));
  }

  private static String lost(MovedMessage message) {
    var gone = "someone has removed the message from " + message.mailbox() + " since";
    return message.keptAs() == null ? gone : gone + "; the vault keeps it as " + message.keptAs();
  }
}
