package dev.quaestor.lab.tenant;

import dev.quaestor.lab.http.Json;
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

  boolean run(List<LiveCommand> commands, Device device, Instant at) {
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

  private void getFile(LiveCommand command, Device device, Instant at) {
    byte[] content =
        device
            .fileAt(command.parameter("Path"))
            .filter(file -> !file.quarantined())
            .map(DeviceFile::content)
            .orElse(null);
    if (content == null) {
      command.failed(at, "The system cannot find the file specified.");
    } else {
      command.completed(at, content);
    }
  }

  private void runScript(LiveCommand command, Device device, Instant at) {
    String script = command.parameter("ScriptName");
    if (!library.contains(script)) {
      command.failed(at, "Script was not found in the library.");
      return;
    }
    String arguments = command.parameter("Args").trim();
    boolean known = script.equals(RELEASE_SCRIPT);
    boolean good = !known || device.releaseFromQuarantine(arguments.toLowerCase(Locale.ROOT), at);
    ObjectNode result = Json.object();
    result.put("script_name", script);
    result.put("exit_code", good ? 0 : 1);
    result.put("script_output", known && good ? "Restored " + arguments + "\n" : "");
    result.put("script_errors", good ? "" : "Nothing with this hash is in quarantine.\n");
    command.completed(at, Json.bytes(result));
  }
}
