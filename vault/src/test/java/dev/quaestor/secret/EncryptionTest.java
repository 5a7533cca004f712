package dev.quaestor.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.secret.EncryptionSettings.Key;
import dev.quaestor.setup.SecretReference;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
  private static final byte[] KEY = new byte[32];
  private static final byte[] OTHER = new byte[32];

  static {
    Arrays.fill(KEY, (byte) 10);
    Arrays.fill(OTHER, (byte) 200);
  }

  private static final String BASE64 = Base64.getEncoder().encodeToString(KEY);

  @TempDir Path folder;

  private final SecretReader secrets = new SecretReader(Map.of("KEY", BASE64));

  private static EncryptionSettings settings(String encryptWith, Key... keys) {
    return new EncryptionSettings(encryptWith, List.of(keys));
  }

  private Key key(String id, String reference) {
    return new Key(id, new Secret(SecretReference.of(reference), secrets));
  }

  private String file(String name, byte[] body) throws IOException {
    return "file:" + Files.write(folder.resolve(name), body);
  }

  @Test
  void aKeyIsItsBytesOrTheirBase64WhereverItIs() throws IOException {
    var written =
        QuaestorJson.dataConverter(null, Encryption.of(settings("soc", key("soc", "env:KEY"))))
            .toPayload("hidden")
            .orElseThrow();

    // All of these bytes are line ends: a key is not stripped.
    for (var same :
        List.of(
            file("raw", KEY),
            file("base64", (BASE64 + "\n").getBytes(UTF_8)),
            BASE64,
            "value:" + BASE64)) {
      var reading = Encryption.of(settings(null, key("soc", same)));

      assertThat(
              QuaestorJson.dataConverter(null, reading)
                  .fromPayload(written, String.class, String.class))
          .isEqualTo("hidden");
    }
  }

  @Test
  void whatIsNoKeyIsRefusedByItsSettingAndNeverShown() throws IOException {
    for (var wrong :
        List.of("hunter2", "value:aHVudGVyMg==", file("short", "hunter2".getBytes(UTF_8)))) {
      assertThatThrownBy(() -> Encryption.of(settings("b", key("a", BASE64), key("b", wrong))))
          .isInstanceOf(SecretUnreadable.class)
          .hasMessageStartingWith("quaestor.encryption.keys[1].key: the key b is not 32 bytes")
          .hasMessageNotContainingAny("hunter2", "aHVudGVyMg");
    }
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() throws IOException {
    var other = file("other", OTHER);

    assertThatThrownBy(() -> Encryption.of(settings("b", key("a", other))))
        .hasMessage("there is no encryption key b to encrypt with");
    assertThatThrownBy(() -> Encryption.of(settings("a", key("a", other), key("a", BASE64))))
        .hasMessage("there are two encryption keys a");
    assertThatThrownBy(() -> Encryption.of(settings("b", key("a", BASE64), key("b", "env:KEY"))))
        .hasMessage("quaestor.encryption: a and b are the same key under two ids");
    assertThatThrownBy(() -> Encryption.of(settings("a", new Key("a", null))))
        .hasMessage("quaestor.encryption.keys[0] has no id or no key");
  }

  @Test
  void itIsOffUnlessAKeyIsToldToEncrypt() {
    assertThat(Encryption.of(new EncryptionSettings(null, null)).encrypts()).isFalse();
    assertThat(Encryption.of(settings("", key("a", BASE64))).encrypts()).isFalse();
    assertThat(Encryption.of(settings("a", key("a", BASE64))).encrypts()).isTrue();
  }
}
