package dev.quaestor.connector.blocklist;

import com.sun.net.httpserver.HttpServer;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Squid, with a web server behind it that is every host of the test. */
final class RealSquid extends RealEnforcer {
  private final int port;
  private final HttpServer site;
  private final ServerSocket gate;
  private final ServerSocket tls;

  /** What the sites behind it were asked for. */
  final Set<String> asked = ConcurrentHashMap.newKeySet();

  /** How often somebody came by CONNECT. */
  volatile int tunnels;

  private RealSquid(Path folder) throws IOException {
    super(folder, "blocked.list");
    this.port = free();
    this.site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    this.gate = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    this.tls = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  }

  static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static RealSquid up(Path folder) throws Exception {
    need("squid");
    var squid = new RealSquid(folder);
    squid.site.createContext(
        "/",
        exchange -> {
          squid.asked.add(exchange.getRequestURI().toString());
          var forged = exchange.getRequestURI().getPath().equals("/forged");
          if (forged) {
            exchange.getResponseHeaders().add("X-Squid-Error", "ERR_ACCESS_DENIED 0");
          }
          exchange.getResponseHeaders().add("Cache-Control", "public, max-age=600");
          exchange.sendResponseHeaders(forged ? 403 : 200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    squid.site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    squid.site.start();
    Thread.ofVirtual().start(squid::tunnelled);
    Thread.ofVirtual().start(squid::guarded);
    Files.writeString(
        folder.resolve("hosts"),
        "127.0.0.1 evil.example sub.evil.example good.example shop.example xn--bcher-kva.example"
            + " evilxexample evil.example.good.example\n");
    Files.writeString(
        folder.resolve("squid.conf"),
        """
        http_port 127.0.0.1:%2$d
        pid_filename %1$s/pid
        cache_log %1$s/cache.log
        access_log none
        coredump_dir %1$s
        hosts_file %1$s/hosts
        cache_mem 4 MB
        cache_effective_user proxy
        shutdown_lifetime 0 seconds
        pinger_enable off
        negative_ttl 1 hour
        acl quaestor url_regex "%1$s/blocked.list"
        http_access deny quaestor
        http_access allow all
        """
            .formatted(folder, squid.port));
    Files.writeString(folder.resolve("cache.log"), "");
    new ProcessBuilder("chown", "-R", "proxy:", folder.toString()).start().waitFor();
    var command = List.of("/usr/sbin/squid", "-N", "-f", folder.resolve("squid.conf").toString());
    squid.start(command, "/usr/sbin/squid -k reconfigure -f " + folder.resolve("squid.conf"));
    return squid;
  }

  /** The port at which all sites answer plain http. */
  int web() {
    return site.getAddress().getPort();
  }

  /** The port at which all sites take connections of https. */
  int secure() {
    return tls.getLocalPort();
  }

  private void tunnelled() {
    while (!tls.isClosed()) {
      try {
        tls.accept().close();
        tunnels++;
      } catch (IOException closed) {
        // Ended.
      }
    }
  }

  /** Passes on what comes, as long as it is not shut. */
  private void guarded() {
    while (!gate.isClosed()) {
      try {
        var from = gate.accept();
        Thread.ofVirtual().start(() -> passed(from));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void passed(Socket from) {
    try (from;
        var to = new Socket("127.0.0.1", port)) {
      if (isShut()) {
        return;
      }
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  from.getInputStream().transferTo(to.getOutputStream());
                } catch (IOException ended) {
                  // It is over.
                }
              });
      to.getInputStream().transferTo(from.getOutputStream());
    } catch (IOException ended) {
      // It is over.
    }
  }

  /** The first line of the answer to a request as it stands. */
  String said(String request) {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      var host = request.split(" ")[1].replaceFirst("^[a-z]+://", "").replaceFirst("/.*", "");
      socket
          .getOutputStream()
          .write(
              (request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      var line = new StringBuilder();
      for (int c; (c = socket.getInputStream().read()) >= 0 && c != '\r'; ) {
        line.append((char) c);
      }
      return line.toString();
    } catch (IOException away) {
      return "";
    }
  }

  @Override
  String header() {
    return "# of the administrator's\n^http://theirs[.]example/\n";
  }

  @Override
  boolean answers() {
    return said("GET http://good.example:" + web() + "/").contains(" 200 ");
  }

  @Override
  boolean refuses(String url) {
    var said = url.startsWith("https://") ? said(tunnel(url)) : said("GET " + url);
    if (said.isEmpty()) {
      return refusesLater(url);
    }
    return said.contains(" 403 ");
  }

  /** While it reads its configuration it does not answer. */
  private boolean refusesLater(String url) {
    try {
      Thread.sleep(100);
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    return refuses(url);
  }

  private static String tunnel(String url) {
    var host = url.substring("https://".length()).replaceFirst("/.*", "");
    return "CONNECT " + (host.contains(":") ? host : host + ":443");
  }

  @Override
  Map<String, String> settings() {
    return Map.of("list-file", file.toString(), "proxy", "127.0.0.1:" + gate.getLocalPort());
  }

  @Override
  Connector create(ConnectorSettings settings) {
    return new SquidFactory().create(settings);
  }

  @Override
  Enforcer enforcer() {
    return new Squid(InetSocketAddress.createUnresolved("127.0.0.1", gate.getLocalPort()));
  }

  @Override
  public void close() {
    super.close();
    site.stop(0);
    try {
      gate.close();
      tls.close();
    } catch (IOException closed) {
      // Closed.
    }
  }
}
