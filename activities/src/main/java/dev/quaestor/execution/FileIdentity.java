package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the hashes that somebody gives of a file are one file's. Where they are not, it is not
 * known which file is meant, and nothing is taken for clean or taken away unasked.
 */
final class FileIdentity {
  private FileIdentity() {}

  /** By its SHA-1 alone, a file that nobody knows by the SHA-256 given beside it. */
  static List<FileArtifact> bySha1(List<FileArtifact> files, Answers<KnownFile> known) {
    return files.stream()
        .filter(f -> f.sha256() != null && f.sha1() != null)
        .filter(f -> known.about(f.key()) instanceof Lookup.NotThere<KnownFile>)
        .map(FileIdentity::bySha1)
        .distinct()
        .toList();
  }

  private static FileArtifact bySha1(FileArtifact file) {
    return new FileArtifact(null, null, null, null, file.sha1(), null, null, null);
  }

  /**
   * Of the files whose hashes are not one file's, why.
   *
   * @param known by the strongest hash
   * @param bySha1 by what {@link #bySha1} made of them
   */
  static Map<EntityKey, String> contradictions(
      List<FileArtifact> files, Answers<KnownFile> known, Answers<KnownFile> bySha1) {
    var contradictions = new LinkedHashMap<EntityKey, String>();
    for (var file : files) {
      contradiction(file, known, bySha1)
          .ifPresent(
              weaker ->
                  contradictions.put(
                      file.key(),
                      "The %s given with the file is another file's: which file is meant is not known"
                          .formatted(weaker)));
    }
    return contradictions;
  }

  private static Optional<String> contradiction(
      FileArtifact file, Answers<KnownFile> known, Answers<KnownFile> bySha1) {
    return switch (known.about(file.key())) {
      case Lookup.Known<KnownFile> found ->
          file.sha256() != null && differ(file.sha1(), found.value().sha1())
              ? Optional.of("SHA-1")
              : (file.sha256() != null || file.sha1() != null)
                      && differ(file.md5(), found.value().md5())
                  ? Optional.of("MD5")
                  : Optional.empty();
      case Lookup.NotThere<KnownFile> none ->
          file.sha256() != null
                  && file.sha1() != null
                  && bySha1.about(bySha1(file).key()) instanceof Lookup.Known<KnownFile> other
                  && differ(file.sha256(), other.value().sha256())
              ? Optional.of("SHA-1")
              : Optional.empty();
      case Lookup.CouldNotLook<KnownFile> down -> Optional.empty();
      case Lookup.NobodyToAsk<KnownFile> nobody -> Optional.empty();
    };
  }

  private static boolean differ(@Nullable String one, @Nullable String other) {
    return one != null && other != null && !one.strip().equalsIgnoreCase(other.strip());
  }

  /** Empty where its hashes may well be one file's. */
  static Optional<Finding> finding(Entity entity, BatchFacts gathered) {
    return Optional.ofNullable(gathered.contradictions().get(entity.key()))
        .map(why -> Finding.inconclusive("fileReputation", Finding.HASHES_CONTRADICT, why + "."));
  }
}
