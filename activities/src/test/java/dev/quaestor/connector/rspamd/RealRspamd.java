package dev.quaestor.connector.rspamd;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.RealScanner;
import dev.quaestor.connector.capability.BackEnd;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real rspamd with two rules of the test's own, and nothing that asks anybody. */
final class RealRspamd implements BackEnd, AutoCloseable {
  private final Path folder;
  final int port;
  private @Nullable RealScanner process;
  private @Nullable Connector connector;

  private RealRspamd(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  static RealRspamd up() throws Exception {
    RealScanner.need("/usr/bin/rspamd");
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var rspamd = new RealRspamd(RealScanner.folder("rspamd"), port);
    rspamd.start();
    return rspamd;
  }

  private void start() throws Exception {
    Files.createDirectories(folder);
    // Its own list of top-level domains takes it a minute of a busy machine to prepare.
    Files.writeString(folder.resolve("tld"), "com\nexample\n");
    var conf = folder.resolve("rspamd.conf");
    Files.writeString(
        conf,
        """
        options {
          pidfile = "%1$s/rspamd.pid";
          filters = "regexp";
          disable_hyperscan = true;
          url_tld = "%1$s/tld";
          hs_cache_dir = "%1$s";
          tempdir = "%1$s";
          max_message = 5M;
          dns { nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 0; }
        }
        logging { type = "console"; level = "error"; }
        worker "normal" { bind_socket = "127.0.0.1:%2$d"; count = 1; }
        actions { reject = 15; add_header = 6; greylist = 4; }
        regexp {
          "VERY_CHEAP" = { re = "/very cheap pills/i{body}"; score = 9.5; }
          "RATHER_CHEAP" = { re = "/rather cheap pills/i{body}"; score = 6.5; }
          "CHEAP" = { re = "/somewhat cheap pills/i{body}"; score = 5.9; }
        }
        """
            .formatted(folder, port));
    process =
        RealScanner.up(
            folder,
            List.of(
                "/usr/bin/rspamd",
                "-f",
                "-c",
                conf.toString(),
                "--var=DBDIR=" + folder,
                "--var=RUNDIR=" + folder,
                "--var=LOGDIR=" + folder),
            this::answers);
  }

  private boolean answers() {
    try (var http = HttpClient.newHttpClient()) {
      var ping =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/ping".formatted(port)))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(ping, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (Exception notYet) {
      return false;
    }
  }

  /** Nobody has asked it anything yet. */
  void reset() {
    comeBack();
    connector = made("http://127.0.0.1:" + port, Map.of());
  }

  static Connector made(String url, Map<String, String> more) {
    var values = new LinkedHashMap<>(more);
    values.put("url", url);
    return new RspamdFactory().create(new ConnectorSettings("rspamd", values));
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
    if (process != null) {
      process.close();
      process = null;
    }
  }

  @Override
  public void loseNextAnswer() {
    throw new UnsupportedOperationException("it is told to do nothing");
  }

  @Override
  public void comeBack() {
    try {
      if (process == null) {
        start();
      }
    } catch (Exception broke) {
      throw new AssertionError(broke);
    }
  }

  @Override
  public void close() {
    goAway();
  }
}
