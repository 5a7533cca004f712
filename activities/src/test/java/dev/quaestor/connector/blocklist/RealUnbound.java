package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Unbound, with a zone of its own in place of the Internet. */
final class RealUnbound extends RealEnforcer {
  private final int port;
  private final DatagramSocket gate;

  private RealUnbound(Path folder) throws IOException {
    super(folder, "rpz.zone");
    this.port = RealSquid.free();
    this.gate = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
  }

  static RealUnbound up(Path folder) throws Exception {
    need("unbound");
    var unbound = new RealUnbound(folder);
    Thread.ofVirtual().start(unbound::guarded);
    Files.writeString(
        folder.resolve("example.zone"),
        """
        $ORIGIN example.
        @ 60 IN SOA ns.example. root.example. 1 60 60 60 60
        @ 60 IN NS ns.example.
        evil 60 IN A 127.0.0.1
        *.evil 60 IN A 127.0.0.1
        good 60 IN A 127.0.0.1
        xn--bcher-kva 60 IN A 127.0.0.1
        """);
    Files.writeString(
        folder.resolve("unbound.conf"),
        """
        server:
          directory: "%1$s"
          chroot: ""
          username: ""
          pidfile: "%1$s/pid"
          interface: 127.0.0.1@%2$d
          do-daemonize: no
          use-syslog: no
          logfile: "%1$s/log"
          module-config: "respip iterator"
          access-control: 127.0.0.0/8 allow
        remote-control:
          control-enable: yes
          control-interface: %1$s/control
          control-use-cert: no
        auth-zone:
          name: "example."
          zonefile: "%1$s/example.zone"
          for-downstream: no
          for-upstream: yes
        rpz:
          name: "rpz.quaestor."
          zonefile: "%1$s/rpz.zone"
        """
            .formatted(folder, unbound.port));
    var conf = folder.resolve("unbound.conf").toString();
    unbound.start(
        List.of("/usr/sbin/unbound", "-d", "-c", conf),
        "/usr/sbin/unbound-control -c " + conf + " auth_zone_reload rpz.quaestor.");
    return unbound;
  }

  private void guarded() {
    var buffer = new byte[4096];
    while (!gate.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        gate.receive(packet);
        if (isShut()) {
          continue;
        }
        try (var through = new DatagramSocket()) {
          through.setSoTimeout(1000);
          through.connect(new InetSocketAddress("127.0.0.1", port));
          through.send(new DatagramPacket(packet.getData(), packet.getLength()));
          var answer = new DatagramPacket(new byte[4096], 4096);
          through.receive(answer);
          gate.send(
              new DatagramPacket(answer.getData(), answer.getLength(), packet.getSocketAddress()));
        }
      } catch (IOException lost) {
        // The next.
      }
    }
  }

  /** The code of what everybody is answered; -1 for nothing. */
  int code(String host) {
    var out = ByteBuffer.allocate(512);
    out.putShort((short) 7)
        .putShort((short) 0x100)
        .putShort((short) 1)
        .putInt(0)
        .putShort((short) 0);
    for (var label : host.split("\\.")) {
      out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.put((byte) 0).putShort((short) 1).putShort((short) 1);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(2000);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket.send(new DatagramPacket(Arrays.copyOf(out.array(), out.position()), out.position()));
      var answer = new DatagramPacket(new byte[4096], 4096);
      socket.receive(answer);
      return answer.getData()[3] & 0xf;
    } catch (IOException silent) {
      return -1;
    }
  }

  @Override
  String header() {
    return """
    $ORIGIN rpz.quaestor.
    @ 60 IN SOA localhost. root.localhost. 1 60 60 60 60
    @ 60 IN NS localhost.
    theirs.example CNAME . ; of the administrator's
    """;
  }

  @Override
  boolean answers() {
    return code("good.example") == 0;
  }

  @Override
  boolean refuses(String url) {
    var host = url.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*", "");
    return code(host) == 3;
  }

  @Override
  Map<String, String> settings() {
    return Map.of("zone-file", file.toString(), "resolver", "127.0.0.1:" + gate.getLocalPort());
  }

  @Override
  Connector create(ConnectorSettings settings) {
    return new UnboundFactory().create(settings);
  }

  @Override
  Enforcer enforcer() {
    return new Unbound(
        InetSocketAddress.createUnresolved("127.0.0.1", gate.getLocalPort()), "rpz.quaestor");
  }

  @Override
  public void close() {
    super.close();
    gate.close();
  }
}
