package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.PackageCollection;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.entity.Device;
import dev.quaestor.vault.Vault;
import java.util.Map;
import java.util.Optional;

/**
 * Put together by a process of its own on the host, because it takes minutes, and brought into the
 * vault once it is ready. A part that fails is named in the package, and the rest is in it.
 */
final class Packages extends HostWork implements PackageCollection {
  private static final HostScript SCRIPT = HostScript.of("package.sh");
  private static final String COLLECTOR = HostScript.resource("collector.sh");

  /** Of one file in it, and of all of it as it is sent. */
  private static final int MOST_OF_A_FILE = 8 * 1024 * 1024;

  private static final long MOST = 128L * 1024 * 1024;

  private static final Pattern READY = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,12})\n?");
  private static final Pattern TICKET =
      Pattern.compile("([0-9a-f]{32})/([A-Za-z0-9][A-Za-z0-9_-]{0,79})");

  private final Vault vault;

  Packages(Inventory inventory, HostShell shell, Vault vault) {
    super(inventory, shell, SCRIPT);
    this.vault = vault;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return obstacle(device.handle(), host);
  }

  @Override
  public Progress collect(Device device, Mandate mandate) {
    var host = host(device.handle());
    var answer =
        answer(
            SCRIPT,
            host,
            "collect",
            Map.of(
                "collector",
                COLLECTOR,
                "most",
                String.valueOf(MOST_OF_A_FILE),
                "action",
                folder(mandate)),
            true);
    return settle(new Ticket(host.machineId(), folder(mandate)), answer);
  }

  /** Which collection is meant: where it is, and under which folder. */
  private record Ticket(String machineId, String folder) {
    static Ticket of(String text) {
      var parts = TICKET.matcher(text);
      if (!parts.matches()) {
        throw new ConnectorException(Kind.NOT_FOUND, "no collection has that ticket");
      }
      return new Ticket(parts.group(1), parts.group(2));
    }

    String text() {
      return machineId + "/" + folder;
    }
  }

  @Override
  public Progress poll(String ticket) {
    var own = Ticket.of(ticket);
    return settle(
        own, look(SCRIPT, own.machineId(), "look_package", Map.of("action", own.folder())));
  }

  private Progress settle(Ticket ticket, HostAnswer answer) {
    if (answer.isRefused()) {
      return answer.progress();
    }
    return switch (answer.state()) {
      case "GATHERING" -> new Progress.InProgress(ticket.text(), false, answer.detail());
      case "READY" -> fetched(ticket, answer.body());
      default ->
          throw new ConnectorException(
              Kind.MALFORMED_ANSWER, "the host did not say how far the package is");
    };
  }

  private Progress fetched(Ticket ticket, String told) {
    var ready = READY.matcher(told);
    if (!ready.matches()) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "the host did not say which package is ready");
    }
    var sha256 = ready.group(1);
    var size = Long.parseLong(ready.group(2));
    if (size > MOST) {
      return new Progress.Failed(
          "PACKAGE_TOO_LARGE",
          "the package is larger than the 128 MiB that are fetched; it stays on the host");
    }
    var kept =
        fetch(
            SCRIPT,
            ticket.machineId(),
            "give_package",
            Map.of("action", ticket.folder()),
            in -> vault.store(new VerifiedBody(in, sha256, size)));
    return new Progress.Collected(
        kept.sha256(), kept.size(), "the package is in the vault as " + kept.sha256());
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    var own = Ticket.of(ticket);
    var host = host(own.machineId());
    answer(SCRIPT, host, "cancel_package", Map.of("action", own.folder()), true);
  }
}
