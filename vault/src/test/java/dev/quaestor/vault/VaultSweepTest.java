package dev.quaestor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultSweepTest {
  private static final Instant NOW = Instant.now();
  private static final Instant BEFORE = NOW.minus(Duration.ofDays(90));

  @TempDir private Path folder;
  private FileVault vault;
  private PayloadFiles payloads;
  private VaultSweep sweep;

  @BeforeEach
  void open() throws IOException {
    vault = new FileVault(folder, 1000);
    payloads = new PayloadFiles(folder);
    sweep = new VaultSweep(folder);
  }

  private String body(String text, Instant at) throws IOException {
    var hash =
        vault.store(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).sha256();
    Files.setLastModifiedTime(place(folder, hash), FileTime.from(at));
    return hash;
  }

  private String payload(String text, Instant at) throws IOException {
    var hash = Sha256.of(text);
    payloads.keep(hash, text.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(place(folder.resolve("payloads"), hash), FileTime.from(at));
    return hash;
  }

  private static Path place(Path root, String hash) {
    return root.resolve(hash.substring(0, 2)).resolve(hash);
  }

  private boolean has(String hash) throws IOException {
    var found = vault.open(hash);
    if (found.isPresent()) {
      found.get().close();
    }
    return found.isPresent();
  }

  @Test
  void whatIsOldAndNotNeededGoesAndAllElseStays() throws IOException {
    var old = body("old", BEFORE.minusSeconds(1));
    var onTheEdge = body("edge", BEFORE);
    var needed = body("needed", BEFORE.minusSeconds(1));
    var payload = payload("a payload", BEFORE.minusSeconds(1));
    VaultMark.of(folder);

    var swept = sweep.bodies(BEFORE, Set.of(needed)::contains, false);

    assertThat(swept).isEqualTo(new VaultSweep.Swept(1, 3));
    assertThat(has(old)).isFalse();
    assertThat(has(onTheEdge)).isTrue();
    assertThat(has(needed)).isTrue();
    assertThat(payloads.find(payload)).isPresent();
    assertThat(folder.resolve(".vault-id")).exists();
  }

  @Test
  void payloadsGoByATimeOfTheirOwn() throws IOException {
    var old = payload("old", BEFORE.minusSeconds(1));
    var young = payload("young", NOW);
    var body = body("old", BEFORE.minusSeconds(1));

    assertThat(sweep.payloads(BEFORE, false)).isEqualTo(new VaultSweep.Swept(1, 3));

    assertThat(payloads.find(old)).isEmpty();
    assertThat(payloads.find(young)).isPresent();
    assertThat(has(body)).isTrue();
  }

  @Test
  void aDryRunCountsAndLeavesAllAsItIs() throws IOException {
    var old = body("old", BEFORE.minusSeconds(1));

    assertThat(sweep.bodies(BEFORE, hash -> false, true)).isEqualTo(new VaultSweep.Swept(1, 3));
    assertThat(has(old)).isTrue();
  }

  @Test
  void anEmptyVaultAndOneThatIsNotThereHaveNothingToGo() throws IOException {
    assertThat(sweep.bodies(BEFORE, hash -> false, false)).isEqualTo(new VaultSweep.Swept(0, 0));
    assertThat(new VaultSweep(folder.resolve("no")).payloads(BEFORE, false))
        .isEqualTo(new VaultSweep.Swept(0, 0));
  }

  /** As another process does at the very moment at which it is decided that nobody needs it. */
  @Test
  void whatIsStoredAgainWhileItIsBeingRemovedStays() throws IOException {
    var old = body("old", BEFORE.minusSeconds(1));
    var failed = new AtomicReference<IOException>();

    var swept =
        sweep.bodies(
            BEFORE,
            hash -> {
              try {
                vault.store(new ByteArrayInputStream("old".getBytes(StandardCharsets.UTF_8)));
              } catch (IOException e) {
                failed.set(e);
              }
              return false;
            },
            false);

    assertThat(failed).hasNullValue();
    assertThat(swept.files()).isZero();
    assertThat(has(old)).isTrue();
  }

  /** Killed between the two steps, of what was young and of what was old. */
  @Test
  void whatWasPutAsideByOneThatDiedIsPutBackOrRemoved() throws IOException {
    var young = body("young", NOW);
    var old = body("old", BEFORE.minusSeconds(1));
    for (var hash : Set.of(young, old)) {
      var place = place(folder, hash);
      Files.move(place, place.resolveSibling(".gone-" + hash));
    }

    sweep.bodies(BEFORE, hash -> false, false);

    assertThat(has(young)).isTrue();
    assertThat(has(old)).isFalse();
    assertThat(place(folder, old).getParent()).isEmptyDirectory();
  }

  @Test
  void whatAWriterThatDiedHasLeftGoesAndWhatIsBeingWrittenStays() throws IOException {
    var old = Files.createFile(folder.resolve(".draft-1"));
    Files.setLastModifiedTime(old, FileTime.from(BEFORE.minusSeconds(1)));
    var now = Files.createFile(folder.resolve(".draft-2"));

    sweep.bodies(BEFORE, hash -> false, false);

    assertThat(old).doesNotExist();
    assertThat(now).exists();
  }

  @Test
  void aLinkLeadsNowhere() throws IOException {
    var outside = Files.createDirectories(folder.resolve("outside"));
    var target = Files.createFile(outside.resolve("f".repeat(64)));
    Files.setLastModifiedTime(target, FileTime.from(BEFORE.minusSeconds(1)));
    Files.createSymbolicLink(folder.resolve("ff"), outside);

    assertThat(sweep.bodies(BEFORE, hash -> false, false).files()).isZero();
    assertThat(target).exists();
  }

  @Test
  void aPayloadIsKeptAgainWhereItWasJustRemoved() throws IOException {
    var hash = payload("again", BEFORE.minusSeconds(1));
    sweep.payloads(BEFORE, false);

    payloads.keep(hash, "again".getBytes(StandardCharsets.UTF_8));

    assertThat(payloads.find(hash)).isPresent();
    assertThat(sweep.payloads(BEFORE, false).files()).isZero();
  }

  @Test
  void aFolderThatCannotBeReadIsAFailure() throws IOException {
    var shelf = Files.createDirectories(folder.resolve("ab"));
    Files.setPosixFilePermissions(shelf, PosixFilePermissions.fromString("---------"));
    try {
      if (Files.isReadable(shelf)) {
        // Root reads everything.
        return;
      }
      assertThatThrownBy(() -> sweep.bodies(BEFORE, hash -> false, false))
          .isInstanceOf(IOException.class);
    } finally {
      Files.setPosixFilePermissions(shelf, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
