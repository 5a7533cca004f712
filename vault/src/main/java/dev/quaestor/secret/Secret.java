package dev.quaestor.secret;

import dev.quaestor.setup.SecretReference;

/**
 * A secret as a setting has it: where it is, or itself ({@link SecretReference}). It is read when
 * it is used, so that what was changed counts without a restart, and it never shows itself.
 */
public final class Secret {
  private final SecretReference reference;
  private final SecretReader reader;

  public Secret(SecretReference reference, SecretReader reader) {
    this.reference = reference;
    this.reader = reader;
  }

  /** As somebody wrote it, to be read with what this process has. */
  public static Secret of(String text) {
    return new Secret(SecretReference.of(text), SecretReader.ofThisProcess());
  }

  /** Whether there is anything at all: what is set to nothing is not set. */
  public boolean isGiven() {
    return reference.isGiven();
  }

  /**
   * The secret as text, without the line end that editors add.
   *
   * @param setting its name, for people
   * @throws SecretUnreadable when it is not there
   */
  public String read(String setting) {
    return reader.text(setting, reference);
  }

  /**
   * The secret as it lies there.
   *
   * @param setting its name, for people
   * @throws SecretUnreadable when it is not there
   */
  public byte[] bytes(String setting) {
    return reader.bytes(setting, reference);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.reference.equals(reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  @Override
  public String toString() {
    return reference.toString();
  }
}
