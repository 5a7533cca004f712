package dev.quaestor.starter.notice;

import dev.quaestor.secret.Secret;
import dev.quaestor.secret.SecretUnreadable;
import dev.quaestor.starter.webhook.ReceiverUrl;
import dev.quaestor.starter.webhook.WebhookReply;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Sha256;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.Date;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mail. What the server writes back is not repeated, and addresses are counted rather than
 * named.
 */
final class MailCarrier implements Carrier {
  private static final Logger log = LoggerFactory.getLogger(MailCarrier.class);
  private static final int LONGEST_SUBJECT = 250;

  private final Receiver.ByMail to;
  private final String name;
  private final InternetAddress from;
  private final Session session;
  private final @Nullable String username;
  private final @Nullable Secret password;

  /**
   * @throws IllegalArgumentException naming the setting that is wrong, without its value
   */
  MailCarrier(Receiver.ByMail to, String name, NoticeProperties.Mail mail, Duration timeout) {
    this.to = to;
    this.name = name;
    this.from = sender(mail);
    this.username = mail.username();
    this.password = mail.password();
    if (password != null) {
      password.read("quaestor.mail.password");
    }
    this.session = Session.getInstance(settings(mail, timeout));
  }

  private static InternetAddress sender(NoticeProperties.Mail mail) {
    if (mail.from() == null) {
      throw new IllegalArgumentException("quaestor.mail: from is missing");
    }
    try {
      return Receiver.address(mail.from());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("quaestor.mail: from is not an address of mail", e);
    }
  }

  private static Properties settings(NoticeProperties.Mail mail, Duration timeout) {
    if (mail.host() == null || mail.host().isBlank()) {
      throw new IllegalArgumentException("quaestor.mail: host is missing");
    }
    var tls = mail.tls();
    if (tls == NoticeProperties.Tls.NONE && !ReceiverUrl.isLoopback(mail.host())) {
      throw new IllegalArgumentException(
          "quaestor.mail: tls must be starttls or tls where host is not this machine");
    }
    if ((mail.username() == null) != (mail.password() == null)) {
      throw new IllegalArgumentException("quaestor.mail: username and password belong together");
    }
    var port = mail.port() == null ? usual(tls) : mail.port();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("quaestor.mail: port must be 1 to 65535");
    }
    var millis = Long.toString(timeout.toMillis());
    var settings = new Properties();
    settings.put("mail.transport.protocol", "smtp");
    settings.put("mail.smtp.host", mail.host());
    settings.put("mail.smtp.port", Integer.toString(port));
    settings.put("mail.smtp.connectiontimeout", millis);
    settings.put("mail.smtp.timeout", millis);
    settings.put("mail.smtp.writetimeout", millis);
    settings.put("mail.smtp.auth", Boolean.toString(mail.username() != null));
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    settings.put("mail.smtp.ssl.enable", Boolean.toString(tls == NoticeProperties.Tls.TLS));
    var starts = Boolean.toString(tls == NoticeProperties.Tls.STARTTLS);
    settings.put("mail.smtp.starttls.enable", starts);
    settings.put("mail.smtp.starttls.required", starts);
    // One address that is gone must not keep the others from knowing.
    settings.put("mail.smtp.sendpartial", "true");
    return settings;
  }

  private static int usual(NoticeProperties.Tls tls) {
    return switch (tls) {
      case STARTTLS -> 587;
      case TLS -> 465;
      case NONE -> 25;
    };
  }

  @Override
  public WebhookReply send(Notice notice) {
    try {
      var message = message(notice);
      var secret = password == null ? null : password.read("quaestor.mail.password");
      try (Transport transport = session.getTransport()) {
        transport.connect(username, secret);
        transport.sendMessage(message, message.getAllRecipients());
      }
      return new WebhookReply.Taken("The mail server took it.");
    } catch (SecretUnreadable e) {
      return new WebhookReply.NotTaken(String.valueOf(e.getMessage()), null);
    } catch (SendFailedException e) {
      return partly(e);
    } catch (AuthenticationFailedException e) {
      return new WebhookReply.NotTaken(
          "The mail server does not accept the user name and password.", null);
    } catch (MessagingException e) {
      return new WebhookReply.NotTaken(
          "The mail server did not take it (" + e.getClass().getSimpleName() + ").", null);
    }
  }

  private WebhookReply partly(SendFailedException e) {
    var taken = count(e.getValidSentAddresses());
    if (taken == 0) {
      return new WebhookReply.NotTaken(
          "The mail server refused %s."
              .formatted(to.to().size() == 1 ? "the address" : "all addresses"),
          null);
    }
    var part = Counted.of(taken, to.to().size(), "address", "addresses");
    log.warn("notice {}: the mail server took {}", name, part);
    return new WebhookReply.Taken("The mail server took %s.".formatted(part));
  }

  private static int count(Address @Nullable [] addresses) {
    return addresses == null ? 0 : addresses.length;
  }

  private MimeMessage message(Notice notice) throws MessagingException {
    var id = messageId(name + "/" + notice.id());
    var message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(from);
    message.setRecipients(Message.RecipientType.TO, to.to().toArray(new Address[0]));
    message.setSubject(Excerpt.of(notice.subject(), LONGEST_SUBJECT), "UTF-8");
    message.setSentDate(Date.from(notice.at()));
    // Mail programs show what is of one investigation together, and answer none of it by
    // themselves.
    message.setHeader("References", messageId("thread/" + notice.thread()));
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    var both = new MimeMultipart("alternative");
    var plain = new MimeBodyPart();
    plain.setText(plain(notice), "UTF-8", "plain");
    both.addBodyPart(plain);
    var html = new MimeBodyPart();
    html.setText(html(notice), "UTF-8", "html");
    both.addBodyPart(html);
    message.setContent(both);
    message.saveChanges();
    return message;
  }

  private String messageId(String of) {
    var address = Objects.requireNonNull(from.getAddress());
    return "<%s%s>"
        .formatted(Sha256.of(of).substring(0, 32), address.substring(address.lastIndexOf('@')));
  }

  private static String plain(Notice notice) {
    var text = new StringBuilder();
    for (var part : notice.parts()) {
      text.append(part.title()).append("\n");
      part.lines().forEach(l -> text.append(l.label()).append(": ").append(l.text()).append("\n"));
      text.append("\n");
    }
    return text.append(notice.linkText())
        .append(": ")
        .append(notice.link())
        .append("\n\n")
        .append(notice.last())
        .append("\n")
        .toString();
  }

  private static String html(Notice notice) {
    var text = new StringBuilder("<!doctype html><html lang=\"en\"><body>");
    for (var part : notice.parts()) {
      text.append("<p><strong>").append(Plain.html(part.title())).append("</strong>");
      part.lines()
          .forEach(
              l ->
                  text.append("<br>")
                      .append(Plain.html(l.label()))
                      .append(": ")
                      .append(Plain.html(l.text())));
      text.append("</p>");
    }
    return text.append("<p><a href=\"")
        .append(Plain.html(notice.link().toString()))
        .append("\">")
        .append(Plain.html(notice.linkText()))
        .append("</a></p><p>")
        .append(Plain.html(notice.last()))
        .append("</p></body></html>\n")
        .toString();
  }
}
