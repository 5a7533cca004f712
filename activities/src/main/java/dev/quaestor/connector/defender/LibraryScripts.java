package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.PlainSentence;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.ScriptExecution;
import dev.quaestor.entity.Device;
import dev.quaestor.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code RunScript} with a script that somebody else put into the library. */
final class LibraryScripts implements ScriptExecution {
  private static final Pattern FORBIDDEN = Pattern.compile("[;&|!$[:cntrl:]]");

  private final LiveResponse live;
  private final ScriptShelf shelf;
  private final MachineActions actions;
  private final Vault vault;

  LibraryScripts(LiveResponse live, ScriptShelf shelf, MachineActions actions, Vault vault) {
    this.live = live;
    this.shelf = shelf;
    this.actions = actions;
    this.vault = vault;
  }

  @Override
  public Optional<String> obstacle(Device device, Acquaintance<KnownDevice> host) {
    return Requirements.first(Requirements.managed(device, host), Requirements.liveResponse(host));
  }

  @Override
  public Progress run(Device device, String script, @Nullable String arguments, Mandate mandate) {
    if (!script.matches("[\\p{L}\\p{N} ._()-]{1,200}")) {
      return new Progress.Failed("NO_SUCH_SCRIPT", "this is not a valid name for a library script");
    }
    // The back end forbids these; a line break would end the command line.
    if (arguments != null && FORBIDDEN.matcher(arguments).find()) {
      return new Progress.Failed(
          "ARGUMENTS_NOT_ALLOWED",
          "arguments of a live response script may not contain ; & | ! $ or control characters");
    }
    var machineId = actions.machine(device);
    var known = actions.of(machineId, MachineAction.Type.LIVE_RESPONSE);
    if (MachineActions.issued(known, mandate).isEmpty() && shelf.sha256Of(script).isEmpty()) {
      return new Progress.Failed(
          "NO_SUCH_SCRIPT", "the live response library has no script " + PlainSentence.of(script));
    }
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("ScriptName", script);
    if (arguments != null && !arguments.isBlank()) {
      parameters.put("Args", arguments);
    }
    return settle(live.run(machineId, "RunScript", parameters, mandate));
  }

  @Override
  public Progress poll(String ticket) {
    return settle(actions.get(ticket));
  }

  private Progress settle(MachineAction session) {
    if (!session.succeeded()) {
      return actions.progress(session);
    }
    var result = live.scriptResult(session.id());
    var output = result.output() + (result.errors().isEmpty() ? "" : "\n" + result.errors());
    Vault.Reference kept;
    try {
      kept = vault.store(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException full) {
      throw new ConnectorException(Kind.DOWN, "the vault cannot keep the script's output");
    }
    if (result.exitCode() != 0) {
      var words = result.errors().isBlank() ? result.output() : result.errors();
      return new Progress.Failed(
          "SCRIPT_FAILED",
          "the script ended with exit code %d: %s (all of it is in the vault as %s)"
              .formatted(result.exitCode(), PlainSentence.of(words), kept.sha256()));
    }
    return new Progress.Collected(
        kept.sha256(), kept.size(), "the script's output is in the vault as " + kept.sha256());
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
