package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.entity.MailMessage;
import java.util.Optional;

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
   * The address of an own account that sent it; empty when the sender is somebody else's, or when
   * our own mail server says that the name was forged: a forged name is no lead.
   */
  public static Optional<String> own(MailMessage mail, AnalysisSettings settings) {
    if (mail.sender() == null) {
      return Optional.empty();
    }
    var address = MailAddress.of(mail.sender());
    var own = !address.local().isBlank() && settings.owns(address.domain());
    return own && !MailAuthentication.of(mail, settings).forged()
        ? Optional.of(address.local().strip() + "@" + address.domain())
        : Optional.empty();
  }

  /** Whether our own mail server found that it comes from a site that everybody knows. */
  public static boolean isWellKnown(MailMessage mail, AnalysisSettings settings) {
    return mail.sender() != null
        && Domains.isWellKnown(MailAddress.of(mail.sender()).domain())
        && MailAuthentication.of(mail, settings).passed("dmarc");
  }
}
