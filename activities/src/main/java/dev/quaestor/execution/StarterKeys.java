package dev.quaestor.execution;

import dev.quaestor.authority.AuthorityActivities;
import dev.quaestor.authority.Seal;
import dev.quaestor.authority.Statement;
import dev.quaestor.authority.Voucher;
import dev.quaestor.secret.SmallFile;
import dev.quaestor.text.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of the starters whose word this worker believes. They are told to it by whoever
 * runs it and come with no message. A file is read again when it has changed, so that a key is
 * added or taken away without a restart.
 */
public final class StarterKeys implements AuthorityActivities {
  private static final Logger LOG = LoggerFactory.getLogger(StarterKeys.class);
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final List<PublicKey> given = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final Map<Path, Content> read = new ConcurrentHashMap<>();

  private record Content(FileTime modified, long size, List<PublicKey> keys) {}

  /**
   * @param configured each an Ed25519 key (X.509 SubjectPublicKeyInfo, Base64), or the path of a
   *     PEM file with one key or several; a file that is not there yet is looked for again
   * @throws IllegalArgumentException when a key is none, or a file holds something else
   */
  public StarterKeys(List<String> configured) {
    for (var one : configured) {
      var key = key(one.strip());
      if (key == null) {
        files.add(Path.of(one.strip()));
      } else {
        given.add(key);
      }
    }
    files.forEach(this::readNow);
    if (now().isEmpty()) {
      LOG.warn(
          "No starter's public key is known: decisions and orders from the API have no "
              + "effect until quaestor.trust.starter-keys names one");
    }
  }

  @Override
  public Voucher verify(Statement statement, @Nullable String seal) {
    return Seal.verify(now(), statement, seal);
  }

  /** Of the keys that are believed now, without repeats. */
  public List<String> fingerprints() {
    return now().stream().map(Seal::fingerprint).distinct().toList();
  }

  private List<PublicKey> now() {
    return Stream.concat(given.stream(), files.stream().flatMap(this::current)).toList();
  }

  private Stream<PublicKey> current(Path file) {
    try {
      return readNow(file).keys().stream();
    } catch (IllegalArgumentException notOne) {
      // It was good once. What it holds now is believed by nobody.
      LOG.warn("{}", notOne.getMessage());
      return Stream.of();
    }
  }

  private Content readNow(Path file) {
    try {
      var known = read.get(file);
      var modified = Files.getLastModifiedTime(file);
      var size = Files.size(file);
      if (known != null && known.modified().equals(modified) && known.size() == size) {
        return known;
      }
      var content = new Content(modified, size, keysIn(file, SmallFile.text(file)));
      read.put(file, content);
      LOG.info(
          "{} from {}", Counted.of(content.keys().size(), "starter's key", "starters' keys"), file);
      return content;
    } catch (SmallFile.Unfit other) {
      throw new IllegalArgumentException(
          "no starter's key can be read from %s: %s".formatted(file, other.getReason()));
    } catch (IOException notThere) {
      read.remove(file);
      return new Content(FileTime.fromMillis(0), 0, List.of());
    }
  }

  private static List<PublicKey> keysIn(Path file, String text) {
    if (text.contains("PRIVATE KEY-----")) {
      throw new IllegalArgumentException(
          file + " contains a private key: give the worker only the starter's public key");
    }
    var keys = new ArrayList<PublicKey>();
    int at = text.indexOf(BEGIN);
    while (at >= 0) {
      int end = text.indexOf(END, at);
      var key = end < 0 ? null : key(text.substring(at + BEGIN.length(), end));
      if (key == null) {
        throw new IllegalArgumentException(
            file + " contains something that is not an Ed25519 public key");
      }
      keys.add(key);
      at = text.indexOf(BEGIN, end);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(file + " contains no public key in PEM format");
    }
    return keys;
  }

  private static @Nullable PublicKey key(String base64) {
    try {
      var encoded = Base64.getMimeDecoder().decode(base64);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException notOne) {
      return null;
    }
  }
}
