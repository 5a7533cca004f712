package dev.quaestor.lab.tenant;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mail folder: its name in ids, what people see, what hunting says of mail in it, and whether
 * mail programs show it. Every mailbox has the well-known ones; others are made in one mailbox.
 */
public record Folder(
    String wellKnownName, String displayName, String huntingLocation, boolean hidden) {
  public static final Folder INBOX = new Folder("inbox", "Inbox", "Inbox/folder", false);
  public static final Folder JUNK = new Folder("junkemail", "Junk Email", "Junk folder", false);
  public static final Folder DELETED =
      new Folder("deleteditems", "Deleted Items", "Deleted items", false);
  public static final Folder SOFT_DELETED =
      new Folder("recoverableitemsdeletions", "Deletions", "Soft deleted", true);
  public static final Folder PURGED =
      new Folder("recoverableitemspurges", "Purges", "Hard deleted", true);
  public static final Folder SENT = new Folder("sentitems", "Sent Items", "Inbox/folder", false);
  public static final Folder ARCHIVE = new Folder("archive", "Archive", "Inbox/folder", false);
  public static final Folder DRAFTS = new Folder("drafts", "Drafts", "Inbox/folder", false);

  private static final List<Folder> WELL_KNOWN =
      List.of(INBOX, JUNK, DELETED, SOFT_DELETED, PURGED, SENT, ARCHIVE, DRAFTS);

  /** A folder that somebody makes. */
  static Folder made(long number, String displayName, boolean hidden) {
    return new Folder("made-" + number, displayName, "Inbox/folder", hidden);
  }

  /** Whether its messages are among those of the mailbox as a whole. */
  public boolean listed() {
    return !hidden;
  }

  /** The opaque id that this folder has in that mailbox. */
  public String idIn(LabMailbox mailbox) {
    String key = mailbox.address() + "/" + wellKnownName;
    return "AAMkFLD"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(key.getBytes(StandardCharsets.UTF_8))
        + "=";
  }

  /** All folders of a mailbox, the well-known ones first. */
  public static List<Folder> of(LabMailbox mailbox) {
    return Stream.concat(WELL_KNOWN.stream(), mailbox.madeFolders().stream()).toList();
  }

  /** The folder of a well-known name, or of an id in that mailbox. */
  public static Optional<Folder> find(LabMailbox mailbox, String idOrName) {
    String name = idOrName.toLowerCase(Locale.ROOT);
    return of(mailbox).stream()
        .filter(
            folder ->
                (WELL_KNOWN.contains(folder) && folder.wellKnownName.equals(name))
                    || folder.idIn(mailbox).equals(idOrName))
        .findFirst();
  }
}
