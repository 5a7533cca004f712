package dev.quaestor.connector.imap;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.connector.capability.MailRemediation.Destination;
import dev.quaestor.connector.imap.MailCopies.Copy;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailCluster.Member;
import dev.quaestor.entity.MailMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Which messages a target stands for, now, and where they lie. */
final class MailPlaces {
  /** How far back a cluster's likes are looked for. */
  private static final Duration LOOK_BACK = Duration.ofDays(30);

  private final ImapSettings settings;
  private final Mailboxes mailboxes;
  private final SearchPass pass;

  MailPlaces(ImapSettings settings, Mailboxes mailboxes, SearchPass pass) {
    this.settings = settings;
    this.mailboxes = mailboxes;
    this.pass = pass;
  }

  /** Whether it is mail in mailboxes of ours, or may be. */
  boolean knows(Entity target) {
    return switch (target) {
      case MailMessage message -> mailboxes.claims(message.recipient());
      case MailCluster cluster ->
          cluster.messages().stream().anyMatch(m -> mailboxes.claims(m.mailbox()))
              // Not looked at yet: its criteria find its messages.
              || (cluster.messages().isEmpty() && cluster.unsearchable().isEmpty());
      default -> false;
    };
  }

  List<MovedMessage> locate(Entity target, Aim aim) {
    var unsearched = new ArrayList<MovedMessage>();
    var members = members(target, unsearched);
    var byMailbox = new LinkedHashMap<String, List<Member>>();
    members.forEach(
        member ->
            byMailbox
                .computeIfAbsent(Mailboxes.canonical(member.mailbox()), m -> new ArrayList<>())
                .add(member));
    var located = new ArrayList<MovedMessage>();
    try (var calls = new ParallelCalls(new Semaphore(settings.connections()))) {
      var running = new ArrayList<Future<List<MovedMessage>>>();
      byMailbox.forEach((box, some) -> running.add(calls.submit(() -> locate(box, some, aim))));
      running.forEach(one -> located.addAll(ParallelCalls.result(one)));
    }
    located.addAll(unsearched);
    return located;
  }

  private List<Member> members(Entity target, List<MovedMessage> unsearched) {
    return switch (target) {
      case MailMessage message -> List.of(member(message));
      case MailCluster cluster -> live(cluster, unsearched);
      default -> throw new IllegalArgumentException(target.kind() + " is not mail");
    };
  }

  private Member member(MailMessage message) {
    var mailbox = String.valueOf(message.recipient());
    if (message.internetMessageId() != null) {
      return new Member(mailbox, message.networkMessageId(), message.internetMessageId(), null);
    }
    var networkId = String.valueOf(message.networkMessageId());
    var criteria = List.of(Field.NETWORK_MESSAGE_ID.is(networkId), Field.RECIPIENT.is(mailbox));
    return pass.search(criteria, since()).hits().stream()
        .findFirst()
        .map(SearchPass.Hit::member)
        .orElseGet(() -> new Member(mailbox, networkId, "", null));
  }

  private static Instant since() {
    return Instant.now().minus(LOOK_BACK);
  }

  /**
   * Those that were shown, and those that have come since. Where some of what they share is beyond
   * any search, only those that were shown and share the rest.
   */
  private List<Member> live(MailCluster cluster, List<MovedMessage> unsearched) {
    var all = new LinkedHashMap<String, Member>();
    cluster.messages().forEach(m -> all.putIfAbsent(identity(m), m));
    if (!cluster.searchable().isEmpty()) {
      var found = new LinkedHashMap<String, Member>();
      var answer = pass.search(cluster.searchable(), since());
      answer.missed().forEach((mailbox, why) -> unsearched.addAll(missed(mailbox, why)));
      answer.hits().stream()
          .limit(MailRemediation.LIMIT + 1L)
          .map(SearchPass.Hit::member)
          .forEach(m -> found.put(identity(m), m));
      if (!cluster.unsearchable().isEmpty()) {
        found.keySet().retainAll(all.keySet());
        all.keySet().retainAll(found.keySet());
      }
      all.putAll(found);
    }
    return List.copyOf(all.values());
  }

  /** One that is away is waited for; one that is closed to us is told, and keeps nobody waiting. */
  private static List<MovedMessage> missed(String mailbox, ConnectorException why) {
    if (why.isPassing()) {
      throw why;
    }
    return List.of(
        outOfReach(new Member(mailbox, null, "", null), String.valueOf(why.getMessage())));
  }

  private static String identity(Member member) {
    return member.mailbox().toLowerCase(Locale.ROOT) + " " + member.internetMessageId();
  }

