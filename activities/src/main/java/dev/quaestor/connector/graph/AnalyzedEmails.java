package dev.quaestor.connector.graph;

import dev.quaestor.action.Receipt.MessageResult;
import dev.quaestor.action.Receipt.MovedMessage;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Entity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * {@code analyzedEmails/remediate}: one call for all messages, listed in Defender's own Action
 * center. It answers 202 before anything has happened and has no status to ask for, so each message
 * is looked at until it is where it should be.
 */
final class AnalyzedEmails implements MailRemediation {
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(8);

  /** The first pause between two looks; each is twice the one before, up to the longest. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final BackEndClient api;
  private final Messages messages;
  private final MovingRemediation moving;

  AnalyzedEmails(BackEndClient api, Messages messages, MovingRemediation moving) {
    this.api = api;
    this.messages = messages;
    this.moving = moving;
  }

  @Override
  public boolean knows(Entity target) {
    return moving.knows(target);
  }

  @Override
  public List<MovedMessage> locate(Entity target, Aim aim) {
    return moving.locate(target, aim);
  }

  @Override
  public Results move(List<MovedMessage> wanted, Destination destination, Mandate mandate) {
    if (destination == Destination.QUARANTINE
        || wanted.stream().anyMatch(AnalyzedEmails::unknown)) {
      return moving.move(wanted, destination, mandate);
    }
    var homes = new ConcurrentHashMap<String, String>();
    Function<String, String> home =
        mailbox ->
            homes.computeIfAbsent(
                mailbox, m -> messages.folder(m, MovingRemediation.wellKnown(destination)).id());
    var now = look(wanted, home);
    var left = now.messages().stream().filter(m -> m.result() == MessageResult.PENDING).toList();
    if (left.isEmpty()) {
      return now;
    }
    try {
      remediate(left, action(destination), mandate);
    } catch (ConnectorException broke) {
      // What earlier calls moved stands in the answer all the same.
      return answer(now, String.valueOf(broke.getMessage()), broke);
    }
    return answer(
        settle(wanted, home),
        "ordered, but it has not arrived yet",
        new ConnectorException(Kind.DOWN, "the remediation of analyzed mail has not finished yet")
            .afterActing());
  }

  /** The bulk call does not know our quarantine, and mail only by its network id. */
  private static boolean unknown(MovedMessage message) {
    return QuarantineFolders.NAME.equals(message.folderName())
        || (message.result() == MessageResult.PENDING && message.networkMessageId() == null);
  }

  private static String action(Destination destination) {
    return switch (destination) {
      case RECOVERABLE -> "softDelete";
      case JUNK -> "moveToJunk";
      case DELETED_ITEMS -> "moveToDeletedItems";
      case INBOX -> "moveToInbox";
      case QUARANTINE ->
          throw new IllegalArgumentException("the bulk call does not support quarantine");
    };
  }

  private void remediate(List<MovedMessage> left, String action, Mandate mandate) {
    var body =
        BackEndJson.object()
            .put("displayName", "Quaestor " + mandate.actionId())
            .put("description", mandate.comment())
            .put("severity", "medium")
            .put("action", action)
            .put("remediateSendersCopy", "false");
    var targets = body.putArray("analyzedEmails");
    left.forEach(
        m ->
            targets
                .addObject()
                .put("networkMessageId", m.networkMessageId())
                .put("recipientEmailAddress", m.mailbox()));
    api.call(Request.post("/v1.0/security/collaboration/analyzedEmails/remediate", body));
  }

  private Results settle(List<MovedMessage> wanted, Function<String, String> home) {
    var until = System.nanoTime() + SETTLED_WITHIN.toNanos();
    var pause = FIRST_PAUSE;
    var now = look(wanted, home);
    while (now.messages().stream().anyMatch(m -> m.result() == MessageResult.PENDING)
        && System.nanoTime() < until) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new ConnectorException(Kind.DOWN, "interrupted");
      }
      var doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      now = look(wanted, home);
    }
    return now;
  }

  private Results look(List<MovedMessage> wanted, Function<String, String> home) {
    return MovingRemediation.each(
        wanted, m -> m.result() != MessageResult.PENDING ? m : look(m, home.apply(m.mailbox())));
  }

  private MovedMessage look(MovedMessage message, String home) {
    if (home.equals(message.folderBefore())) {
      return message.with(MessageResult.ALREADY_THERE, message.idBefore(), home, null);
    }
    if (message.idBefore() == null) {
      return message.with(MessageResult.GONE, null, null, null);
    }
    if (messages.get(message.mailbox(), message.idBefore()).isPresent()) {
      return message.with(MessageResult.PENDING, null, null, null);
    }
    var copies = messages.find(message.mailbox(), message.internetMessageId());
    return copies.stream()
        .filter(c -> c.folderId().equals(home))
        .findFirst()
        .map(c -> message.with(MessageResult.MOVED, c.id(), home, null))
        .orElseGet(
            () ->
                copies.stream()
                        .allMatch(c -> messages.isQuarantine(message.mailbox(), c.folderId()))
                    ? message.with(MessageResult.GONE, null, null, null)
                    : message.with(MessageResult.PENDING, null, null, null));
  }

  /**
   * @param why those that are still to be moved are not
   * @param broke the same, for a later call
   */
  private static Results answer(Results now, String why, ConnectorException broke) {
    var settled = new ArrayList<MovedMessage>();
    var slow = false;
    for (var message : now.messages()) {
      if (message.result() != MessageResult.PENDING) {
        settled.add(message);
      } else {
        slow = true;
        settled.add(
            message.with(
                broke.mayHaveActed() ? MessageResult.OUT_OF_SIGHT : MessageResult.FAILED,
                null,
                null,
                why));
      }
    }
    return new Results(settled, slow ? broke : now.broke());
  }

  @Override
  public Results purge(List<MovedMessage> wanted, Mandate mandate) {
    return moving.purge(wanted, mandate);
  }

  /** By moves: the bulk call knows the inbox only, and mail goes back to where it was. */
  @Override
  public Results restore(List<MovedMessage> moved, Mandate mandate) {
    return moving.restore(moved, mandate);
  }
}
