package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows files by their hash. */
public interface FileReputation extends Capability {

  /** What the back end thinks a file is. */
  enum Determination {
    CLEAN,
    PUA,
    MALWARE,
    UNKNOWN
  }

  /**
   * A file as the back end knows it.
   *
   * @param determinationValue the back end's own name of the threat, as {@code
   *     PUA:Win32/FusionCore}
   * @param globalPrevalence on how many machines in the world it was seen; null when not said
   * @param signerValid whether the signature stands; null when there is none or nobody looked
   */
  record KnownFile(
      @Nullable String sha1,
      @Nullable String sha256,
      @Nullable String md5,
      Determination determination,
      @Nullable String determinationValue,
      @Nullable Long globalPrevalence,
      @Nullable Long size,
      @Nullable String signer,
      @Nullable Boolean signerValid) {
    /** On so many machines a file of a targeted attack would have been noticed. */
    private static final long WIDESPREAD = 10_000;

    public boolean isValidlySigned() {
      return Boolean.TRUE.equals(signerValid);
    }

    public boolean isWidespread() {
      return globalPrevalence != null && globalPrevalence >= WIDESPREAD;
    }
  }

  /**
   * Looks files up by their strongest hash; one without a hash is skipped.
   *
   * @return by the key of the file as it was asked for; one that is missing was never seen there
   */
  Map<EntityKey, KnownFile> find(List<FileArtifact> files);

  /**
   * As {@link #find}, but what was found moments ago may be told again: of a file, whose content
   * its hash stands for, little changes in that time. That nobody knew it is always asked anew.
   */
  default Map<EntityKey, KnownFile> lately(List<FileArtifact> files) {
    return find(files);
  }
}
