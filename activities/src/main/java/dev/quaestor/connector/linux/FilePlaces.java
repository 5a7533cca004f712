package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.entity.FileArtifact;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file as a host can find it: by its paths, and by a hash that says that it is the one. */
final class FilePlaces {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  private FilePlaces() {}

  private enum Hash {
    SHA256(64),
    SHA1(40),
    MD5(32);

    private final int length;

    Hash(int length) {
      this.length = length;
    }

    private @Nullable String of(FileArtifact file) {
      var told =
          switch (this) {
            case SHA256 -> file.sha256();
            case SHA1 -> file.sha1();
            case MD5 -> file.md5();
          };
      var value = told == null ? "" : told.strip().toLowerCase(Locale.ROOT);
      return value.length() == length && HEX.matches(value) ? value : null;
    }
  }

  /** Why no host could find it, one sentence; empty when one could. */
  static Optional<String> obstacle(FileArtifact file) {
    if (strongest(file).isEmpty()) {
      return Optional.of(
          "No hash of the file is known, and by now another file may lie at its path");
    }
    return paths(file).isEmpty()
        ? Optional.of("On Linux a file is found by its full path, which is not known")
        : Optional.empty();
  }

  private static Optional<Hash> strongest(FileArtifact file) {
    for (var hash : Hash.values()) {
      if (hash.of(file) != null) {
        return Optional.of(hash);
      }
    }
    return Optional.empty();
  }

  /** A zero byte is in no path, and a shell would drop it. */
  private static List<String> paths(FileArtifact file) {
    return file.places()
        .flatMap(place -> place.imagePath().stream())
        .filter(path -> path.startsWith("/") && path.indexOf('\u0000') < 0)
        .distinct()
        .toList();
  }

  /** Where it lies, of an item that is at one place. */
  static Optional<String> first(FileArtifact file) {
    return paths(file).stream().findFirst();
  }

  /** As the script takes it to be found at its first place, by whatever hash is known. */
  static Map<String, String> anyOf(FileArtifact file) {
    var hash = strongest(file);
    return values(
        hash.map(kind -> kind.name().toLowerCase(Locale.ROOT)).orElse("any"),
        hash.map(kind -> String.valueOf(kind.of(file))).orElse(""),
        List.of(first(file).orElseThrow()));
  }

  /** The same by its SHA-256 as it was seen. */
  static Map<String, String> of(FileArtifact file, String sha256) {
    return values("sha256", sha256, List.of(first(file).orElseThrow()));
  }

  /** As the script takes it. */
  static Map<String, String> values(FileArtifact file) {
    var hash = strongest(file);
    var paths = paths(file);
    if (hash.isEmpty() || paths.isEmpty()) {
      throw new ConnectorException(
          Kind.REJECTED, "neither path nor hash may be missing of a file on a Linux host");
    }
    return values(
        hash.get().name().toLowerCase(Locale.ROOT), String.valueOf(hash.get().of(file)), paths);
  }

  private static Map<String, String> values(String kind, String hash, List<String> paths) {
    var values = new LinkedHashMap<String, String>();
    values.put("kind", kind);
    values.put("hash", hash);
    values.put(
        "places",
        paths.stream()
            .map(path -> path.getBytes(StandardCharsets.UTF_8))
            .map(Base64.getEncoder()::encodeToString)
            .collect(Collectors.joining("\n")));
    return values;
  }
}
