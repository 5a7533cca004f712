package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Linux host in namespaces of its own, with an sshd, and beside it an "internet". What is killed,
 * deleted or cut off there is so nowhere else.
 */
public final class LinuxHost implements Part {
  public static final String NAME = "web-01.estate.example";
  public static final String MACHINE_ID = "0123456789abcdef0123456789abc012";

  private static final String SCRIPT = "/dev/quaestor/lab/estate/linux-host.sh";
  private static final String NAMED = "named";
  private static final String DROPPER_FOLDER = "/home/alice/Downloads";
  private static final String DROPPER = "invoice-viewer";
  private static final Duration UP_WITHIN = Duration.ofSeconds(60);
  private static final List<String> PROGRAMS =
      List.of(
          "bash",
          "ip",
          "nft",
          "sshd",
          "ssh-keygen",
          "unshare",
          "nsenter",
          "flock",
          "setfacl",
          "setfattr",
          "python3");

  private final Path folder;
  private final String name;
  private final int number;

  private LinuxHost(Path folder, String name, int number) {
    this.folder = folder;
    this.name = name;
    this.number = number;
  }

  static Optional<String> missing(Machine machine) {
    return machine.lacks(
        true, PROGRAMS, "nftables openssh-server iproute2 acl attr util-linux python3");
  }

  static LinuxHost start(Path folder) throws IOException {
    Files.createDirectories(folder);
    var host =
        new LinuxHost(folder, "qd" + Long.toString(ProcessHandle.current().pid(), 36), number());
    // First of all, so that whoever comes next knows what to take down.
    Files.writeString(folder.resolve(NAMED), host.name + " " + host.number + "\n");
    var making = Noted.start(folder.resolve("making"), host.script("up"), Map.of());
    if (making.ended(UP_WITHIN) != 0) {
      throw new IOException("it does not start" + making.lastWords());
    }
    Files.writeString(
        folder.resolve("inventory.yaml"),
        """
        hosts:
          - name: %s
            address: %s
            machine-id: %s
            host-key: "%s"
        """
            .formatted(
                NAME,
                host.address(),
                MACHINE_ID,
                Files.readString(folder.resolve("host-ed25519.pub")).strip()));
    return host;
  }

