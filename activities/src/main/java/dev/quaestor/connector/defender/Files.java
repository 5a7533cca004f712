package dev.quaestor.connector.defender;

import dev.quaestor.connector.LatelySeen;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/files/{hash}}: SHA-1 or SHA-256, one at a time. */
final class Files implements FileReputation {
  /** Long enough for what follows at once from a look. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final BackEndClient api;
  private final LatelySeen<String, KnownFile> seen = new LatelySeen<>(LATELY);

  Files(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Map<EntityKey, KnownFile> find(List<FileArtifact> files) {
    return found(files, this::get);
  }

  @Override
  public Map<EntityKey, KnownFile> lately(List<FileArtifact> files) {
    return found(files, hash -> seen.about(hash).or(() -> get(hash)));
  }

  private static Map<EntityKey, KnownFile> found(
      List<FileArtifact> files, Function<String, Optional<KnownFile>> get) {
    var hashes = files.stream().flatMap(f -> hash(f).stream()).distinct().toList();
    var answers = ParallelCalls.each(hashes, get);
    var known = new HashMap<String, KnownFile>();
    for (int i = 0; i < hashes.size(); i++) {
      var hash = hashes.get(i);
      answers.get(i).ifPresent(file -> known.put(hash, file));
    }
    var found = new LinkedHashMap<EntityKey, KnownFile>();
    for (var file : files) {
      hash(file).map(known::get).ifPresent(answer -> found.put(file.key(), answer));
    }
    return found;
  }

  private static Optional<String> hash(FileArtifact file) {
    return wellFormed(file.sha256(), 64).or(() -> wellFormed(file.sha1(), 40));
  }

  private static Optional<String> wellFormed(@Nullable String hash, int length) {
    return Optional.ofNullable(hash)
        .filter(h -> Hex.isOf(h, length))
        .map(h -> h.toLowerCase(Locale.ROOT));
  }

  private Optional<KnownFile> get(String hash) {
    var found = BackEndClient.ifThere(() -> read(api.call(Request.get("/api/files/{hash}", hash))));
    seen.saw(hash, found.orElse(null));
    return found;
  }

  private static KnownFile read(JsonNode json) {
    return new KnownFile(
        BackEndJson.text(json, "sha1"),
        BackEndJson.text(json, "sha256"),
        BackEndJson.text(json, "md5"),
        determination(json),
        BackEndJson.text(json, "determinationValue"),
        BackEndJson.number(json, "globalPrevalence"),
        BackEndJson.number(json, "size"),
        BackEndJson.text(json, "signer"),
        BackEndJson.truth(json, "isValidCertificate"));
  }

  private static Determination determination(JsonNode json) {
    return switch (BackEndJson.textOr(json, "determinationType", "").toLowerCase(Locale.ROOT)) {
      case "clean" -> Determination.CLEAN;
      case "pua" -> Determination.PUA;
      case "malware" -> Determination.MALWARE;
      default -> Determination.UNKNOWN;
    };
  }
}
