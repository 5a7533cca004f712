package dev.quaestor.lab.tenant;

import dev.quaestor.lab.mime.MimeMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Mailboxes, delivery, and the asynchronous remediation of messages by network message id and
 * recipient.
 */
public final class PostOffice {

  /** One message as the remediation call names it. */
  public record Target(String networkMessageId, String recipient) {}

  /** A delivery: the ids that the message has in every mailbox it went to. */
  public record Delivered(String networkMessageId, String internetMessageId) {}

  private record Job(Instant due, Folder destination, List<Target> targets) {}

  private static final String NETWORK_MESSAGE_ID = "X-MS-Exchange-Organization-Network-Message-Id";

  private final Clock clock;
  private final Map<String, LabMailbox> mailboxes = new LinkedHashMap<>();
  private final List<Job> jobs = new ArrayList<>();
  private boolean hiddenListed;

  PostOffice(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether what is in a hidden folder is among a mailbox's messages; not unless this is called.
   */
  public void hiddenListed(boolean listed) {
    hiddenListed = listed;
  }

  /** Whether the messages of a folder are among those of the mailbox as a whole. */
  public boolean lists(Folder folder) {
    return folder.listed() || (hiddenListed && folder.wellKnownName().startsWith("made-"));
  }

  /**
   * The mailbox of an address, opened on first sight. The caller has checked that it is an address.
   */
  public LabMailbox mailbox(String address) {
    return mailboxes.computeIfAbsent(address.toLowerCase(Locale.ROOT), LabMailbox::new);
  }

  public Collection<LabMailbox> all() {
    return List.copyOf(mailboxes.values());
  }

  /**
   * Puts a copy into each mailbox. The network message id is the given one, else the message's own
   * header, else new; a message whose header says another one says the given one from then on. One
   * without a Message-ID gets one.
   */
  public Delivered deliver(
      MimeMail mail,
      Collection<String> recipients,
      Folder folder,
      Instant received,
      @Nullable String networkMessageId) {
    String own = mail.header(NETWORK_MESSAGE_ID).trim();
    String network =
        networkMessageId != null
            ? networkMessageId
            : own.isEmpty() ? UUID.randomUUID().toString() : own;
    MimeMail stamped =
        own.isEmpty() || own.equals(network) ? mail : mail.withHeader(NETWORK_MESSAGE_ID, network);
    MimeMail complete =
        stamped.header("Message-ID").isBlank()
            ? stamped.withHeader("Message-ID", "<" + UUID.randomUUID() + "@contoso.example>")
            : stamped;
    for (String recipient : recipients) {
      mailbox(recipient).add(new MailItem(complete, network, received, folder));
    }
    return new Delivered(network, complete.header("Message-ID").trim());
  }

  /** Accepts a remediation that takes effect after the given time. */
  public void remediate(Folder destination, List<Target> targets, Duration after) {
    jobs.add(new Job(clock.instant().plus(after), destination, List.copyOf(targets)));
  }

  void settle() {
    Instant now = clock.instant();
    List<Job> due = jobs.stream().filter(job -> !job.due().isAfter(now)).toList();
    jobs.removeAll(due);
    for (Job job : due) {
      for (Target target : job.targets()) {
        apply(job, target);
      }
    }
  }

  void clear() {
    mailboxes.clear();
    jobs.clear();
  }

  /** Moves every copy that is within reach; a copy already there, or purged, stays as it is. */
  private void apply(Job job, Target target) {
    LabMailbox mailbox = mailboxes.get(target.recipient().toLowerCase(Locale.ROOT));
    if (mailbox == null) {
      return;
    }
    for (MailItem item : mailbox.items()) {
      if (item.networkMessageId().equalsIgnoreCase(target.networkMessageId())
          && item.folder() != Folder.PURGED
          && item.folder() != job.destination()) {
        item.move(job.destination(), job.due());
      }
    }
  }
}
