package dev.quaestor.secret;

/** A secret is not where its setting says. The message names the place, and never a secret. */
public final class SecretUnreadable extends IllegalStateException {
  private static final long serialVersionUID = 1;

  SecretUnreadable(String setting, String why) {
    super(setting + ": " + why);
  }
}
