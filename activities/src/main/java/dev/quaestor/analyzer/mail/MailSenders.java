package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.MailMessage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Who really sent a mail, as far as that can be said. */
public final class MailSenders {
  private MailSenders() {}

  /**
   * The address of a sender outside; empty when the sender is ours, or when our own mail server
   * says that the name was forged: then it says nothing of who sent it.
   */
  public static Optional<String> foreign(MailMessage mail, AnalysisSettings settings) {
    if (mail.sender() == null) {
      return Optional.empty();
    }
    var address = MailAddress.of(mail.sender());
    var foreign =
        !address.local().isBlank()
            && !address.domain().isBlank()
            && !settings.owns(address.domain());
    return foreign && !MailAuthentication.of(mail, settings).forged()
        ? Optional.of(address.local().strip() + "@" + address.domain())
        : Optional.empty();
  }

  /**
   * The addresses of own accounts that From names; empty when it names somebody else's, or when our
   * own mail server says that the name was forged: a forged name is no lead.
   */
  public static List<String> own(MailMessage mail, AnalysisSettings settings) {
    return MailAuthentication.of(mail, settings).forged()
        ? List.of()
        : addresses(mail)
            .filter(address -> !address.local().isBlank() && settings.owns(address.domain()))
            .map(address -> address.local().strip() + "@" + address.domain())
            .distinct()
            .toList();
  }

  /** The domains of everybody whom From names. */
  public static List<String> domains(MailMessage mail) {
    return addresses(mail)
        .map(MailAddress::domain)
        .filter(domain -> !domain.isEmpty())
        .distinct()
        .toList();
  }

  private static Stream<MailAddress> addresses(MailMessage mail) {
    return mail.authors().stream()
        .map(MailMessage.Author::address)
        .filter(Objects::nonNull)
        .map(MailAddress::of);
  }

  /** Whether our own mail server found that the mail comes from whom it says. */
  public static boolean isConfirmed(MailMessage mail, AnalysisSettings settings) {
    return domains(mail).size() == 1
        && mail.otherAuthors().isEmpty()
        && MailAuthentication.of(mail, settings).confirmsFrom();
  }

  /** Whether our own mail server found that it comes from a site that everybody knows. */
  public static boolean isWellKnown(MailMessage mail, AnalysisSettings settings) {
    return isConfirmed(mail, settings) && Domains.isWellKnown(domains(mail).getFirst());
  }

  /**
   * Whether a mailing list sent it on, and our own mail server found that the list's domain answers
   * for it. That a mail says so itself says nothing: anybody may write a List-Id.
   */
  public static boolean isOfConfirmedList(
      MailMessage mail, String listId, AnalysisSettings settings) {
    var open = listId.lastIndexOf('<');
    var close = listId.indexOf('>', open + 1);
    var id = listId.substring(open + 1, close < 0 ? listId.length() : close).strip();
    return id.indexOf('.') > 0
        && MailAuthentication.of(mail, settings).vouchesFor(id.toLowerCase(Locale.ROOT));
  }
}
