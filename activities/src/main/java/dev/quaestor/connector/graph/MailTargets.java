package dev.quaestor.connector.graph;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailRemediation.Aim;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which messages a target stands for, now: a cluster goes on growing until it is acted on. */
final class MailTargets {
  /** How far back a cluster's likes are looked for; hunting keeps as much. */
  private static final Duration LOOK_BACK = Duration.ofDays(30);

  private final Messages messages;
  private final EmailSearch search;

  MailTargets(Messages messages, EmailSearch search) {
    this.messages = messages;
    this.search = search;
  }

  /** Whether it is mail in mailboxes that Graph reaches. */
  boolean knows(Entity target) {
    return switch (target) {
      case MailMessage message -> Messages.isAddress(message.recipient());
      case MailCluster cluster ->
          cluster.messages().stream().anyMatch(m -> Messages.isAddress(m.mailbox()))
              // Not looked at yet: its criteria find its messages.
              || (cluster.messages().isEmpty() && cluster.unsearchable().isEmpty());
      default -> false;
    };
  }

  /**
   * Each copy of each message, where it lies now; one that is nowhere is in the answer, as gone
   * where it was delivered, else as never seen.
   */
  List<MovedMessage> locate(Entity target, Aim aim) {
    var folders = new ConcurrentHashMap<String, Messages.Folder>();
    var located =
        ParallelCalls.each(members(target), member -> locate(member, aim, folders)).stream()
            .flatMap(List::stream)
            .toList();
    var missing = located.stream().filter(MailTargets::isMissing).toList();
    if (missing.isEmpty()) {
      return located;
    }
    var delivered = delivered(missing);
    return located.stream()
        .map(
            message ->
                isMissing(message) && delivered.contains(message)
                    ? message.with(MessageResult.GONE, null, null, null)
                    : message)
        .toList();
  }

  private static boolean isMissing(MovedMessage message) {
    return message.result() == MessageResult.NEVER_SEEN;
  }

  private List<MovedMessage> delivered(List<MovedMessage> missing) {
    try {
      return search.delivered(missing, Instant.now().minus(LOOK_BACK));
    } catch (ConnectorException unasked) {
      return switch (unasked.kind()) {
        case THROTTLED, DOWN, DEVICE_AWAY -> throw unasked;
        // There is no such record here, and waiting brings none.
        case UNAUTHORIZED, REJECTED, NOT_FOUND, OUT_OF_REACH, MALFORMED_ANSWER -> List.of();
      };
    }
  }

  private List<MailCluster.Member> members(Entity target) {
    return switch (target) {
      case MailMessage message -> List.of(member(message));
      case MailCluster cluster -> live(cluster);
      default -> throw new IllegalArgumentException(target.kind() + " is not mail");
    };
  }

  private MailCluster.Member member(MailMessage message) {
    var mailbox = String.valueOf(message.recipient());
    if (message.internetMessageId() != null) {
      return new MailCluster.Member(
          mailbox, message.networkMessageId(), message.internetMessageId(), null);
    }
    var networkId = String.valueOf(message.networkMessageId());
    return search
        .similar(
            List.of(Field.NETWORK_MESSAGE_ID.is(networkId)),
            Instant.now().minus(LOOK_BACK),
            MailRemediation.LIMIT)
        .messages()
        .stream()
        .filter(m -> m.mailbox().equalsIgnoreCase(mailbox))
        .findFirst()
        // Not found anywhere: it stays in the answer, as never seen.
        .orElseGet(() -> new MailCluster.Member(mailbox, networkId, "", null));
  }

  /**
   * Those that were shown, and those that have come since. Where some of what they share is beyond
   * any search, those that were shown and that share the rest: none is added, and none is taken on
   * its teller's word. Where all of it is, whoever decided has seen the list, and it stands.
   */
  private List<MailCluster.Member> live(MailCluster cluster) {
    var all = new LinkedHashMap<String, MailCluster.Member>();
    cluster.messages().forEach(m -> all.putIfAbsent(identity(m), m));
    if (!cluster.searchable().isEmpty()) {
      var found = new LinkedHashMap<String, MailCluster.Member>();
      search
          .similar(cluster.searchable(), Instant.now().minus(LOOK_BACK), MailRemediation.LIMIT + 1)
          .messages()
          .forEach(m -> found.put(identity(m), m));
      if (!cluster.unsearchable().isEmpty()) {
        found.keySet().retainAll(all.keySet());
        all.keySet().retainAll(found.keySet());
      }
      // What the search says of one that was shown says more: both its ids.
      all.putAll(found);
    }
    return all.values().stream().filter(m -> Messages.isAddress(m.mailbox())).toList();
  }

  /**
   * Where a message lies by now whose id is gone: Graph gives a new one with each move.
   *
   * @param known ids that are other messages' of the same action
   * @return PENDING again; empty when it is nowhere
   */
  Optional<MovedMessage> elsewhere(MovedMessage message, Set<String> known) {
    return messages.find(message.mailbox(), message.internetMessageId()).stream()
        .filter(copy -> !known.contains(copy.id()))
        .findFirst()
        .map(copy -> at(message, copy));
  }

