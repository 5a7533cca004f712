package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.tenant.LabMachineAction;
import dev.quaestor.lab.tenant.LiveCommand;
import dev.quaestor.lab.tenant.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The blob store that result links point to. Who has a link may fetch: it carries its own key and
 * no bearer token is asked for, as with the vendor's storage.
 */
final class Downloads {

  private final Tenant tenant;
  private final String key;

  Downloads(Tenant tenant) {
    this.tenant = tenant;
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    this.key = Base64.getUrlEncoder().encodeToString(random);
  }

  void routes(Router router) {
    router
        .on("GET /downloads/*/package.zip", this::investigationPackage)
        .on("GET /downloads/*/result/*", this::result);
  }

  String packageLink(URI base, LabMachineAction action) {
    return base + "/downloads/" + action.id() + "/package.zip?sp=r&sig=" + key;
  }

  String resultLink(URI base, LabMachineAction action, LiveCommand command) {
    return base + "/downloads/" + action.id() + "/result/" + command.index() + "?sp=r&sig=" + key;
  }

  private Reply investigationPackage(Call call) {
    return Reply.bytes("application/zip", zip(action(call)));
  }

  private Reply result(Call call) {
    String index = call.argument(1);
    byte[] result =
        action(call).order().commands().stream()
            .filter(command -> Integer.toString(command.index()).equals(index))
            .map(LiveCommand::result)
            .findFirst()
            .orElse(null);
    if (result == null) {
      throw missing();
    }
    return Reply.bytes("application/octet-stream", result);
  }

  private LabMachineAction action(Call call) {
    if (!call.query("sig").equals(key)) {
      throw new Refusal(403, "AuthenticationFailed", "The signature of the link is not valid.");
    }
    return tenant
        .actions()
        .find(call.argument(0))
        .filter(
            action ->
                action.status() == LabMachineAction.Status.SUCCEEDED
                    || !action.order().commands().isEmpty())
        .orElseThrow(Downloads::missing);
  }

  private static Refusal missing() {
    return Refusal.notFound("BlobNotFound", "The specified blob does not exist.");
  }

  /** The same action gives the same bytes: a fetch that is repeated can be compared by hash. */
  private static byte[] zip(LabMachineAction action) {
    ObjectNode manifest = LabJson.object();
    manifest.put("machineActionId", action.id());
    manifest.put("machineId", action.device().id());
    manifest.put("computerDnsName", action.device().name());
    manifest.put("collectedDateTimeUtc", LabJson.defenderTime(action.lastUpdate()));
    manifest
        .putArray("contents")
        .add("Processes/Processes.csv")
        .add("Network/ActiveNetConnections.txt");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, action, "manifest.json", LabJson.bytes(manifest));
      entry(zip, action, "Processes/Processes.csv", text("PID,Name\r\n4,System\r\n"));
      entry(zip, action, "Network/ActiveNetConnections.txt", text("Proto Local Remote State\r\n"));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void entry(
      ZipOutputStream zip, LabMachineAction action, String name, byte[] content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(action.lastUpdate().toEpochMilli());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }
}
