package dev.quaestor.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file, on a device or carried by a mail.
 *
 * @param directory the folder as the vendor writes it, without the name
 * @param size bytes
 * @param alsoAt the full paths at which the same file lies besides; what takes it away by its hash
 *     takes it away there too
 */
public record FileArtifact(
    @Nullable String deviceId,
    @Nullable String name,
    @Nullable String directory,
    @Nullable String sha256,
    @Nullable String sha1,
    @Nullable String md5,
    @Nullable Long size,
    @Nullable String signer,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> alsoAt)
    implements Entity, OnDevice {

  /** More are not kept one by one, only that there are more: {@link #ELSEWHERE}. */
  static final int MOST_PLACES = 50;

  /** Stands for all further places: no path, so that no zone and no exclusion takes it for safe. */
  static final String ELSEWHERE = "and elsewhere";

  private static final int SHOWN_PLACES = 3;

  public FileArtifact {
    alsoAt = alsoAt == null ? List.of() : List.copyOf(alsoAt);
    if (name == null && sha256 == null && sha1 == null && md5 == null) {
      throw new IllegalArgumentException("a file needs name or a hash");
    }
  }

  /** A file at one place. */
  public FileArtifact(
      @Nullable String deviceId,
      @Nullable String name,
      @Nullable String directory,
      @Nullable String sha256,
      @Nullable String sha1,
      @Nullable String md5,
      @Nullable Long size,
      @Nullable String signer) {
    this(deviceId, name, directory, sha256, sha1, md5, size, signer, List.of());
  }

  /** The same file, its SHA-1 known. */
  public FileArtifact ofSha1(String known) {
    return new FileArtifact(deviceId, name, directory, sha256, known, md5, size, signer, alsoAt);
  }

  /** The same file, which lies where the other does too. */
  public FileArtifact also(FileArtifact other) {
    if (other == this) {
      return this;
    }
    var places = new ArrayList<>(alsoAt);
    other.paths().filter(path -> paths().noneMatch(p -> isSame(p, path))).forEach(places::add);
    var kept =
        places.size() <= MOST_PLACES
            ? places
            : Stream.concat(places.stream().limit(MOST_PLACES), Stream.of(ELSEWHERE)).toList();
    return new FileArtifact(deviceId, name, directory, sha256, sha1, md5, size, signer, kept);
  }

  private static boolean isSame(String one, String other) {
    return DevicePath.canonical(one).equals(DevicePath.canonical(other));
  }

  @Override
  public Stream<String> paths() {
    return Stream.concat(imagePath().stream(), alsoAt.stream());
  }

  /** The same file once for each place, for what is done by the path. */
  public Stream<FileArtifact> places() {
    return Stream.concat(
        Stream.of(at(name, directory)),
        alsoAt.stream().filter(path -> !path.equals(ELSEWHERE)).map(this::at));
  }

  private FileArtifact at(String path) {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return slash < 0
        ? at(path, null)
        : at(path.substring(slash + 1), path.substring(0, Math.max(slash, 1)));
  }

  private FileArtifact at(@Nullable String there, @Nullable String folder) {
    return new FileArtifact(deviceId, there, folder, sha256, sha1, md5, size, signer);
  }

  /** What lies at its path, whatever it is; empty where no path is known. */
  public Optional<FileArtifact> atPath() {
    return name == null
        ? Optional.empty()
        : Optional.of(new FileArtifact(deviceId, name, directory, null, null, null, null, null));
  }

  /** The same file where nothing else is said: on that device. */
  public FileArtifact onDevice(@Nullable String device) {
    return deviceId != null ? this : movedTo(device);
  }

  @Override
  public FileArtifact movedTo(@Nullable String device) {
    return new FileArtifact(device, name, directory, sha256, sha1, md5, size, signer, alsoAt);
  }

  /** Strongest hash first, because a path can be reused and a name means nothing. */
  private @Nullable String hash() {
    return sha256 != null ? sha256 : sha1 != null ? sha1 : md5;
  }

  /** The hash that is its name; what is told beside it may be another file's. */
  public Optional<String> strongestHash() {
    return Optional.ofNullable(hash());
  }

  /** A file may be called as another one's hash: a path is a part more. */
  @Override
  public EntityKey key() {
    var hash = hash();
    return hash != null
        ? EntityKey.of("file", devicePart(), LetterCase.foldedId(hash))
        : EntityKey.of("file", devicePart(), "path", DevicePath.canonical(imagePath().orElse("")));
  }

  @Override
  public Optional<String> imagePath() {
    if (name == null) {
      return Optional.empty();
    }
    if (directory == null || directory.isEmpty()) {
      return Optional.of(name);
    }
    var separator = directory.indexOf('/') >= 0 ? "/" : "\\";
    return Optional.of(
        directory.endsWith(separator) ? directory + name : directory + separator + name);
  }

  @Override
  public String label() {
    var first = imagePath().orElseGet(() -> String.valueOf(hash()));
    if (alsoAt.isEmpty()) {
      return first;
    }
    int more = alsoAt.size() - SHOWN_PLACES;
    return first
        + " (also "
        + String.join(", ", alsoAt.subList(0, Math.min(SHOWN_PLACES, alsoAt.size())))
        + (more > 0 ? " and " + more + " more" : "")
        + ")";
  }
}
