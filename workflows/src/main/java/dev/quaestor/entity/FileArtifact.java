package dev.quaestor.entity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file, on a device or carried by a mail.
 *
 * @param directory the folder as the vendor writes it, without the name
 * @param size bytes
 */
public record FileArtifact(
    @Nullable String deviceId,
    @Nullable String name,
    @Nullable String directory,
    @Nullable String sha256,
    @Nullable String sha1,
    @Nullable String md5,
    @Nullable Long size,
    @Nullable String signer)
    implements Entity, OnDevice {

  public FileArtifact {
    if (name == null && sha256 == null && sha1 == null && md5 == null) {
      throw new IllegalArgumentException("a file needs name or a hash");
    }
  }

  /** The same file, its SHA-1 known. */
  public FileArtifact ofSha1(String known) {
    return new FileArtifact(deviceId, name, directory, sha256, known, md5, size, signer);
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
    return new FileArtifact(device, name, directory, sha256, sha1, md5, size, signer);
  }

  /** Strongest hash first, because a path can be reused and a name means nothing. */
  private @Nullable String hash() {
    return sha256 != null ? sha256 : sha1 != null ? sha1 : md5;
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
    return imagePath().orElseGet(() -> String.valueOf(hash()));
  }
}
