package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.secret.EncryptionSettings.Key;
import dev.quaestor.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayKeysTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "QUAESTOR_ENCRYPTION_KEYS_0_ID", "soc-1",
          "QUAESTOR_ENCRYPTION_KEYS_0_KEY", "file:/run/secrets/soc-1",
          "QUAESTOR_ENCRYPTION_KEYS_1_ID", "soc-2",
          "QUAESTOR_ENCRYPTION_KEYS_1_KEY", "env:SOC_2");

  @Test
  void theKeysOfStarterAndWorkerAreThoseOfAReplay() {
    var settings = ReplayKeys.of(Map.of(), VARIABLES);

    assertThat(settings.keys())
        .containsExactly(
            new Key("soc-1", Secret.of("file:/run/secrets/soc-1")),
            new Key("soc-2", Secret.of("env:SOC_2")));
    assertThat(settings.encryptWith()).isNull();
  }

  @Test
  void keysOnTheCommandLineComeInTheirPlace() {
    assertThat(ReplayKeys.of(Map.of("old", "file:old.key"), VARIABLES).keys())
        .containsExactly(new Key("old", Secret.of("file:old.key")));
  }

  @Test
  void aKeyItselfIsNotTakenFromACommandLine() {
    assertThatThrownBy(() -> ReplayKeys.of(Map.of("old", "aHVudGVyMg=="), Map.of()))
        .hasMessageContaining("where the key old is")
        .hasMessageNotContaining("aHVudGVyMg");
  }
}
