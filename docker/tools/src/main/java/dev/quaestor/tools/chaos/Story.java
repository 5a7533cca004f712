package dev.quaestor.tools.chaos;

/** How a case goes. */
enum Story {
  /** Malicious, on a device at level Full: contained without anyone. */
  AUTOMATIC,
  /** Suspicious: what waits is approved. */
  APPROVED,
  /** The same alert, handed to every starter at one instant, three times. */
  DUPLICATE,
  /** Approved, and what was done is undone. */
  UNDONE,
  /** A second alert on the device comes while the first waits. */
  JOINED,
  /** A reported mail whose copies lie in two mailboxes: what waits is approved. */
  MAIL,
  /** What waits is rejected. */
  REJECTED,
  /** Stopped while it waits, with rollback. */
  CANCELLED,
  /** Nobody ever decides. */
  LEFT_OPEN
}
