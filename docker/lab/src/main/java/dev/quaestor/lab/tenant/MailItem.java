package dev.quaestor.lab.tenant;

import dev.quaestor.lab.mime.MimeMail;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** One copy of a message in one mailbox. Its id belongs to its place: a move gives it a new one. */
public final class MailItem {

  private static final SecureRandom RANDOM = new SecureRandom();

  private MimeMail mail;
  private final String networkMessageId;
  private final Instant received;
  private final Folder deliveredTo;
  private String id = newId();
  private Folder folder;
  private Instant modified;

  MailItem(MimeMail mail, String networkMessageId, Instant received, Folder folder) {
    this.mail = mail;
    this.networkMessageId = networkMessageId;
    this.received = received;
    this.deliveredTo = folder;
    this.folder = folder;
    this.modified = received;
  }

  public MimeMail mail() {
    return mail;
  }

  public String networkMessageId() {
    return networkMessageId;
  }

  public Instant received() {
    return received;
  }

  public Instant modified() {
    return modified;
  }

  public Folder deliveredTo() {
    return deliveredTo;
  }

  public String id() {
    return id;
  }

  public Folder folder() {
    return folder;
  }

  public void move(Folder destination, Instant at) {
    folder = destination;
    id = newId();
    modified = at;
  }

  /** Changes what it holds, as the loss of an attachment does; it stays where it is. */
  public void replace(MimeMail changed, Instant at) {
    mail = changed;
    modified = at;
  }

  void place(Folder destination) {
    folder = destination;
  }

  private static String newId() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return "AAMkAG" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "AAA=";
  }
}
