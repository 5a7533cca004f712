package dev.quaestor.starter.intake;

import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.UserAccount;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the vendors' formats have in common. Each answers null when nothing identifies it. */
final class Artifacts {
  static final int NAME = 1000;
  static final int SHORT = 512;

  private Artifacts() {}

  static @Nullable FileArtifact file(
      @Nullable String deviceId,
      @Nullable String name,
      @Nullable String path,
      @Nullable String sha256,
      @Nullable String sha1,
      @Nullable String md5,
      @Nullable Long size,
      @Nullable String signer) {
    if (name == null && sha256 == null && sha1 == null && md5 == null) {
      return null;
    }
    return new FileArtifact(deviceId, name, directory(path, name), sha256, sha1, md5, size, signer);
  }

  /** Vendors mean the folder by a file's path, but some payloads carry the name in it as well. */
  private static @Nullable String directory(@Nullable String path, @Nullable String name) {
    if (path == null || name == null || path.length() <= name.length()) {
      return path;
    }
    var cut = path.length() - name.length();
    var separator = path.charAt(cut - 1);
    return path.regionMatches(true, cut, name, 0, name.length())
            && (separator == '\\' || separator == '/')
        ? path.substring(0, cut - 1)
        : path;
  }

  static @Nullable UserAccount user(
      @Nullable String userId,
      @Nullable String userPrincipalName,
      @Nullable String sid,
      @Nullable String accountName,
      @Nullable String domain) {
    return userId == null && userPrincipalName == null && sid == null && accountName == null
        ? null
        : new UserAccount(userId, userPrincipalName, sid, accountName, domain);
  }

  /** All that an item says, in one line, so that nothing is lost; two that differ stay two. */
  static OtherArtifact other(String vendorKind, Fields item, Set<String> leftOut) {
    var said =
        item.node().properties().stream()
            .filter(p -> !leftOut.contains(p.getKey()))
            .filter(
                p ->
                    !p.getValue().isNull()
                        && !(p.getValue().isContainer() && p.getValue().isEmpty()))
            .map(
                p ->
                    p.getKey()
                        + "="
                        + (p.getValue().isString()
                            ? p.getValue().stringValue()
                            : p.getValue().toString()))
            .collect(Collectors.joining(", "));
    return new OtherArtifact(
        vendorKind, said.isBlank() ? "(nothing said)" : Texts.boundedIdentity(said, SHORT));
  }
}
