package dev.quaestor.execution;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.capability.MailRemediation;
import dev.quaestor.connector.capability.MailboxDirectory;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.text.Listed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    this.connectors = connectors.everybody();
  }

  /** Whether a connector may be asked about this, or act on it, be it on a part of it. */
  boolean allows(String connector, Entity thing) {
    if (thing instanceof MailCluster cluster && cluster.estate().isPresent()) {
      return cluster.estate().get().equals(connector);
    }
    var mailboxes = mailboxes(thing);
    return mailboxes.isEmpty() || mailboxes.stream().anyMatch(one -> allows(connector, one));
  }

  /** Whether a mailbox is one of this connector's. */
  boolean allows(String connector, String mailbox) {
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

  /**
   * A cluster for each connector in whose mailboxes some of these messages are, so that each is
   * asked about, and done, by itself. What is not listed counts with the first.
   */
  List<MailCluster> apart(MailCluster cluster) {
    var estates = new LinkedHashMap<String, List<MailCluster.Member>>();
    if (cluster.estate().isEmpty()) {
      cluster
          .messages()
          .forEach(
              message ->
                  owner(message.mailbox())
                      .ifPresent(
                          owner ->
                              estates
                                  .computeIfAbsent(owner, any -> new ArrayList<>())
                                  .add(message)));
    }
    if (estates.size() < 2) {
      return List.of(cluster);
    }
    var parts = new ArrayList<MailCluster>();
    var unlisted = cluster.count() - estates.sequencedValues().stream().mapToInt(List::size).sum();
    for (var estate : estates.sequencedEntrySet()) {
      var own = estate.getValue();
      parts.add(
          cluster.in(
              estate.getKey(), own, own.size() + (parts.isEmpty() ? Math.max(0, unlisted) : 0)));
    }
    return parts;
  }

  /** Why it cannot be acted on as one thing, one sentence; empty where it can. */
  Optional<String> severalEstates(Entity thing) {
    if (!(thing instanceof MailCluster cluster)) {
      return Optional.empty();
    }
    if (cluster.estate().isEmpty() && cluster.messages().isEmpty()) {
      return unlisted();
    }
    var parts = apart(cluster);
    return parts.size() < 2
        ? Optional.empty()
        : Optional.of(
            "Its messages are in mailboxes of %s; each is acted on apart: name one of them, by the"
                    .formatted(
                        Listed.of(parts.stream().flatMap(part -> part.estate().stream()).toList()))
                + " criterion Estate");
  }

  /** Where nobody has said which messages they are, they may be in anybody's mailboxes. */
  private Optional<String> unlisted() {
    var all =
        connectors.offers(MailRemediation.class).stream().map(Offer::connector).distinct().toList();
    return all.size() < 2
        ? Optional.empty()
        : Optional.of(
            "It lists no messages, and mailboxes are with %s: name one of them, by the criterion"
                    .formatted(Listed.of(all))
                + " Estate");
  }

  /** Who has a mailbox; empty where nobody does anything to mail. */
  private Optional<String> owner(String mailbox) {
    return connectors.offers(MailRemediation.class).stream()
        .map(Offer::connector)
        .filter(name -> allows(name, mailbox))
        .findFirst();
  }

  /**
   * What a connector offers, kept to its own mailboxes: of a message in another one's it would say
   * that it is gone.
   */
  <C extends Capability> C confined(Offer<C> offer, Class<C> port) {
    return offer.capability() instanceof MailRemediation mail
            && !connectors.offers(MailboxDirectory.class).isEmpty()
        ? port.cast(new OwnMail(mail, offer.connector(), this))
        : offer.capability();
  }
}
