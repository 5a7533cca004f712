package dev.quaestor.entity;

import java.util.Locale;

/** The kinds of {@link Entity}, for policy rules and counts. */
public enum EntityKind {
  DEVICE,
  FILE,
  PROCESS,
  URL,
  IP,
  MAIL_MESSAGE,
  MAIL_CLUSTER,
  MAILBOX,
  MAILBOX_RULE,
  USER,
  REGISTRY_ENTRY,
  SCHEDULED_TASK,
  SERVICE,
  DRIVER,
  OTHER;

  /** As JSON names its type: {@code mailMessage}. */
  public String wireName() {
    var words = name().toLowerCase(Locale.ROOT).split("_", -1);
    var name = new StringBuilder(words[0]);
    for (var i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
    }
    return name.toString();
  }
}
