package dev.quaestor.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One message in one mailbox. Bodies stay outside; what analyzers need of them is here, bounded by
 * intake.
 *
 * @param networkMessageId Exchange's id of the message, equal in every mailbox it went to
 * @param internetMessageId the Message-ID header, with its angle brackets
 * @param recipient the mailbox it was delivered to
 * @param sender the address of the From header (P2)
 * @param returnPath the envelope sender (P1)
 * @param authenticationResults the Authentication-Results headers, newest first, as they stand
 * @param content what intake saw of headers and body; null when only a vendor's summary is known
 * @param otherAuthors whom From names beside the sender; an honest mail names nobody else
 * @param hops the servers that took it on, newest first, as far as results of authentication stand
 *     below: whoever wrote those, handed them to these
 */
public record MailMessage(
    @Nullable String networkMessageId,
    @Nullable String internetMessageId,
    @Nullable String recipient,
    @Nullable String sender,
    @Nullable String senderName,
    @Nullable String returnPath,
    @Nullable String replyTo,
    @Nullable String senderIp,
    @Nullable String subject,
    @Nullable Instant receivedAt,
    List<Link> links,
    List<Attachment> attachments,
    List<String> authenticationResults,
    List<String> threats,
    @Nullable MailContent content,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Author> otherAuthors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Hop> hops)
    implements Entity {

  /**
   * Somebody whom From names.
   *
   * @param address null when what stands there is no address
   */
  public record Author(@Nullable String name, @Nullable String address) {}

  /**
   * A server that took the message on, and wrote so in a Received field.
   *
   * @param by what it calls itself, lower case; null when it does not say
   * @param resultsAbove how many of the Authentication-Results stand above that field
   * @param from who handed it over, as that server found out itself: a name or an address, lower
   *     case, and never what the other side called itself; null when it does not say
   */
  public record Hop(
      @Nullable String by,
      int resultsAbove,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String from) {

    /** One that does not say who handed it over. */
    public Hop(@Nullable String by, int resultsAbove) {
      this(by, resultsAbove, null);
    }
  }

  /** A link in the body: the text a reader sees and the address it leads to. */
  public record Link(@Nullable String text, String target) {
    public Link {
      Objects.requireNonNull(target, "target is null");
    }
  }

  /**
   * A part that a reader could open.
   *
   * @param declaredType the Content-Type header's value
   * @param detectedType what the first bytes say, or null when they say nothing
   */
  public record Attachment(
      @Nullable String name,
      @Nullable String declaredType,
      @Nullable String detectedType,
      @Nullable String sha256,
      @Nullable Long size) {}

  public MailMessage {
    if (networkMessageId == null && internetMessageId == null) {
      throw new IllegalArgumentException(
          "a mail message needs networkMessageId or internetMessageId");
    }
    links = links == null ? List.of() : List.copyOf(links);
    attachments = attachments == null ? List.of() : List.copyOf(attachments);
    authenticationResults =
        authenticationResults == null ? List.of() : List.copyOf(authenticationResults);
    threats = threats == null ? List.of() : List.copyOf(threats);
    otherAuthors = otherAuthors == null ? List.of() : List.copyOf(otherAuthors);
    hops = hops == null ? List.of() : List.copyOf(hops);
  }

  /** A message of which nobody has seen more than this. */
  public MailMessage(
      @Nullable String networkMessageId,
      @Nullable String internetMessageId,
      @Nullable String recipient,
      @Nullable String sender,
      @Nullable String senderName,
      @Nullable String returnPath,
      @Nullable String replyTo,
      @Nullable String senderIp,
      @Nullable String subject,
      @Nullable Instant receivedAt,
      List<Link> links,
      List<Attachment> attachments,
      List<String> authenticationResults,
      List<String> threats) {
    this(
        networkMessageId,
        internetMessageId,
        recipient,
        sender,
        senderName,
        returnPath,
        replyTo,
        senderIp,
        subject,
        receivedAt,
        links,
        attachments,
        authenticationResults,
        threats,
        null,
        List.of(),
        List.of());
  }

  /** A message of which nothing is known but what it is called, and in whose mailbox. */
  public static MailMessage named(
      @Nullable String networkMessageId,
      @Nullable String internetMessageId,
      @Nullable String recipient) {
    return new MailMessage(
        networkMessageId,
        internetMessageId,
        recipient,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same message, its Message-ID known. */
  public MailMessage withInternetMessageId(String seen) {
    return new MailMessage(
        networkMessageId,
        seen,
        recipient,
        sender,
        senderName,
        returnPath,
        replyTo,
        senderIp,
        subject,
        receivedAt,
        links,
        attachments,
        authenticationResults,
        threats,
        content,
        otherAuthors,
        hops);
  }

  /** The same message with that seen of its headers and body, or nothing. */
  public MailMessage withContent(@Nullable MailContent seen) {
    return new MailMessage(
        networkMessageId,
        internetMessageId,
        recipient,
        sender,
        senderName,
        returnPath,
        replyTo,
        senderIp,
        subject,
        receivedAt,
        links,
        attachments,
        authenticationResults,
        threats,
        seen,
        otherAuthors,
        hops);
  }

  /** Everybody whom From names, the sender first; empty when it names nobody. */
  public List<Author> authors() {
    var first =
        sender == null && senderName == null
            ? Stream.<Author>empty()
            : Stream.of(new Author(senderName, sender));
    return Stream.concat(first, otherAuthors.stream()).toList();
  }

  @Override
  public EntityKey key() {
    return internetMessageId != null
        ? keyIn(recipient, internetMessageId)
        : keyOf(
            String.valueOf(networkMessageId),
            recipient == null ? null : MailAddress.canonical(recipient));
  }

  /** Of a message by its Message-ID. */
  static EntityKey keyIn(@Nullable String mailbox, String internetMessageId) {
    return EntityKey.of(
        "mail",
        inBrackets(internetMessageId),
        mailbox == null ? null : MailAddress.canonical(mailbox));
  }

  /** Of a message of which only Exchange's id is known, and not the mailbox. */
  public static EntityKey keyOf(String networkMessageId) {
    return keyOf(networkMessageId, null);
  }

  private static EntityKey keyOf(String networkMessageId, @Nullable String mailbox) {
    return EntityKey.of("mail", "network", LetterCase.foldedId(networkMessageId), mailbox);
  }

  /**
   * By RFC 5536 two ids are one only if every character is the same: a sender chooses his own, and
   * must not hide behind that of another message.
   */
  private static String inBrackets(String messageId) {
    var id = messageId.strip();
    return id.startsWith("<") && id.endsWith(">") ? id : "<" + id + ">";
  }

  @Override
  public String label() {
    if (subject == null && sender == null && internetMessageId != null) {
      return recipient == null
          ? "message " + internetMessageId
          : "message %s in %s".formatted(internetMessageId, recipient);
    }
    return "\"%s\" from %s to %s"
        .formatted(
            subject == null ? "(no subject)" : subject,
            sender == null ? "unknown" : sender,
            recipient == null ? "unknown" : recipient);
  }
}