  /** The same message where it was found since: undo goes back to there. */
  MovedMessage at(MovedMessage message, Messages.Found copy) {
    return new MovedMessage(
        message.mailbox(),
        message.internetMessageId(),
        message.networkMessageId(),
        copy.folderId(),
        messages.folder(message.mailbox(), copy.folderId()).name(),
        copy.id(),
        null,
        null,
        MessageResult.PENDING,
        null);
  }

  /** Delivered to no mailbox of the cloud, or to none at all. */
  private static boolean isOutOfReach(@Nullable String location) {
    var where = location == null ? "" : location.toLowerCase(Locale.ROOT);
    return where.contains("on-prem")
        || where.contains("external")
        || where.startsWith("failed")
        || where.startsWith("dropped")
        || where.startsWith("quarantine");
  }

  private static String identity(MailCluster.Member member) {
    return member.mailbox().toLowerCase(Locale.ROOT) + " " + member.internetMessageId();
  }

  private List<MovedMessage> locate(
      MailCluster.Member member, Aim aim, Map<String, Messages.Folder> folders) {
    List<MovedMessage> found;
    try {
      found = member.internetMessageId().isEmpty() ? List.of() : found(member, aim, folders);
    } catch (ConnectorException failed) {
      if (failed.kind() != ConnectorException.Kind.OUT_OF_REACH) {
        throw failed;
      }
      // One mailbox that is not served does not keep the others from being acted on.
      return List.of(
          outOfReach(
              member, "Graph does not serve this mailbox (" + failed.code().orElse("404") + ")"));
    }
    if (found.isEmpty()) {
      return List.of(missing(member));
    }
    return found;
  }

  /** Beside other copies what we keep of it is nothing that its user has or should have back. */
  private List<MovedMessage> found(
      MailCluster.Member member, Aim aim, Map<String, Messages.Folder> folders) {
    var copies =
        images(member, messages.find(member.mailbox(), member.internetMessageId()), folders);
    var quarantined = new ArrayList<>(copies.stream().filter(this::isQuarantined).toList());
    var elsewhere = new ArrayList<>(copies);
    elsewhere.removeAll(quarantined);
    if (elsewhere.isEmpty() && !quarantined.isEmpty()) {
      elsewhere.addAll(
          images(
              member,
              messages.findIn(member.mailbox(), Messages.RECOVERABLE, member.internetMessageId()),
              folders));
    }
    return switch (aim) {
      case AWAY ->
          elsewhere.isEmpty()
              ? quarantined.stream().map(MailTargets::lockedAway).toList()
              : elsewhere;
      case BACK -> elsewhere.isEmpty() ? quarantined : elsewhere;
      case PURGED -> {
        if (quarantined.isEmpty() && !elsewhere.isEmpty()) {
          quarantined.addAll(
              images(
                  member,
                  messages.quarantined(member.mailbox(), member.internetMessageId()),
                  folders));
        }
        yield Stream.concat(elsewhere.stream(), quarantined.stream()).toList();
      }
    };
  }

  private List<MovedMessage> images(
      MailCluster.Member member, List<Messages.Found> found, Map<String, Messages.Folder> folders) {
    return found.stream()
        .map(
            f ->
                image(
                    member,
                    f,
                    folders.computeIfAbsent(
                        member.mailbox() + " " + f.folderId(),
                        key -> messages.folder(member.mailbox(), f.folderId())),
                    MessageResult.PENDING))
        .toList();
  }

  /** Whether it was found in our own quarantine; anybody may call a folder so. */
  boolean isQuarantined(MovedMessage message) {
    return QuarantineFolders.NAME.equals(message.folderName())
        && message.folderBefore() != null
        && messages.isQuarantine(message.mailbox(), message.folderBefore());
  }

  static MovedMessage lockedAway(MovedMessage message) {
    return message.with(
        MessageResult.ALREADY_THERE,
        message.idBefore(),
        message.folderBefore(),
        "the message is already in quarantine");
  }

  private static MovedMessage missing(MailCluster.Member member) {
    if (isOutOfReach(member.location())) {
      return outOfReach(member, "its last delivery location is " + member.location());
    }
    var gone = image(member, null, null, MessageResult.GONE);
    return member.location() == null
        ? gone.with(
            MessageResult.NEVER_SEEN,
            null,
            null,
            ("it is not in %s, and no record from the last %d days says that it was ever "
                    + "delivered there")
                .formatted(member.mailbox(), LOOK_BACK.toDays()))
        : gone;
  }

  private static MovedMessage outOfReach(MailCluster.Member member, String why) {
    return image(member, null, null, MessageResult.GONE)
        .with(MessageResult.FAILED, null, null, "out of reach: " + why);
  }

  private static MovedMessage image(
      MailCluster.Member member,
      Messages.@Nullable Found found,
      Messages.@Nullable Folder folder,
      MessageResult result) {
    return new MovedMessage(
        member.mailbox(),
        member.internetMessageId(),
        member.networkMessageId(),
        found == null ? null : found.folderId(),
        folder == null ? null : folder.name(),
        found == null ? null : found.id(),
        null,
        null,
        result,
        null);
  }
}