  private List<MovedMessage> locate(String mailbox, List<Member> members, Aim aim) {
    if (!mailboxes.claims(mailbox)) {
      return members.stream()
          .map(member -> outOfReach(member, settings.connector() + " does not have this mailbox"))
          .toList();
    }
    try {
      return mailboxes.in(
          mailbox,
          session -> {
            var folders = session.folders();
            return members.stream()
                .flatMap(member -> locate(session, folders, member, aim).stream())
                .toList();
          });
    } catch (ConnectorException failed) {
      if (failed.kind() != Kind.OUT_OF_REACH) {
        throw failed;
      }
      return members.stream()
          .map(member -> outOfReach(member, String.valueOf(failed.getMessage())))
          .toList();
    }
  }

  private List<MovedMessage> locate(
      ImapSession session, List<Folder> folders, Member member, Aim aim) {
    var found =
        member.internetMessageId().isEmpty()
            ? List.<Copy>of()
            : MailCopies.find(session, received(folders), member.internetMessageId());
    if (found.isEmpty()) {
      return List.of(missing(member));
    }
    var visible = new ArrayList<Copy>();
    var recoverable = new ArrayList<Copy>();
    var quarantined = new ArrayList<Copy>();
    for (var copy : found) {
      (isQuarantine(copy.folder())
              ? quarantined
              : isRecoverable(copy.folder()) ? recoverable : visible)
          .add(copy);
    }
    var elsewhere = visible.isEmpty() ? recoverable : visible;
    return switch (aim) {
      case AWAY ->
          elsewhere.isEmpty()
              ? quarantined.stream().map(copy -> lockedAway(image(member, copy))).toList()
              : images(member, elsewhere);
      case BACK -> images(member, elsewhere.isEmpty() ? quarantined : elsewhere);
      case PURGED -> images(member, found);
    };
  }

  private static List<MovedMessage> images(Member member, List<Copy> copies) {
    return copies.stream().map(copy -> image(member, copy)).toList();
  }

  /** Where mail is that has come in: not what the owner of the mailbox wrote. */
  static List<Folder> received(List<Folder> folders) {
    return folders.stream().filter(folder -> !folder.isOfOwner()).toList();
  }

  boolean isQuarantine(Folder folder) {
    return folder.name().equals(settings.folders().quarantine());
  }

  private boolean isRecoverable(Folder folder) {
    return folder.name().equals(settings.folders().recoverable());
  }

  /** The folder of a destination: by what it is marked for, else by its name. */
  Folder folder(List<Folder> folders, Destination destination) {
    return switch (destination) {
      case INBOX -> Folder.named(Folder.INBOX);
      case JUNK -> marked(folders, "\\junk", settings.folders().junk());
      case DELETED_ITEMS -> marked(folders, "\\trash", settings.folders().deleted());
      case RECOVERABLE -> Folder.named(settings.folders().recoverable());
      case QUARANTINE -> Folder.named(settings.folders().quarantine());
    };
  }

  private static Folder marked(List<Folder> folders, String mark, String name) {
    return folders.stream()
        .filter(folder -> folder.isMarked(mark))
        .findFirst()
        .orElseGet(() -> Folder.named(name));
  }

  private static MovedMessage image(Member member, Copy copy) {
    return image(member, copy, MessageResult.PENDING);
  }

  static MovedMessage lockedAway(MovedMessage message) {
    return message.with(
        MessageResult.ALREADY_THERE,
        message.idBefore(),
        message.folderBefore(),
        "the message is already in quarantine");
  }

  /** The same message where it was found since: undo goes back to there. */
  static MovedMessage at(MovedMessage message, Copy copy) {
    return image(
        new Member(
            message.mailbox(), message.networkMessageId(), message.internetMessageId(), null),
        copy,
        MessageResult.PENDING);
  }

  private static MovedMessage missing(Member member) {
    var gone = image(member, null, MessageResult.GONE);
    return member.location() == null
        ? gone.with(
            MessageResult.NEVER_SEEN,
            null,
            null,
            "it is not in %s, and no record says that it ever was".formatted(member.mailbox()))
        : gone;
  }

  private static MovedMessage outOfReach(Member member, String why) {
    return image(member, null, MessageResult.GONE)
        .with(MessageResult.FAILED, null, null, "out of reach: " + why);
  }

  private static MovedMessage image(Member member, @Nullable Copy copy, MessageResult result) {
    return new MovedMessage(
        member.mailbox(),
        member.internetMessageId(),
        member.networkMessageId(),
        copy == null ? null : copy.folder().wire(),
        copy == null ? null : copy.folder().name(),
        copy == null ? null : copy.id().toString(),
        null,
        null,
        result,
        null);
  }
}
