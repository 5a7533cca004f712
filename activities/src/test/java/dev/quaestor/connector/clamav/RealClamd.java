package dev.quaestor.connector.clamav;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.RealScanner;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.clamav.ClamAvSettings.Place;
import dev.quaestor.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A real clamd with a database of the test's own: four signatures. */
final class RealClamd implements BackEnd, AutoCloseable {
  /** Parted, so that no scanner takes this file for it. */
  static final byte[] EICAR =
      ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
          .getBytes(StandardCharsets.US_ASCII);

  static final int STREAM_MAX = 1 << 20;

  private final Path folder;
  private final RealScanner process;
  final Path socket;
  final int port;
  private @Nullable Connector connector;

  private RealClamd(Path folder, Path socket, int port, RealScanner process) {
    this.folder = folder;
    this.socket = socket;
    this.port = port;
    this.process = process;
  }

  static RealClamd up() throws Exception {
    RealScanner.need("/usr/sbin/clamd");
    var folder = RealScanner.folder("clamd");
    var data = Files.createDirectory(folder.resolve("db"));
    Files.writeString(
        data.resolve("own.hsb"), Sha256.of(EICAR) + ":" + EICAR.length + ":Own.Test.Eicar\n");
    var packed = Path.of("/usr/share/clamav-testfiles/clam.exe");
    if (Files.isRegularFile(packed)) {
      Files.writeString(
          data.resolve("packed.hsb"),
          "%s:%d:Own.Test.Packed\n"
              .formatted(Sha256.of(Files.readAllBytes(packed)), Files.size(packed)));
    }
    Files.writeString(
        data.resolve("own.ndb"), "Own.Test.Marker:0:*:" + hex("quaestor-marker") + "\n");
    Files.writeString(
        data.resolve("own.yara"),
        "rule OwnRule { strings: $a = \"quaestor-yara-marker\" condition: $a }\n");
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var socket = folder.resolve("clamd.sock");
    var conf = folder.resolve("clamd.conf");
    Files.writeString(
        conf,
        """
        Foreground yes
        LocalSocket %1$s
        LocalSocketMode 666
        TCPSocket %2$d
        TCPAddr 127.0.0.1
        DatabaseDirectory %3$s
        TemporaryDirectory %4$s
        StreamMaxLength %5$d
        AlertEncrypted yes
        AlertExceedsMax yes
        MaxRecursion 8
        """
            .formatted(socket, port, data, folder, STREAM_MAX));
    var clamd = new Clamd(new Place.Tcp("127.0.0.1", port), Duration.ofSeconds(5));
    var process =
        RealScanner.up(
            folder,
            List.of("/usr/sbin/clamd", "-c", conf.toString()),
            () -> {
              try {
                return clamd.ask("PING").equals("PONG");
              } catch (IOException notYet) {
                return false;
              }
            });
    return new RealClamd(folder, socket, port, process);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] zipped(String name, byte[] content) {
    var all = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(all)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return all.toByteArray();
  }

  /** Nobody has asked it anything yet. */
  void reset() {
    comeBack();
    connector = made(Map.of("socket", socket.toString(), "max-size", "2000000"));
  }

  static Connector made(Map<String, String> settings) {
    return new ClamAvFactory().create(new ConnectorSettings("clamav", settings));
  }

  @Override
  public Connector connector() {
    return Objects.requireNonNull(connector);
  }

  @Override
  public Object state() {
    return "nothing is ever done to it";
  }

  @Override
  public void goAway() {
    move(socket, folder.resolve("away.sock"));
  }

  @Override
  public void loseNextAnswer() {
    throw new UnsupportedOperationException("it is told to do nothing");
  }

  @Override
  public void comeBack() {
    move(folder.resolve("away.sock"), socket);
  }

  private static void move(Path from, Path to) {
    try {
      if (Files.exists(from)) {
        Files.move(from, to);
      }
    } catch (IOException broke) {
      throw new AssertionError(broke);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
