package dev.quaestor.start;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken to Temporal. Files are looked at again every half minute, and what has replaced
 * one is used by the next connection.
 *
 * @param authority whose signature a server's certificate must have; null for those of the system
 * @param certificate of this client; null for none
 * @param key of that certificate
 * @param serverName that the certificate must have; null for the name of where it is
 */
record TemporalTls(
    @Nullable Pem authority,
    @Nullable Pem certificate,
    @Nullable Pem key,
    @Nullable String serverName) {
  private static final int LOOK_EVERY_SECONDS = 30;

  private static final ScheduledExecutorService LOOKING =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("temporal-certificates").factory());

  /** Certificates or a key in PEM format, as somebody set them. */
  sealed interface Pem {
    /** For people. */
    String setting();

    /** In a file, which may be replaced. */
    record InFile(String setting, Path path) implements Pem {
      File readable() {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
          throw new CannotStart(
              "%s: the file %s cannot be read.".formatted(setting, path),
              "Put it there, readable by the user who runs this process.",
              null);
        }
        return path.toFile();
      }
    }

    /** In the setting itself. */
    record Inline(String setting, byte[] data) implements Pem {
      @Override
      public String toString() {
        return setting;
      }
    }

    default CannotStart unusable(String what) {
      return new CannotStart(
          switch (this) {
            case InFile file ->
                "%s: the file %s contains no %s.".formatted(setting(), file.path(), what);
            case Inline inline -> "%s contains no %s.".formatted(setting(), what);
          },
          "",
          // The cause is left out: a parser's message may quote what it read.
          null);
    }
  }

  SslContext context() {
    var context = GrpcSslContexts.forClient();
    if (authority != null) {
      context.trustManager(trust(authority));
    }
    if (certificate != null && key != null) {
      context.keyManager(identity(certificate, key));
    }
    try {
      return context.build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JVM cannot speak TLS", e);
    }
  }

  private static AdvancedTlsX509TrustManager trust(Pem authority) {
    try {
      var trust = AdvancedTlsX509TrustManager.newBuilder().build();
      switch (authority) {
        case Pem.InFile file ->
            trust.updateTrustCredentials(
                file.readable(), LOOK_EVERY_SECONDS, TimeUnit.SECONDS, LOOKING);
        case Pem.Inline inline ->
            trust.updateTrustCredentials(
                CertificateUtils.getX509Certificates(new ByteArrayInputStream(inline.data())));
      }
      return trust;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw authority.unusable("certificate in PEM format");
    }
  }

  private static AdvancedTlsX509KeyManager identity(Pem certificate, Pem key) {
    var identity = new AdvancedTlsX509KeyManager();
    try {
      if (certificate instanceof Pem.InFile chain && key instanceof Pem.InFile secret) {
        identity.updateIdentityCredentials(
            chain.readable(), secret.readable(), LOOK_EVERY_SECONDS, TimeUnit.SECONDS, LOOKING);
      } else {
        identity.updateIdentityCredentials(
            CertificateUtils.getX509Certificates(new ByteArrayInputStream(bytes(certificate))),
            CertificateUtils.getPrivateKey(new ByteArrayInputStream(bytes(key))));
      }
      return identity;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw key.unusable(
          "private key in PEM format (PKCS #8), or %s no certificate"
              .formatted(certificate.setting()));
    }
  }

  private static byte[] bytes(Pem pem) throws IOException {
    return switch (pem) {
      case Pem.InFile file -> Files.readAllBytes(file.readable().toPath());
      case Pem.Inline inline -> inline.data();
    };
  }

  /** For people. */
  String sentence() {
    return "TLS with "
        + (authority == null ? "the system's authorities" : "the authority of " + place(authority))
        + (certificate == null ? "" : ", client certificate of " + place(certificate))
        + (serverName == null ? "" : ", server name " + serverName);
  }

  private static String place(Pem pem) {
    return pem instanceof Pem.InFile file ? file.path().toString() : pem.setting();
  }
}
