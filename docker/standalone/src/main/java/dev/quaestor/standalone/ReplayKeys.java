package dev.quaestor.standalone;

import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.secret.Secret;
import dev.quaestor.secret.SecretReader;
import dev.quaestor.setup.SecretReference;
import java.util.ArrayList;
import java.util.Map;

/** Which keys a replay knows. A key itself on a command line would be everybody's to see. */
final class ReplayKeys {
  private static final String VARIABLES = "QUAESTOR_ENCRYPTION_KEYS_";

  private ReplayKeys() {}

  /**
   * @param given on the command line, by their ids; where there are none, those of the variables
   *     that starter and worker read
   */
  static EncryptionSettings of(Map<String, String> given, Map<String, String> variables) {
    var reader = new SecretReader(variables);
    var keys = new ArrayList<EncryptionSettings.Key>();
    given.forEach(
        (id, text) -> {
          var reference = SecretReference.of(text);
          if (reference instanceof SecretReference.Value) {
            throw new IllegalArgumentException(
                "--encryption-key takes where the key "
                    + id
                    + " is (file:PATH, env:NAME), not the key");
          }
          keys.add(new EncryptionSettings.Key(id, new Secret(reference, reader)));
        });
    for (var n = 0; given.isEmpty(); n++) {
      var id = variables.get(VARIABLES + n + "_ID");
      var key = variables.get(VARIABLES + n + "_KEY");
      if (id == null || key == null) {
        break;
      }
      keys.add(new EncryptionSettings.Key(id, new Secret(SecretReference.of(key), reader)));
    }
    return new EncryptionSettings(null, keys);
  }
}
