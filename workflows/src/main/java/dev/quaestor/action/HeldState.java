package dev.quaestor.action;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lasting state of the world that several cases may want of the same thing: each that wants it
 * holds it, and it ends when nobody does. Of mail each message is held by itself, and each by two
 * names: one case wants a whole campaign away, another only one message of it.
 *
 * @param kind the type of action that brings it about; one of them where several do
 * @param names what the thing is known by; two that share one are about the same thing
 */
public record HeldState(ActionType kind, List<String> names) {
  private static final String UNIT = ".service";

  public HeldState {
    names = List.copyOf(names);
  }

  /**
   * What an action wants to last.
   *
   * @param receipt what its run has recorded, which may name the thing in one way more; null before
   * @return empty when it wants nothing to last, or nothing that could be taken back
   */
  public static Optional<HeldState> of(RemediationAction action, @Nullable Receipt receipt) {
    return of(action, receipt, null);
  }

  /**
   * The same of a thing whose ids its back ends have told.
   *
   * @param as from {@link Preparation#as}
   */
  public static Optional<HeldState> of(
      RemediationAction action, @Nullable Receipt receipt, @Nullable Entity as) {
    if (!action.type().undoable()) {
      return Optional.empty();
    }
    return Optional.of(
        action instanceof EmailAction.OnMessages mail
            ? new HeldState(
                kind(mail),
                messages(mail, receipt).stream()
                    .flatMap(names -> names.stream())
                    .distinct()
                    .toList())
            : new HeldState(kind(action.type()), names(action, receipt, as)));
  }

  /**
   * The state that an action ends, whoever wants it.
   *
   * @param as as for {@link #of}
   * @return empty when it ends none
   */
  public static Optional<HeldState> endedBy(RemediationAction action, @Nullable Entity as) {
    return action
        .type()
        .ends()
        .map(brought -> new HeldState(kind(brought), names(action, null, as)));
  }

  /**
   * What deletes a file and what locks it away both want it out of its place, and each finds it
   * gone by the other. What is isolated and what is contained are two switches of a back end.
   */
  private static ActionType kind(ActionType type) {
    return type == ActionType.DELETE_FILE ? ActionType.STOP_AND_QUARANTINE_FILE : type;
  }

  /** The same, known by those names too. */
  public HeldState and(HeldState more) {
    return new HeldState(
        kind, Stream.concat(names.stream(), more.names.stream()).distinct().toList());
  }

  /** Wherever it is taken to, what is wanted is that its user no longer has it before him. */
  private static ActionType kind(EmailAction.OnMessages action) {
    return switch (action) {
      case EmailAction.SoftDeleteEmail away -> ActionType.SOFT_DELETE_EMAIL;
      case EmailAction.QuarantineEmail away -> ActionType.SOFT_DELETE_EMAIL;
      case EmailAction.MoveEmailToJunk away -> ActionType.SOFT_DELETE_EMAIL;
      case EmailAction.MoveEmailToDeletedItems away -> ActionType.SOFT_DELETE_EMAIL;
      case EmailAction.HardDeleteEmail gone -> action.type();
      case EmailAction.MoveEmailToInbox back -> action.type();
      case EmailAction.QuarantineAttachment part -> action.type();
    };
  }

  /**
   * The messages that an action on mail is about, each as all that it is known by: by each of its
   * ids, because whoever else wants it may know the other one only. Of one of which a part was
   * taken the whole original is kept, for all parts once: it comes back with the last of them.
   *
   * @param receipt as for {@link #of}
   */
  public static List<List<String>> messages(
      EmailAction.OnMessages action, @Nullable Receipt receipt) {
    var named =
        switch (action.target()) {
          case MailMessage m ->
              Stream.of(names(m.recipient(), m.internetMessageId(), m.networkMessageId()));
          case MailCluster cluster ->
              cluster.messages().stream()
                  .map(m -> names(m.mailbox(), m.internetMessageId(), m.networkMessageId()));
          default -> Stream.<List<String>>empty();
        };
    var found =
        receipt instanceof Receipt.Messages all
            ? all.messages().stream().filter(m -> !m.beyondReach()).map(HeldState::names)
            : Stream.<List<String>>empty();
    return Stream.concat(named, found).distinct().toList();
  }

  /** What one message that an action moved is known by. */
  public static List<String> names(Receipt.MovedMessage moved) {
    return names(moved.mailbox(), moved.internetMessageId(), moved.networkMessageId());
  }

  private static List<String> names(
      @Nullable String mailbox, @Nullable String internetId, @Nullable String networkId) {
    return Stream.of(
            internetId == null || internetId.isEmpty()
                ? Optional.<MailMessage>empty()
                : Optional.of(MailMessage.named(null, internetId, mailbox)),
            networkId == null || networkId.isEmpty()
                ? Optional.<MailMessage>empty()
                : Optional.of(MailMessage.named(networkId, null, mailbox)))
        .flatMap(Optional::stream)
        .map(message -> message.key().value())
        .toList();
  }

  /** Where several connectors do it, each has a state of its own. */
  private static List<String> names(
      RemediationAction action, @Nullable Receipt receipt, @Nullable Entity as) {
    @Nullable String where = action.connector();
    return Stream.concat(Stream.of(action.target()), Stream.ofNullable(as))
        .flatMap(thing -> names(thing, receipt).stream())
        .distinct()
        .map(name -> where == null ? name : name + "\n" + where)
        .toList();
  }

  private static List<String> names(Entity target, @Nullable Receipt receipt) {
    var names = new ArrayList<String>();
    names.add(target.key().value());
    switch (target) {
      case FileArtifact file -> {
        Stream.of(hashed(file, file.sha256(), null), hashed(file, null, file.sha1()))
            .flatMap(Optional::stream)
            .forEach(names::add);
        if (receipt instanceof Receipt.LockedAway locked) {
          hashed(file, null, locked.sha1()).ifPresent(names::add);
        }
      }
      // By either name systemd means the same unit.
      case SystemService service -> {
        if (!service.name().endsWith(UNIT)) {
          names.add(
              new SystemService(service.deviceId(), service.name() + UNIT, service.image())
                  .key()
                  .value());
        }
      }
      case UserAccount user -> {
        if (user.userPrincipalName() != null) {
          names.add(
              new UserAccount(null, user.userPrincipalName(), null, null, null).key().value());
        }
      }
      default -> {}
    }
    return names.stream().distinct().toList();
  }

  private static Optional<String> hashed(
      FileArtifact file, @Nullable String sha256, @Nullable String sha1) {
    return sha256 == null && sha1 == null
        ? Optional.empty()
        : Optional.of(
            new FileArtifact(file.deviceId(), null, null, sha256, sha1, null, null, null)
                .key()
                .value());
  }
}
