package dev.quaestor.policy;

/** Where a file lies, as far as the semi-automatic levels care. */
public enum FolderZone {
  TEMP,
  CORE,
  OTHER,
  /** No path is known, so no level that needs a folder can be satisfied. */
  NOWHERE
}
