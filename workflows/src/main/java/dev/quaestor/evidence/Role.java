package dev.quaestor.evidence;

/** What part a thing played; Graph's {@code evidenceRole}. */
public enum Role {
  UNKNOWN,
  CONTEXTUAL,
  SCANNED,
  SOURCE,
  DESTINATION,
  CREATED,
  ADDED,
  COMPROMISED,
  EDITED,
  ATTACKED,
  ATTACKER,
  COMMAND_AND_CONTROL,
  LOADED,
  SUSPICIOUS,
  POLICY_VIOLATOR
}