  private List<String> script(String mode) throws IOException {
    var script = folder.resolve("linux-host.sh");
    try (var in = LinuxHost.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    return List.of(
        "bash", script.toString(), mode, folder.toString(), name, Integer.toString(number), "bare");
  }

  /** Of a network that this machine has not. */
  private static int number() throws IOException {
    for (int n = 255; n >= 0; n--) {
      var network = "10.231." + n + ".";
      try (var all = NetworkInterface.networkInterfaces()) {
        if (all.flatMap(NetworkInterface::inetAddresses)
            .noneMatch(one -> one.getHostAddress().startsWith(network))) {
          return n;
        }
      }
    }
    throw new IOException("all networks 10.231.0.0 to 10.231.255.0 are in use");
  }

  /** Takes down what is noted in that folder, whoever made it. */
  static void end(Path folder) throws IOException {
    Noted.end(folder.resolve("making"));
    var named = folder.resolve(NAMED);
    if (!Files.isRegularFile(named)) {
      return;
    }
    var words = List.of(Files.readString(named).strip().split(" "));
    // The note may have been cut off: then nothing was made yet.
    if (words.size() == 2 && words.getLast().matches("[0-9]{1,3}")) {
      var host = new LinuxHost(folder, words.getFirst(), Integer.parseInt(words.getLast()));
      Run.must(host.script("down"));
    }
    Files.delete(named);
  }

  private String address() {
    return "10.231.%d.2".formatted(number);
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of(
        "quaestor.linux.inventory-file", folder.resolve("inventory.yaml").toString(),
        "quaestor.linux.private-key", "file:" + folder.resolve("engine"),
        "quaestor.linux.probes[0]", "10.231.%d.6:80".formatted(number));
  }

  @Override
  public String sentence() {
    return "the Linux host %s (%s), entered by ssh -i %s root@%s"
        .formatted(NAME, address(), folder.resolve("engine"), address());
  }

  /**
   * A harmless program under an alarming name, which lies and runs on the host.
   *
   * @param number of its process, as the host counts
   */
  public record Dropper(
      String folder, String name, String sha256, long number, Instant startedAt) {}

  /** Puts it there and starts it. */
  public Dropper drop() throws IOException {
    var place = Files.createDirectories(at(DROPPER_FOLDER));
    var file = place.resolve(DROPPER);
    Files.copy(Path.of("/bin/sleep"), file);
    // Else it would be the system's own file, whose hash is then blocked.
    Files.writeString(file, "harmless, put here by ./quaestor demo\n", StandardOpenOption.APPEND);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    Run.must(
        List.of(
            "nsenter",
            "-t",
            listener(),
            "-m",
            "-u",
            "-i",
            "-n",
            "-p",
            "--root",
            "--wd",
            "sh",
            "-c",
            "setsid %s/%s 86400 </dev/null >/dev/null 2>&1 &".formatted(DROPPER_FOLDER, DROPPER)));
    var giveUp = System.nanoTime() + UP_WITHIN.toNanos();
    while (System.nanoTime() < giveUp) {
      var running = running();
      if (running.isPresent()) {
        var process = running.get();
        return new Dropper(
            DROPPER_FOLDER,
            DROPPER,
            sha256(file),
            numberOnTheHost(process),
            process.info().startInstant().orElseThrow());
      }
      Noted.pause();
    }
    throw new IOException("what was put on the host does not run");
  }

  private Path at(String path) {
    return folder.resolve("root").resolve(path.substring(1));
  }

  private static String sha256(Path file) throws IOException {
    try {
      var sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  private static long numberOnTheHost(ProcessHandle process) throws IOException {
    try (var lines =
        Files.lines(
            Path.of("/proc", Long.toString(process.pid()), "status"),
            StandardCharsets.ISO_8859_1)) {
      var numbers = lines.filter(line -> line.startsWith("NSpid:")).findFirst().orElseThrow();
      return Long.parseLong(numbers.substring(numbers.lastIndexOf('\t') + 1).strip());
    }
  }

  private Stream<ProcessHandle> processes() {
    try {
      return Run.of(List.of("ip", "netns", "pids", name))
          .said()
          .lines()
          .map(Long::parseLong)
          .flatMap(pid -> ProcessHandle.of(pid).stream());
    } catch (IOException unknown) {
      throw new UncheckedIOException(unknown);
    }
  }

  private String listener() throws IOException {
    return processes()
        .filter(one -> one.info().command().filter(c -> c.endsWith("/sshd")).isPresent())
        .findFirst()
        .map(one -> Long.toString(one.pid()))
        .orElseThrow(() -> new IOException("no sshd runs on the host"));
  }

  private Optional<ProcessHandle> running() {
    return processes()
        .filter(one -> one.info().command().filter(c -> c.endsWith("/" + DROPPER)).isPresent())
        .findFirst();
  }

  public boolean dropperRuns() {
    return running().isPresent();
  }

  public boolean dropperLiesThere() {
    return Files.exists(at(DROPPER_FOLDER + "/" + DROPPER), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether its own nftables hold a table of the engine's. */
  public boolean hasTableOfTheEngine() {
    return exit("nft", "list", "tables").said().contains("quaestor");
  }

  /** Whether it gets a connection to the web server beyond it. */
  public boolean reachesTheInternet() {
    return exit("timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/10.231.%d.6/80".formatted(number))
            .exit()
        == 0;
  }

  private Run exit(String... command) {
    try {
      return Run.of(
          Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command)).toList());
    } catch (IOException unknown) {
      throw new UncheckedIOException(unknown);
    }
  }
}
