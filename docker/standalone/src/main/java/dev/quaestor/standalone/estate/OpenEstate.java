package dev.quaestor.standalone.estate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that can run here. Closing it does what the next start would do had this one been killed: it
 * ends what is noted in the folder, so there is one way to end and it is the one that is needed.
 */
public final class OpenEstate implements AutoCloseable {
  private static final String HOST = "host";
  private static final String MAIL = "mail";
  private static final String SQUID = "squid";
  private static final String UNBOUND = "unbound";
  private static final String CLAMAV = "clamav";
  private static final String ACCOUNTS = "accounts";

  private final Path folder;
  private final List<Part> parts = new ArrayList<>();
  private final List<Left> left = new ArrayList<>();

  /**
   * A part that does not run.
   *
   * @param why and what to do about it
   */
  public record Left(String what, String why) {}

  /** Starts one. */
  @FunctionalInterface
  private interface Starting {
    Part in(Path folder) throws IOException;
  }

  private OpenEstate(Path folder) {
    this.folder = folder;
  }

  /** None of it runs yet. */
  public static OpenEstate in(Path folder) {
    return new OpenEstate(folder.toAbsolutePath().normalize());
  }

  /**
   * Starts what can be started.
   *
   * @param keycloak the folder of one; null for none
   * @param say takes one line for people at each step that takes long
   */
  public void start(@Nullable Path keycloak, Consumer<String> say) {
    start(Machine.here(), keycloak, say);
  }

  private void start(Machine machine, @Nullable Path keycloak, Consumer<String> say) {
    var missing = Accounts.missing(machine, keycloak);
    // It takes as long as all others together.
    var accounts =
        keycloak == null || missing.isPresent()
            ? null
            : CompletableFuture.runAsync(
                () ->
                    part(
                        "accounts in Keycloak",
                        missing,
                        ACCOUNTS,
                        at -> Accounts.start(at, keycloak)),
                task -> Thread.ofPlatform().name("keycloak").start(task));
    say.accept("starting the estate" + (accounts == null ? "" : " (Keycloak takes a minute)"));
    part("a Linux host", LinuxHost.missing(machine), HOST, LinuxHost::start);
    part("mailboxes in Dovecot", Mailboxes.missing(machine), MAIL, Mailboxes::start);
    part("squid", Squid.missing(machine), SQUID, at -> Squid.start(at, machine.root()));
    part("unbound", Unbound.missing(machine), UNBOUND, Unbound::start);
    part("ClamAV", ClamAv.missing(machine), CLAMAV, ClamAv::start);
    if (accounts == null) {
      part(
          "accounts in Keycloak",
          missing,
          ACCOUNTS,
          at -> {
            throw new IOException("no Keycloak is told");
          });
    } else {
      accounts.join();
    }
  }

  private void part(String what, Optional<String> missing, String name, Starting starting) {
    if (missing.isPresent()) {
      leave(what, missing.get());
      return;
    }
    try {
      add(starting.in(folder.resolve(name)));
    } catch (IOException | RuntimeException broke) {
      leave(what, String.valueOf(broke.getMessage()));
    }
  }

  private synchronized void add(Part part) {
    parts.add(part);
  }

  private synchronized void leave(String what, String why) {
    left.add(new Left(what, why));
  }

  /** Ends what is noted in that folder, whoever started it; what is not noted is not ended. */
  public static void end(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    var at = folder.toAbsolutePath().normalize();
    Accounts.end(at.resolve(ACCOUNTS));
    ClamAv.end(at.resolve(CLAMAV));
    Unbound.end(at.resolve(UNBOUND));
    Squid.end(at.resolve(SQUID));
    Mailboxes.end(at.resolve(MAIL));
    LinuxHost.end(at.resolve(HOST));
  }

  public synchronized List<Part> parts() {
    return List.copyOf(parts);
  }

  public synchronized List<Left> left() {
    return List.copyOf(left);
  }

  /** The part of this kind, where it runs. */
  public <P extends Part> Optional<P> part(Class<P> kind) {
    return parts().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  public Map<String, Object> properties() {
    var all = new TreeMap<String, Object>();
    parts().forEach(part -> all.putAll(part.properties()));
    return all;
  }

  @Override
  public void close() throws IOException {
    end(folder);
  }
}
