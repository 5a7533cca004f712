package dev.quaestor.execution;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.MailSearch.Location;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailCluster.Member;
import dev.quaestor.entity.MailMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** By what messages are alike, and the clusters of those that are: Defender's pairs of fields. */
final class MailSimilarity {
  private static final Pattern BEHIND = Pattern.compile("[>\\s].*");

  private MailSimilarity() {}

  /**
   * What a message has in common with its like, each pair a cluster of its own: subject and
   * sender's domain, subject and sending address, body and either; where it has none of these, the
   * very same message in other mailboxes.
   *
   * @param fingerprint the back end's own of the body; null where it gives none
   */
  static List<List<Criterion>> criteria(MailMessage mail, @Nullable String fingerprint) {
    var pairs = new ArrayList<List<Criterion>>();
    var domain = domain(mail.sender());
    var contents = new ArrayList<Criterion>();
    if (mail.subject() != null && !mail.subject().isBlank()) {
      contents.add(Field.SUBJECT.is(mail.subject()));
    }
    if (fingerprint != null) {
      contents.add(Field.CLUSTER_ID.is(fingerprint));
    }
    for (var content : contents) {
      if (domain != null) {
        pairs.add(List.of(content, Field.SENDER_DOMAIN.is(domain)));
      }
      if (mail.senderIp() != null) {
        pairs.add(List.of(content, Field.SENDER_IP.is(mail.senderIp())));
      }
    }
    if (!pairs.isEmpty()) {
      return pairs;
    }
    if (mail.internetMessageId() != null) {
      return List.of(List.of(Field.INTERNET_MESSAGE_ID.is(mail.internetMessageId())));
    }
    return mail.networkMessageId() == null
        ? List.of()
        : List.of(List.of(Field.NETWORK_MESSAGE_ID.is(mail.networkMessageId())));
  }

  /** All that share these fields, in the mail of all who hold some. */
  static Heard<Similar> inAll(
      List<MailSearch> offers,
      BackEndQuestion asking,
      List<Criterion> criteria,
      Instant since,
      int limit) {
    return heard(
        asking.ofAll(
            offers,
            search -> search,
            search -> search.similar(criteria, since, limit),
            similar -> similar.count() > 0,
            (some, more) -> both(some, more, limit)));
  }

  /** What one of them could not look through is a gap as what one of them could not say is. */
  private static Heard<Similar> heard(Heard<Similar> all) {
    return all.unheard() == null
            && all.together() instanceof Lookup.Known<Similar> known
            && known.value().unsearched() != null
        ? new Heard<>(
            known,
            new Lookup.CouldNotLook<>(
                "MAIL_NOT_SEARCHED", "Could not look: " + known.value().unsearched() + "."))
        : all;
  }

  /** A message that two of them hold is one message. */
  static Similar both(Similar some, Similar more, int limit) {
    var listed = new LinkedHashMap<EntityKey, Member>();
    some.messages().forEach(member -> listed.put(member.key(), member));
    more.messages().forEach(member -> listed.putIfAbsent(member.key(), member));
    var twice = some.messages().size() + more.messages().size() - listed.size();
    return new Similar(
        listed.sequencedValues().stream().limit(limit).toList(),
        some.count() + more.count() - twice,
        some.unsearched() == null ? more.unsearched() : some.unsearched());
  }

  /**
   * The message with its like, itself included, so that an action on a cluster covers it. Clusters
   * overlap as they come; one that lists nothing that another does not list says nothing new.
   *
   * @param root the key that the message has as evidence
   * @param mail the message by all that it is known by
   * @param location where the message itself is; null when that is not known
   * @return empty when there is no other
   */
  static List<MailCluster> clusters(
      EntityKey root, MailMessage mail, List<SimilarMail> alike, @Nullable Location location) {
    var clusters = new ArrayList<MailCluster>();
    for (var like : alike) {
      EntityEnrichment.known(like.similar().together())
          .flatMap(similar -> cluster(root, mail, like.criteria(), similar, location))
          .ifPresent(clusters::add);
    }
    return withoutCovered(clusters);
  }

  private static Optional<MailCluster> cluster(
      EntityKey root,
      MailMessage mail,
      List<Criterion> criteria,
      Similar similar,
      @Nullable Location location) {
    var members = new ArrayList<>(similar.messages());
    var itself = mail.recipient() == null || mail.internetMessageId() == null;
    var missing = !itself && members.stream().noneMatch(member -> member.is(mail));
    if (missing) {
      members.addFirst(
          new Member(
              String.valueOf(mail.recipient()),
              mail.networkMessageId(),
              String.valueOf(mail.internetMessageId()),
              location == null ? null : location.folderName()));
    }
    var count = Math.max(members.size(), similar.count() + (missing ? 1 : 0));
    return count < 2
        ? Optional.empty()
        : Optional.of(new MailCluster(root, criteria, members, count));
  }

  /** The larger covers the smaller; of two equal ones the first stays. */
  static List<MailCluster> withoutCovered(List<MailCluster> clusters) {
    var kept = new ArrayList<MailCluster>();
    for (int i = 0; i < clusters.size(); i++) {
      var one = clusters.get(i);
      var covered = false;
      for (int j = 0; j < clusters.size() && !covered; j++) {
        var other = clusters.get(j);
        covered = j != i && covers(other, one) && (j < i || !covers(one, other));
      }
      if (!covered) {
        kept.add(one);
      }
    }
    return kept;
  }

  /** Whether whatever one cluster is about the other is about as well. */
  static boolean covers(MailCluster larger, MailCluster smaller) {
    // What is not listed may be anything.
    return smaller.count() <= smaller.messages().size()
        && identities(larger).containsAll(identities(smaller));
  }

  private static Set<String> identities(MailCluster cluster) {
    return cluster.messages().stream()
        .map(m -> m.mailbox().toLowerCase(Locale.ROOT) + " " + m.internetMessageId())
        .collect(Collectors.toSet());
  }

  private static @Nullable String domain(@Nullable String address) {
    if (address == null) {
      return null;
    }
    var domain = BEHIND.matcher(address.substring(address.lastIndexOf('@') + 1)).replaceAll("");
    return address.indexOf('@') < 0 || domain.isEmpty() ? null : domain;
  }
}
