package dev.quaestor.policy;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which files are skipped altogether: neither looked at nor acted on. Pure. A file whose path can
 * be read in several ways, and one that lies in several places, is skipped only if it would be in
 * each: an exclusion is a hole, and must not be found by writing a path oddly or by a copy.
 */
public final class Exclusions {
  private final List<Policy.Exclusion> exclusions;

  public Exclusions(Policy policy) {
    this.exclusions = policy.exclusions();
  }

  /** The first exclusion that names this file; empty for all else, and for what is no file. */
  public Optional<Policy.Exclusion> of(Entity entity) {
    return entity instanceof FileArtifact file
        ? exclusions.stream().filter(e -> file.places().allMatch(f -> names(e, f))).findFirst()
        : Optional.empty();
  }

  /** Whether one of its places is excluded: what acts by the hash acts there too. */
  boolean touch(Entity entity) {
    return entity instanceof FileArtifact file
        && file.places().anyMatch(f -> exclusions.stream().anyMatch(e -> names(e, f)));
  }

  private static boolean names(Policy.Exclusion exclusion, FileArtifact file) {
    var paths = file.imagePath().map(FolderPath::readings).orElse(List.of());
    var names =
        paths.isEmpty()
            ? Optional.ofNullable(file.name()).map(Exclusions::bareName).stream().toList()
            : paths.stream().map(FolderPath::nameOf).toList();
    return (exclusion.folders().isEmpty()
            || (!paths.isEmpty()
                && paths.stream()
                    .allMatch(p -> exclusion.folders().stream().anyMatch(f -> isBelow(f, p)))))
        && (exclusion.extensions().isEmpty()
            || (!names.isEmpty()
                && names.stream()
                    .allMatch(n -> exclusion.extensions().stream().anyMatch(e -> ends(n, e)))))
        && (exclusion.names().isEmpty()
            || (!names.isEmpty()
                && names.stream().allMatch(n -> Wildcard.matchesAny(exclusion.names(), n))));
  }

  private static boolean isBelow(String folder, String path) {
    var lower = path.toLowerCase(Locale.ROOT);
    return FolderPath.patternReadings(folder).stream()
        .map(f -> f.endsWith("/") ? f : f + "/")
        .anyMatch(f -> lower.startsWith(f.toLowerCase(Locale.ROOT)));
  }

  private static boolean ends(String name, String extension) {
    var plain = extension.startsWith(".") ? extension : "." + extension;
    return name.toLowerCase(Locale.ROOT).endsWith(plain.toLowerCase(Locale.ROOT));
  }

  /** Without folders and without the alternate data stream, whose ending is not the file's. */
  private static String bareName(String name) {
    var plain = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var colon = plain.indexOf(':');
    return colon < 0 ? plain : plain.substring(0, colon);
  }
}
