package dev.quaestor.start;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * Somebody's certificate, signed by nobody but itself, and its key, in PEM format.
 *
 * @param certificate a file
 * @param key a file
 */
record Identity(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  /**
   * @param name that the certificate has
   */
  static Identity made(Path folder, String file, String name) {
    try {
      var store = folder.resolve(file + ".p12");
      var keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "it",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=dns:" + name,
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  store.toString())
              .inheritIO()
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new AssertionError("keytool makes no certificate");
      }
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      return new Identity(
          pem(folder.resolve(file + ".pem"), "CERTIFICATE", keys.getCertificate("it").getEncoded()),
          pem(
              folder.resolve(file + ".key"),
              "PRIVATE KEY",
              keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Path pem(Path file, String label, byte[] encoded) throws Exception {
    return Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(encoded), label));
  }
}
