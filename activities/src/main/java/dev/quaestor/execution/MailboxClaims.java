package dev.quaestor.execution;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.capability.MailboxDirectory;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Whose a mailbox is. It is known by settings alone: who claims it is the only one to be asked
 * about it or to act on it, and what nobody claims is for those who claim nothing.
 */
final class MailboxClaims {
  private final Connectors connectors;

  MailboxClaims(Connectors connectors) {
    this.connectors = connectors;
  }

  /** Whether a connector may be asked about this, or act on it, be it on a part of it. */
  boolean allows(String connector, Entity thing) {
    var mailboxes = mailboxes(thing);
    return mailboxes.isEmpty() || mailboxes.stream().anyMatch(one -> allows(connector, one));
  }

  private boolean allows(String connector, String mailbox) {
    var directories = connectors.offers(MailboxDirectory.class);
    var own = directories.stream().filter(offer -> offer.connector().equals(connector)).toList();
    return (own.isEmpty() ? directories : own)
            .stream().anyMatch(offer -> offer.capability().claims(mailbox))
        != own.isEmpty();
  }

  /** Why it may not, one sentence; empty where it may. */
  Optional<String> obstacle(String connector, Entity thing) {
    return allows(connector, thing)
        ? Optional.empty()
        : Optional.of(
            connector
                + " does not have this mailbox"
                + connectors.offers(MailboxDirectory.class).stream()
                    .filter(offer -> mailboxes(thing).stream().anyMatch(offer.capability()::claims))
                    .findFirst()
                    .map(offer -> "; " + offer.connector() + " does")
                    .orElse(""));
  }

  private static List<String> mailboxes(Entity thing) {
    return switch (thing) {
      case MailMessage message -> Stream.ofNullable(message.recipient()).toList();
      case MailboxRule rule -> List.of(rule.mailbox());
      case Mailbox mailbox -> List.of(mailbox.address());
      case MailCluster cluster ->
          cluster.messages().stream().map(MailCluster.Member::mailbox).distinct().toList();
      default -> List.of();
    };
  }

  /** A question to each that only what is its own is put to. */
  <C extends Capability, E extends Entity, V> BiFunction<Offer<C>, List<E>, Map<EntityKey, V>> own(
      BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    return (offer, things) -> {
      var own = things.stream().filter(thing -> allows(offer.connector(), thing)).toList();
      return own.isEmpty() ? Map.of() : find.apply(offer.capability(), own);
    };
  }
}
