package dev.quaestor.action;

/** Which approvers an action belongs to, and which row of the matrix it falls under. */
public enum Area {
  DEVICE,
  EMAIL,
  IDENTITY
}
