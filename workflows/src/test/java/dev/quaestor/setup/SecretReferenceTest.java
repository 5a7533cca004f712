package dev.quaestor.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretReferenceTest {
  @Test
  void aSettingSaysWhereASecretIsOrIsIt() {
    assertThat(SecretReference.of("env:SMTP_PASSWORD"))
        .isEqualTo(new SecretReference.Variable("SMTP_PASSWORD"))
        .hasToString("env:SMTP_PASSWORD");
    assertThat(SecretReference.of("file:/run/secrets/smtp"))
        .isEqualTo(new SecretReference.InFile("/run/secrets/smtp"))
        .hasToString("file:/run/secrets/smtp");
    assertThat(SecretReference.of("vault:secret/data/quaestor/mail#password"))
        .isEqualTo(new SecretReference.InVault("secret/data/quaestor/mail", "password"))
        .hasToString("vault:secret/data/quaestor/mail#password");
    assertThat(SecretReference.of("hunter2")).isEqualTo(new SecretReference.Value("hunter2"));
    assertThat(SecretReference.of("value:env:HUNTER2"))
        .isEqualTo(new SecretReference.Value("env:HUNTER2"));
  }

  @Test
  void nothingThatMayBeASecretShowsItself() {
    for (var secret :
        new String[] {
          "hunter2",
          "value:hunter2",
          "env:hunter 2",
          "vault:hunter2",
          "vault:../hunter2#x",
          "vault:a/b?hunter2#x",
          "file:\0hunter2"
        }) {
      assertThat(SecretReference.of(secret).toString()).doesNotContain("hunter");
    }
  }

  @Test
  void whatIsSetToNothingIsNotSet() {
    assertThat(SecretReference.of("").isGiven()).isFalse();
    assertThat(SecretReference.of(" ").isGiven()).isFalse();
    assertThat(SecretReference.of("env:A").isGiven()).isTrue();
  }
}
