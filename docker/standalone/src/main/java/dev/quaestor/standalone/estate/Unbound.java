package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An unbound that knows one zone of its own and asks nobody. */
public final class Unbound implements Part {
  private static final int NOT_THERE = 3;
  private static final int SILENT = -1;
  private static final int PATIENCE_MILLIS = 2000;

  private final Path folder;
  private final int port;

  private Unbound(Path folder) throws IOException {
    this.folder = folder;
    this.port = Loopback.free();
  }

  static Optional<String> missing(Machine machine) {
    return machine.lacks(false, List.of("unbound", "unbound-control"), "unbound");
  }

  static Unbound start(Path folder) throws IOException {
    Files.createDirectories(folder);
    var unbound = new Unbound(folder);
    Files.writeString(folder.resolve("rpz.zone"), Resources.text("rpz.zone"));
    Files.writeString(folder.resolve("example.zone"), Resources.text("example.zone"));
    Files.writeString(
        unbound.configuration(),
        Resources.text(
            "unbound.conf",
            "@PLACE@",
            folder.toString(),
            "@PORT@",
            Integer.toString(unbound.port)));
    Noted.start(
            folder,
            List.of(program("unbound"), "-d", "-c", unbound.configuration().toString()),
            Map.of())
        .until(() -> unbound.code("good.example") == 0);
    return unbound;
  }

  static void end(Path folder) throws IOException {
    Noted.end(folder);
  }

  private static String program(String name) {
    return "/usr/sbin/" + name;
  }

  private Path configuration() {
    return folder.resolve("unbound.conf");
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of(
        "quaestor.unbound.zone-file",
        folder.resolve("rpz.zone").toString(),
        "quaestor.unbound.resolver",
        Loopback.ADDRESS + ":" + port,
        "quaestor.unbound.reload-command[0]",
        program("unbound-control"),
        "quaestor.unbound.reload-command[1]",
        "-c",
        "quaestor.unbound.reload-command[2]",
        configuration().toString(),
        "quaestor.unbound.reload-command[3]",
        "auth_zone_reload",
        "quaestor.unbound.reload-command[4]",
        "rpz.quaestor.");
  }

  @Override
  public String sentence() {
    return "unbound (%s:%d), which knows the hosts of example. only"
        .formatted(Loopback.ADDRESS, port);
  }

  /** Whether everybody who asks is told that there is no such host. */
  public boolean refuses(String host) {
    return code(host) == NOT_THERE;
  }

  /** Whether everybody who asks is told its address. */
  public boolean resolves(String host) {
    return code(host) == 0;
  }

  /** The code of what everybody is answered. */
  private int code(String host) {
    var out = ByteBuffer.allocate(512);
    out.putShort((short) 7).putShort((short) 0x100).putShort((short) 1);
    out.putInt(0).putShort((short) 0);
    for (var label : host.split("\\.")) {
      out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.put((byte) 0).putShort((short) 1).putShort((short) 1);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(Loopback.ADDRESS, port));
      socket.send(new DatagramPacket(Arrays.copyOf(out.array(), out.position()), out.position()));
      var answer = new DatagramPacket(new byte[4096], 4096);
      socket.receive(answer);
      return answer.getData()[3] & 0xf;
    } catch (IOException silent) {
      return SILENT;
    }
  }
}
