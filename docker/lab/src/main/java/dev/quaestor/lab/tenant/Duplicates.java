package dev.quaestor.lab.tenant;

/**
 * What happens to a machine action asked for again while one of its kind is under way on the
 * device.
 */
public enum Duplicates {
  /** It is refused with 400, as documented. */
  REJECT,
  /**
   * It is accepted, hangs in Pending, and finishes after the release: the device ends isolated
   * (reported in MicrosoftDocs/microsoft-365-docs#5903). An isolation of a device that is already
   * isolated hangs in the same way.
   */
  ACCEPT
}
