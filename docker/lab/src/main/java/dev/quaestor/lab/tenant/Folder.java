package dev.quaestor.lab.tenant;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The mail folders that every mailbox has: well-known name, what people see, and what hunting says
 * of mail in it.
 */
public enum Folder {
  INBOX("inbox", "Inbox", "Inbox/folder"),
  JUNK("junkemail", "Junk Email", "Junk folder"),
  DELETED("deleteditems", "Deleted Items", "Deleted items"),
  SOFT_DELETED("recoverableitemsdeletions", "Deletions", "Soft deleted"),
  PURGED("recoverableitemspurges", "Purges", "Hard deleted"),
  SENT("sentitems", "Sent Items", "Inbox/folder"),
  ARCHIVE("archive", "Archive", "Inbox/folder"),
  DRAFTS("drafts", "Drafts", "Inbox/folder");

  private final String wellKnownName;
  private final String displayName;
  private final String huntingLocation;

  Folder(String wellKnownName, String displayName, String huntingLocation) {
    this.wellKnownName = wellKnownName;
    this.displayName = displayName;
    this.huntingLocation = huntingLocation;
  }

  public String wellKnownName() {
    return wellKnownName;
  }

  public String displayName() {
    return displayName;
  }

  public String huntingLocation() {
    return huntingLocation;
  }

  /** The opaque id that this folder has in that mailbox. */
  public String idIn(Mailbox mailbox) {
    String key = mailbox.address() + "/" + wellKnownName;
    return "AAMkFLD"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(key.getBytes(StandardCharsets.UTF_8))
        + "=";
  }

  /** The folder of a well-known name, or of an id in that mailbox. */
  public static Optional<Folder> find(Mailbox mailbox, String idOrName) {
    for (Folder folder : values()) {
      if (folder.wellKnownName.equals(idOrName.toLowerCase(Locale.ROOT))
          || folder.idIn(mailbox).equals(idOrName)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
