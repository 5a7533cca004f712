package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.mime.MimePart;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Fingerprint;
import dev.quaestor.lab.tenant.ScriptLibrary;
import dev.quaestor.lab.tenant.ScriptLibrary.LibraryFile;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The live response library. */
final class LibraryApi {

  private final Tenant tenant;

  LibraryApi(Tenant tenant) {
    this.tenant = tenant;
  }

  void routes(Router router) {
    router
        .on("GET /api/libraryfiles", this::list)
        .on("POST /api/libraryfiles", this::upload)
        .on("DELETE /api/libraryfiles/*", this::delete);
  }

  private Reply list(Call call) {
    List<ObjectNode> files = tenant.library().all().stream().map(LibraryApi::resource).toList();
    Listing listing = new Listing(Set.of("fileName"), 10_000, false);
    return Reply.ok(listing.page(call, DefenderReplies.context(call, "LibraryFiles"), files));
  }

  private Reply upload(Call call) {
    Map<String, MimePart> parts = new HashMap<>();
    for (MimePart part : MimePart.parse(call.header("content-type"), call.body())) {
      parts.put(part.parameter("name").toLowerCase(Locale.ROOT), part);
    }
    MimePart file = parts.get("file");
    String name = file == null ? "" : file.parameter("filename");
    if (file == null || name.isBlank()) {
      throw Refusal.badRequest("MissingRequiredParameter", "Parameter file is missing");
    }
    boolean override = text(parts, "overrideifexists").equalsIgnoreCase("true");
    ScriptLibrary library = tenant.library();
    if (library.contains(name) && !override) {
      throw Refusal.badRequest("BadRequest", "A file of this name exists already");
    }
    Instant now = tenant.clock().instant();
    Instant created = library.find(name).map(LibraryFile::created).orElse(now);
    LibraryFile stored =
        new LibraryFile(
            name,
            Fingerprint.sha256(file.content()),
            text(parts, "description"),
            created,
            now,
            call.caller(),
            text(parts, "hasparameters").equalsIgnoreCase("true"),
            text(parts, "parametersdescription"));
    library.put(stored);
    return Reply.ok(DefenderReplies.entity(call, "LibraryFiles", resource(stored)));
  }

  private Reply delete(Call call) {
    if (!tenant.library().remove(call.argument(0))) {
      throw Refusal.notFound("ResourceNotFound", "There is no such file");
    }
    return Reply.empty(204);
  }

  private static String text(Map<String, MimePart> parts, String name) {
    MimePart part = parts.get(name);
    return part == null ? "" : part.text().trim();
  }

  private static ObjectNode resource(LibraryFile file) {
    ObjectNode body = LabJson.object();
    body.put("fileName", file.fileName());
    body.put("sha256", file.sha256());
    body.put("description", file.description());
    body.put("creationTime", LabJson.defenderTime(file.created()));
    body.put("lastUpdatedTime", LabJson.defenderTime(file.updated()));
    body.put("createdBy", file.createdBy());
    body.put("hasParameters", file.hasParameters());
    body.put("parametersDescription", file.parametersDescription());
    return body;
  }
}
