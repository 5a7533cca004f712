package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out live response commands on a device, one after the other, and stops at the first that
 * fails.
 */
final class LiveSession {

  private static final String RELEASE_SCRIPT = "Quaestor-ReleaseFromQuarantine.ps1";

  private final ScriptLibrary library;

  LiveSession(ScriptLibrary library) {
    this.library = library;
  }

  boolean run(List<LiveCommand> commands, LabDevice device, Instant at) {
    for (LiveCommand command : commands) {
      switch (command.type()) {
        case "PutFile" -> putFile(command, at);
        case "RunScript" -> runScript(command, device, at);
        case "GetFile" -> getFile(command, device, at);
        default -> command.failed(at, "Unknown command " + command.type());
      }
      if (command.hasFailed()) {
        return false;
      }
    }
    return true;
  }

  private void putFile(LiveCommand command, Instant at) {
    if (library.contains(command.parameter("FileName"))) {
      command.completed(at, null);
    } else {
      command.failed(at, "File was not found in the library.");
    }
  }

  private void getFile(LiveCommand command, LabDevice device, Instant at) {
    byte[] content =
        device
            .fileAt(command.parameter("Path"))
            .filter(DeviceFile::present)
            .map(DeviceFile::content)
            .orElse(null);
    if (content == null) {
      command.failed(at, "The system cannot find the file specified.");
    } else {
      command.completed(at, content);
    }
  }

  private void runScript(LiveCommand command, LabDevice device, Instant at) {
    String script = command.parameter("ScriptName");
    if (!library.contains(script)) {
      command.failed(at, "Script was not found in the library.");
      return;
    }
    boolean forWindows = script.toLowerCase(Locale.ROOT).endsWith(".ps1");
    if (forWindows != device.platform().startsWith("Windows")) {
      command.failed(at, "The script cannot run on this operating system.");
      return;
    }
    String arguments = command.parameter("Args").trim();
    if (arguments.matches("(?s).*[;&|!$].*")) {
      command.failed(at, "The arguments hold a character that is not allowed.");
      return;
    }
    ScriptLibrary.Said said =
        OwnScript.is(script)
            ? new ScriptLibrary.Said(0, OwnScript.run(arguments, device, at) + "\n", "")
            : script.equals(RELEASE_SCRIPT) ? release(arguments, device, at) : library.said(script);
    ObjectNode result = LabJson.object();
    result.put("script_name", script);
    result.put("exit_code", said.exitCode());
    result.put("script_output", said.output());
    result.put("script_errors", said.errors());
    command.completed(at, LabJson.bytes(result));
  }

  private static ScriptLibrary.Said release(String arguments, LabDevice device, Instant at) {
    return device.releaseFromQuarantine(arguments.toLowerCase(Locale.ROOT), at)
        ? new ScriptLibrary.Said(0, "Restored " + arguments + "\n", "")
        : new ScriptLibrary.Said(1, "", "Nothing with this hash is in quarantine.\n");
  }
}
