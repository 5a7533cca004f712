package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A squid that forwards nothing: whether it refuses a URL is all that is asked of it. */
public final class Squid implements Part {
  private final Path folder;
  private final int port;

  private Squid(Path folder) throws IOException {
    this.folder = folder;
    this.port = Loopback.free();
  }

  static Optional<String> missing(Machine machine) {
    return machine.lacks(
        machine.root(), machine.root() ? List.of("squid", "unshare") : List.of("squid"), "squid");
  }

  static Squid start(Path folder, boolean root) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var squid = new Squid(folder);
    var place = root ? Noted.PLACE : folder;
    Files.writeString(folder.resolve("blocked.list"), "# what is refused, an expression a line\n");
    Files.writeString(folder.resolve("cache.log"), "");
    // One as squid sees its folder, and one by which it is told to read its list again.
    Files.writeString(folder.resolve("squid.conf"), squid.configuration(place));
    Files.writeString(folder.resolve("from-outside.conf"), squid.configuration(folder));
    if (root) {
      Run.must(List.of("chown", "-R", "proxy:", folder.toString()));
    }
    var command = List.of(program(), "-N", "-f", place.resolve("squid.conf").toString());
    Noted.start(folder, root ? Noted.seeing(folder, command) : command, Map.of())
        .until(() -> !squid.answer("http://nobody.invalid/").isEmpty());
    return squid;
  }

  static void end(Path folder) throws IOException {
    Noted.end(folder);
  }

  private static String program() {
    return "/usr/sbin/squid";
  }

  private String configuration(Path place) {
    return Resources.text(
        "squid.conf", "@PLACE@", place.toString(), "@PORT@", Integer.toString(port));
  }

  @Override
  public Map<String, Object> properties() {
    return Map.of(
        "quaestor.squid.list-file",
        folder.resolve("blocked.list").toString(),
        "quaestor.squid.proxy",
        Loopback.ADDRESS + ":" + port,
        "quaestor.squid.reload-command[0]",
        program(),
        "quaestor.squid.reload-command[1]",
        "-k",
        "quaestor.squid.reload-command[2]",
        "reconfigure",
        "quaestor.squid.reload-command[3]",
        "-f",
        "quaestor.squid.reload-command[4]",
        folder.resolve("from-outside.conf").toString());
  }

  @Override
  public String sentence() {
    return "squid (%s:%d), which refuses or forwards nowhere".formatted(Loopback.ADDRESS, port);
  }

  private String answer(String url) {
    return Loopback.firstLine(
        port, "GET " + url + " HTTP/1.0\r\nCache-Control: only-if-cached\r\n\r\n");
  }

  /** Whether a click on it is refused; false while nobody answers. */
  public boolean refuses(String url) {
    return answer(url).contains(" 403 ");
  }

  /** Whether a click on it is let through, as far as squid is concerned. */
  public boolean letsThrough(String url) {
    return answer(url).contains(" 504 ");
  }
}
