package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A clamd with one signature of its own, which the phishing mail of the story has. */
public final class ClamAv implements Part {
  private static final String PROGRAM = "/usr/sbin/clamd";

  private final int port;

  private ClamAv() throws IOException {
    this.port = Loopback.free();
  }

  static Optional<String> missing(Machine machine) {
    return machine.lacks(false, List.of("clamd"), "clamav-daemon");
  }

  static ClamAv start(Path folder) throws IOException {
    var clamd = new ClamAv();
    var signatures = Files.createDirectories(folder.resolve("signatures"));
    Files.writeString(
        signatures.resolve("demo.ndb"),
        "Quaestor.Demo.Phish:0:*:%s\n"
            .formatted(
                HexFormat.of()
                    .formatHex(Mailboxes.MARK_OF_PHISH.getBytes(StandardCharsets.US_ASCII))));
    var configuration = folder.resolve("clamd.conf");
    Files.writeString(
        configuration,
        Resources.text(
            "clamd.conf", "@PLACE@", folder.toString(), "@PORT@", Integer.toString(clamd.port)));
    Noted.start(folder, List.of(PROGRAM, "-c", configuration.toString()), Map.of())
        .until(clamd::answers);
    return clamd;
  }

  static void end(Path folder) throws IOException {
    Noted.end(folder);
  }

  private boolean answers() {
    return Loopback.firstLine(port, "zPING\0").startsWith("PONG");
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of(
        "quaestor.clamav.host", Loopback.ADDRESS, "quaestor.clamav.port", Integer.toString(port));
  }

  @Override
  public String sentence() {
    return "ClamAV (clamd on %s:%d), with one signature of its own"
        .formatted(Loopback.ADDRESS, port);
  }
}
