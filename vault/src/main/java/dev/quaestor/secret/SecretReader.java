package dev.quaestor.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quaestor.setup.SecretReference;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Reads secrets from where they are: variables and files anew at each call. */
public final class SecretReader {
  private static final SecretReader OF_THIS_PROCESS = new SecretReader(System.getenv());

  private final Map<String, String> environment;
  private final KeyValueVault vault = new KeyValueVault();

  /**
   * @param environment the process's variables
   */
  public SecretReader(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public static SecretReader ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /**
   * The secret as text, without the line end that editors add.
   *
   * @param setting its name, for people
   * @throws SecretUnreadable when it is not there
   */
  public String text(String setting, SecretReference reference) {
    return new String(bytes(setting, reference), UTF_8).strip();
  }

  /**
   * The secret as it lies there.
   *
   * @param setting its name, for people
   * @throws SecretUnreadable when it is not there
   */
  public byte[] bytes(String setting, SecretReference reference) {
    var bytes =
        switch (reference) {
          case SecretReference.Value value -> value.secret().getBytes(UTF_8);
          case SecretReference.Variable variable -> variable(setting, variable).getBytes(UTF_8);
          case SecretReference.InFile file -> file(setting, file);
          case SecretReference.InVault vault -> vault(setting, vault);
          case SecretReference.Misspelt misspelt ->
              throw new SecretUnreadable(setting, misspelt.how());
        };
    if (bytes.length == 0) {
      throw new SecretUnreadable(setting, reference + " is empty");
    }
    return bytes;
  }

  private String variable(String setting, SecretReference.Variable variable) {
    var value = environment.get(variable.name());
    if (value == null) {
      throw new SecretUnreadable(setting, "there is no variable " + variable.name());
    }
    return value;
  }

  private byte[] vault(String setting, SecretReference.InVault wanted) {
    try {
      var access = VaultAccess.of(environment);
      var token =
          access.tokenFile() == null
              ? Objects.requireNonNull(access.token())
              : new String(file(setting, new SecretReference.InFile(access.tokenFile())), UTF_8)
                  .strip();
      return vault.read(access, token, wanted);
    } catch (IllegalArgumentException | KeyValueVault.NotRead not) {
      throw new SecretUnreadable(setting, String.valueOf(not.getMessage()));
    }
  }

  private static byte[] file(String setting, SecretReference.InFile file) {
    try {
      return SmallFile.bytes(Path.of(file.path()));
    } catch (NoSuchFileException absent) {
      throw new SecretUnreadable(setting, "there is no file " + file.path());
    } catch (SmallFile.Unfit unfit) {
      throw new SecretUnreadable(
          setting, "the file %s cannot be used: %s".formatted(file.path(), unfit.getReason()));
    } catch (IOException | InvalidPathException unreadable) {
      throw new SecretUnreadable(setting, "the file " + file.path() + " cannot be read");
    }
  }
}
