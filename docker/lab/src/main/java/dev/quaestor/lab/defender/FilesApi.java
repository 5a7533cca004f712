package dev.quaestor.lab.defender;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.odata.Listing;
import dev.quaestor.lab.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** What the vendor's cloud knows of a file, and where it was seen. */
final class FilesApi {

  private final Tenant tenant;

  FilesApi(Tenant tenant) {
    this.tenant = tenant;
  }

  void routes(Router router) {
    router.on("GET /api/files/*", this::get).on("GET /api/files/*/machines", this::machines);
  }

  private Reply get(Call call) {
    String hash = hash(call);
    return tenant.reputations().values().stream()
        .filter(
            file ->
                hash.equals(file.path("sha1").asString(""))
                    || hash.equals(file.path("sha256").asString("")))
        .findFirst()
        .map(file -> Reply.ok(DefenderReplies.entity(call, "Files", file)))
        .orElseThrow(() -> Refusal.notFound("ResourceNotFound", "File " + hash + " was not found"));
  }

  private Reply machines(Call call) {
    String hash = hash(call);
    Instant now = tenant.clock().instant();
    List<ObjectNode> machines =
        tenant.devices().all().stream()
            .filter(device -> device.file(hash).isPresent())
            .map(device -> device.inventory(now))
            .toList();
    Listing listing = new Listing(Set.of("id"), 10_000, false);
    return Reply.ok(listing.page(call, DefenderReplies.context(call, "Machines"), machines));
  }

  private static String hash(Call call) {
    String hash = call.argument(0).toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      throw Refusal.badRequest("InvalidHashValue", "The hash value is not a valid Sha1 or Sha256");
    }
    return hash;
  }
}
