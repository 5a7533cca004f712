package dev.quaestor.connector.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** Keys for tests, made in this process. */
final class Keys {
  /** As a line of an inventory has it. */
  static final String HOST = PublicKeyEntry.toString(pair().getPublic());

  /** A private one in OpenSSH's form. */
  static final String ENGINE = written(pair());

  private Keys() {}

  static KeyPair pair() {
    try {
      var keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(256);
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String written(KeyPair pair) {
    var key = new ByteArrayOutputStream();
    try {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "engine", null, key);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return key.toString(StandardCharsets.UTF_8);
  }
}
