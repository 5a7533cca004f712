package dev.quaestor.worker;

import dev.quaestor.connector.linux.LinuxFactory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What an inventory of Linux hosts says, for whoever starts a worker with it. */
public final class LinuxHosts {
  private LinuxHosts() {}

  /**
   * A host of it.
   *
   * @param names all of them, lower case
   * @param user as whom it is entered
   */
  public record Host(List<String> names, String address, int port, String user) {
    public Host {
      names = List.copyOf(names);
    }
  }

  /**
   * Reads the file; no host is asked.
   *
   * @throws IllegalArgumentException naming the file, and the line where something is wrong
   */
  public static List<Host> in(Path file) {
    try {
      return LinuxFactory.hosts(file).stream()
          .map(host -> new Host(host.names(), host.address(), host.port(), host.user()))
          .toList();
    } catch (UncheckedIOException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }
}
