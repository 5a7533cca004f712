package dev.quaestor.connector.defender;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.entity.FileArtifact;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The SHA-1 of a file, by which alone Defender locks it away and gives it back. */
final class Sha1s {
  private final Files files;

  Sha1s(Files files) {
    this.files = files;
  }

  static boolean told(FileArtifact file) {
    return file.sha1() != null && Hex.isOf(file.sha1(), 40);
  }

  /**
   * That of the file by its strongest hash: what is told beside a SHA-256 may be another file's. It
   * counts where Defender knows neither, as of a file that was dropped a moment ago.
   *
   * @return lower case
   */
  String of(FileArtifact file) {
    if (file.sha256() == null && told(file)) {
      return lower(file.sha1());
    }
    var known = files.lately(List.of(file)).get(file.key());
    if (known != null && known.sha1() != null) {
      return lower(known.sha1());
    }
    if (!told(file)) {
      throw new ConnectorException(
          Kind.NOT_FOUND,
          "Defender quarantines and releases by SHA-1 only, and knows no SHA-1 of the file");
    }
    if (known == null && isAnothers(file)) {
      throw new ConnectorException(
          Kind.NOT_FOUND, "The SHA-1 and the SHA-256 given are not those of one file");
    }
    return lower(file.sha1());
  }

  private boolean isAnothers(FileArtifact file) {
    var bySha1 = new FileArtifact(file.deviceId(), null, null, null, file.sha1(), null, null, null);
    var other = files.lately(List.of(bySha1)).get(bySha1.key());
    return other != null
        && other.sha256() != null
        && !other.sha256().equalsIgnoreCase(file.sha256());
  }

  private static String lower(@Nullable String hash) {
    return String.valueOf(hash).toLowerCase(Locale.ROOT);
  }
}
