package dev.quaestor.setup;

import com.google.re2j.Pattern;

/**
 * Where a secret is, as a setting says it: {@code env:NAME}, {@code file:/path}, {@code
 * vault:secret/data/path#field}, or the secret itself, which may be written {@code value:…} where
 * it begins like one of these. Settings are echoed in errors: none of them fails to be read, and
 * what is the secret itself never shows itself.
 */
public sealed interface SecretReference {

  /** The secret itself. */
  record Value(String secret) implements SecretReference {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** A variable of the process's environment. */
  record Variable(String name) implements SecretReference {
    @Override
    public String toString() {
      return ENV + name;
    }
  }

  /** A file that holds nothing else. */
  record InFile(String path) implements SecretReference {
    @Override
    public String toString() {
      return FILE + path;
    }
  }

  /**
   * A field of a secret in a HashiCorp Vault or what speaks like one, in its key-value engine of
   * version 2.
   *
   * @param path as its API has it after {@code /v1/}, with {@code data} in it
   */
  record InVault(String path, String field) implements SecretReference {
    @Override
    public String toString() {
      return VAULT + path + "#" + field;
    }
  }

  /** It begins as a reference, and is none; nothing of it is shown, because it may be a secret. */
  record Misspelt(String how) implements SecretReference {
    @Override
    public String toString() {
      return how;
    }
  }

  String ENV = "env:";
  String FILE = "file:";
  String VAULT = "vault:";
  String LITERAL = "value:";

  Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  Pattern VAULT_PATH = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9._-]*[A-Za-z0-9_-])+");
  Pattern VAULT_FIELD = Pattern.compile("[A-Za-z0-9._-]+");

  static SecretReference of(String text) {
    if (text.startsWith(LITERAL)) {
      return new Value(text.substring(LITERAL.length()));
    }
    if (text.startsWith(ENV)) {
      var name = text.substring(ENV.length()).strip();
      return VARIABLE.matches(name)
          ? new Variable(name)
          : new Misspelt("what follows env: is not the name of a variable");
    }
    if (text.startsWith(FILE)) {
      var path = text.substring(FILE.length()).strip();
      return path.isEmpty() || path.indexOf('\0') >= 0
          ? new Misspelt("no path follows file:")
          : new InFile(path);
    }
    if (text.startsWith(VAULT)) {
      var place = text.substring(VAULT.length()).strip().split("#", 2);
      return place.length == 2 && VAULT_PATH.matches(place[0]) && VAULT_FIELD.matches(place[1])
          ? new InVault(place[0], place[1])
          : new Misspelt("what follows vault: is not PATH#FIELD, as secret/data/quaestor#smtp");
    }
    return new Value(text);
  }

  /** Whether there is anything at all: what is set to nothing is not set. */
  default boolean isGiven() {
    return !(this instanceof Value value && value.secret().isBlank());
  }
}
