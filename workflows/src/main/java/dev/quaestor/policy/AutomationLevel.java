package dev.quaestor.policy;

/** How much may run by itself on the devices of a group; Defender's levels. */
public enum AutomationLevel {
  /** Everything on Malicious. */
  FULL,
  /** Nothing. */
  SEMI_ALL,
  /** Malicious outside core folders. */
  SEMI_CORE,
  /** Malicious in temporary folders only. */
  SEMI_NON_TEMP,
  /** No automated response: an investigation there ends at once, suppressed and recorded. */
  NONE
}
