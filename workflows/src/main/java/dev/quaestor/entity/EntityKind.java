package dev.quaestor.entity;

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
  OTHER
}
