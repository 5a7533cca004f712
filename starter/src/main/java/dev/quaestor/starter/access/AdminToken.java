package dev.quaestor.starter.access;

import dev.quaestor.text.Sha256;
import java.nio.file.Path;

/**
 * The token that a new installation begins with. It lives in a file that its owner alone can read,
 * and is never logged; whoever can read that file is the administrator.
 */
final class AdminToken {
  /** What the ledger shows as the name of its bearer. */
  static final String NAME = "admin";

  /** No other token's: theirs begin with {@code tok-}. */
  static final String ID = "admin";

  private final String hash;

  private AdminToken(String hash) {
    this.hash = hash;
  }

  static AdminToken of(Path file) {
    return new AdminToken(Sha256.of(PrivateFile.readOrCreate(file, TokenText::mint)));
  }

  boolean is(String token) {
    return TokenText.same(hash, Sha256.of(token));
  }
}
