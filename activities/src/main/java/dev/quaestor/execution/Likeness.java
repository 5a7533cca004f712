package dev.quaestor.execution;

import dev.quaestor.connector.capability.MailSearch.Field;
import dev.quaestor.connector.capability.MailSearch.Location;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Member;
import dev.quaestor.entity.MailMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what messages are alike, and the cluster of those that are: Defender's pairs of fields. */
final class Likeness {
  private Likeness() {}

  /**
   * What a message has in common with its like: subject and sender's domain; where From is missing,
   * subject and sending address; where both are, the very same message in other mailboxes.
   */
  static List<Criterion> criteria(MailMessage mail) {
    var subject = mail.subject();
    var domain = domain(mail.sender());
    if (subject != null && !subject.isBlank()) {
      if (domain != null) {
        return List.of(Field.SUBJECT.is(subject), Field.SENDER_DOMAIN.is(domain));
      }
      if (mail.senderIp() != null) {
        return List.of(Field.SUBJECT.is(subject), Field.SENDER_IP.is(mail.senderIp()));
      }
    }
    if (mail.internetMessageId() != null) {
      return List.of(Field.INTERNET_MESSAGE_ID.is(mail.internetMessageId()));
    }
    return mail.networkMessageId() == null
        ? List.of()
        : List.of(Field.NETWORK_MESSAGE_ID.is(mail.networkMessageId()));
  }

  /**
   * The message with its like, itself included, so that an action on the cluster covers it.
   *
   * @param location where the message itself is; null when that is not known
   * @return empty when there is no other
   */
  static Optional<MailCluster> cluster(
      MailMessage root, Similar similar, @Nullable Location location) {
    var members = new ArrayList<>(similar.messages());
    var itself = root.recipient() == null || root.internetMessageId() == null;
    var missing = !itself && members.stream().noneMatch(member -> isCopy(root, member));
    if (missing) {
      members.addFirst(
          new Member(
              String.valueOf(root.recipient()),
              root.networkMessageId(),
              String.valueOf(root.internetMessageId()),
              location == null ? null : location.folderName()));
    }
    var count = Math.max(members.size(), similar.count() + (missing ? 1 : 0));
    return count < 2
        ? Optional.empty()
        : Optional.of(new MailCluster(root.key(), criteria(root), members, count));
  }

  /** Whether a member is this message in this mailbox. */
  static boolean isCopy(MailMessage mail, Member member) {
    return member.mailbox().equalsIgnoreCase(mail.recipient())
        && member.internetMessageId().equals(mail.internetMessageId());
  }

  private static @Nullable String domain(@Nullable String address) {
    if (address == null) {
      return null;
    }
    var domain = address.substring(address.lastIndexOf('@') + 1).replaceAll("[>\\s].*", "");
    return address.indexOf('@') < 0 || domain.isEmpty() ? null : domain;
  }
}
