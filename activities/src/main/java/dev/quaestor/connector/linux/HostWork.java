package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.Asynchronous;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the ports of this room have in common: a script that answers before its session ends. */
abstract class HostWork implements Asynchronous {
  /** Also what the comment of a table of nftables takes. */
  private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");

  private final Inventory inventory;
  private final HostShell shell;
  private final HostScript script;

  HostWork(Inventory inventory, HostShell shell, HostScript script) {
    this.inventory = inventory;
    this.shell = shell;
    this.script = script;
  }

  /** Whether the inventory has it, and if not, why. */
  Optional<String> obstacle(@Nullable String handle, Acquaintance<KnownDevice> host) {
    return switch (host) {
      case Acquaintance.Known<KnownDevice> known -> Optional.empty();
      case Acquaintance.Stranger<KnownDevice> stranger ->
          inventory.obstacle(handle).or(() -> Optional.of("The inventory has no such host"));
      case Acquaintance.NotAsked<KnownDevice> unasked -> inventory.obstacle(handle);
      case Acquaintance.NoDirectory<KnownDevice> none -> inventory.obstacle(handle);
    };
  }

  /** The folder of an action on the host, whatever its id is made of. */
  static String folder(Mandate mandate) {
    return folder(mandate.actionId());
  }

  static String folder(String actionId) {
    if (PLAIN_ID.matches(actionId)) {
      return actionId;
    }
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(actionId.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  HostAnswer look(@Nullable String handle, String verb, Map<String, String> values) {
    return look(script, handle, verb, values);
  }

  HostAnswer look(
      HostScript script, @Nullable String handle, String verb, Map<String, String> values) {
    var host = inventory.host(handle);
    return shell.run(host, script.with(verb, with(host, values)), false);
  }

  /**
   * @throws ConnectorException NOT_FOUND when there is none, or more than one
   */
  LinuxHost host(@Nullable String handle) {
    return inventory.host(handle);
  }

  /**
   * @param acts whether anything is changed
   */
  HostAnswer answer(
      HostScript script, LinuxHost host, String verb, Map<String, String> values, boolean acts) {
    var answer = shell.run(host, script.with(verb, with(host, values)), acts);
    if (answer.isRefused() && answer.code().equals("BUSY")) {
      throw new ConnectorException(
          Kind.DEVICE_AWAY, host.name() + ": another action is under way on the host");
    }
    return answer;
  }

  /**
   * What a script gives whole.
   *
   * @throws ConnectorException REJECTED when the host refuses to give it
   */
  <T> T fetch(
      HostScript script,
      @Nullable String handle,
      String verb,
      Map<String, String> values,
      HostShell.Body<T> body) {
    var host = inventory.host(handle);
    return shell.fetch(host, script.with(verb, with(host, values)), body);
  }

  Progress act(@Nullable String handle, String verb, Map<String, String> values, Mandate mandate) {
    return act(script, handle, verb, values, mandate);
  }

  Progress act(
      HostScript script,
      @Nullable String handle,
      String verb,
      Map<String, String> values,
      Mandate mandate) {
    var host = inventory.host(handle);
    var all = new LinkedHashMap<>(values);
    all.put("action", folder(mandate));
    var answer = answer(script, host, verb, all, true);
    return ConnectorException.sinceActing(answer::progress);
  }

  static Map<String, String> with(LinuxHost host, Map<String, String> values) {
    var all = new LinkedHashMap<>(values);
    all.put("machine", host.machineId());
    all.put("port", String.valueOf(host.port()));
    return all;
  }

  /** Nothing here ends later than the call that began it. */
  @Override
  public Progress poll(String ticket) {
    throw new ConnectorException(Kind.NOT_FOUND, "no action on a Linux host returns a ticket");
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    // What has ended, or was never there, is left as it is.
  }
}
