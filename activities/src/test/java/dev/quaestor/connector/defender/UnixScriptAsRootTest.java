package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script for Linux as it runs on devices: as root, in folders of somebody hostile who changes
 * them before and while it runs.
 */
@EnabledOnOs(OS.LINUX)
class UnixScriptAsRootTest {
  /** Somebody who owns nothing. */
  private static final int ATTACKER = 65534;

  private static final String BAD = "bad bytes\n";
  private static final String TREASURE = "root:secret\n";

  @TempDir Path root;
  private UnixScriptRun script;
  private Path home;
  private Path file;
  private Path treasury;
  private Path treasure;

  @BeforeEach
  void anAttackersHomeAndATreasureOfRoots() throws IOException {
    var root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    if (!root && "true".equals(System.getenv("QUAESTOR_REQUIRE_ROOT"))) {
      fail("the script for Linux was to be tried as root, and this is not root");
    }
    assumeTrue(root, "skipped: the script for Linux is tried as root only");
    script = new UnixScriptRun(this.root);
    home = attackers(Files.createDirectory(this.root.resolve("home")));
    file = attackers(Files.writeString(home.resolve("tool"), BAD));
    treasury = Files.createDirectory(this.root.resolve("treasury"));
    treasure = Files.writeString(treasury.resolve("tool"), TREASURE);
    Files.setPosixFilePermissions(treasure, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path attackers(Path path) throws IOException {
    return Files.setAttribute(path, "unix:uid", ATTACKER, LinkOption.NOFOLLOW_LINKS);
  }

  private void treasureIsUntouched() throws IOException {
    assertThat(treasure).hasContent(TREASURE.strip());
    assertThat(Files.getAttribute(treasure, "unix:uid")).isEqualTo(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(treasure)))
        .isEqualTo("rw-------");
    try (var there = Files.list(treasury)) {
      assertThat(there).containsExactly(treasure);
    }
  }

  @Test
  void whatWasDeletedInSomebodysHomeComesBackAsTheirs() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setAttribute(file, "unix:mode", 04751);
    var image = script.image(file);

    assertThat(script.remove(image).path("changed").asBoolean()).isTrue();
    assertThat(file).doesNotExist();
    assertThat(script.restore(image).path("changed").asBoolean()).isTrue();

    assertThat(file).hasContent(BAD.strip());
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(ATTACKER);
    assertThat((Integer) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04751);
    try (var there = Files.list(home)) {
      assertThat(there).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0755, 0777, 01777, 02775, 03777, 0})
  void aFolderOfAnyModeIsWorkedInAndStaysAsItWas(int mode) throws Exception {
    Files.setAttribute(home, "unix:mode", mode);
    var image = script.image(file);

    assertThat(script.remove(image).path("changed").asBoolean()).isTrue();
    assertThat(script.restore(image).path("changed").asBoolean()).isTrue();

    assertThat((Integer) Files.getAttribute(home, "unix:mode") & 07777).isEqualTo(mode);
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(ATTACKER);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(0);
    try (var there = Files.list(home)) {
      assertThat(there).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tool.quaestor-%d", "tool"})
  void aLinkThatWaitsAtAnyNameIsNotWrittenThrough(String waiting) throws Exception {
    var image = script.image(file);
    script.remove(image);
    var probe = new ProcessBuilder("true").start().pid();
    for (long pid = probe; pid < probe + (waiting.contains("%") ? 5000 : 1); pid++) {
      attackers(Files.createSymbolicLink(home.resolve(waiting.formatted(pid)), treasure));
    }

    var answer = script.restore(image);

    treasureIsUntouched();
    assertThat(answer.path("changed").asBoolean()).isEqualTo(waiting.contains("%"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"look-file", "remove-file", "restore-file"})
  void aFolderThatBecameALinkIsNotGoneThrough(String verb) throws Exception {
    var inner = attackers(Files.createDirectory(home.resolve("inner")));
    var deep = attackers(Files.writeString(inner.resolve("tool"), TREASURE));
    var image = script.image(deep);
    if (verb.equals("restore-file")) {
      script.remove(image);
      Files.delete(treasure);
    } else {
      Files.delete(deep);
    }
    Files.delete(inner);
    attackers(Files.createSymbolicLink(inner, treasury));

    var answer = script.run(verb, Map.of("path", deep.toString(), "image", image));

    assertThat(answer.path("refused").asString()).isEqualTo("LINKED_FOLDER");
    if (verb.equals("restore-file")) {
      assertThat(treasure).doesNotExist();
    } else {
      treasureIsUntouched();
    }
  }

  @Test
  void aLinkOfTheSystemsOwnIsGoneThrough() throws Exception {
    var link = Files.createSymbolicLink(root.resolve("merged"), Path.of("home"));
    var image = script.image(link.resolve("tool"));

    assertThat(script.remove(image).path("changed").asBoolean()).isTrue();
    assertThat(file).doesNotExist();
    assertThat(script.restore(image).path("changed").asBoolean()).isTrue();
    assertThat(file).exists();
  }

  @Test
  void aLinkOfTheSystemsOwnThatLeadsThroughSomebodysLinkIsNot() throws Exception {
    attackers(Files.createSymbolicLink(home.resolve("site"), treasury));
    var link = Files.createSymbolicLink(root.resolve("current"), home.resolve("site"));

    assertThat(
            script
                .run("look-file", Map.of("path", link.resolve("tool").toString()))
                .path("refused")
                .asString())
        .isEqualTo("LINKED_FOLDER");
  }

  @Test
  void aFileThatBecameALinkIsNotTakenForGoneAndItsTargetIsLeft() throws Exception {
    var image = script.image(file);
    Files.delete(file);
    attackers(Files.createSymbolicLink(file, treasure));

    assertThat(script.remove(image).path("refused").asString()).isEqualTo("CHANGED");
    treasureIsUntouched();
  }

  @Test
  void nothingIsKeptWhereOthersCouldChangeIt() throws Exception {
    var image = script.image(file);
    var kept = Files.createDirectories(root.resolve("var/lib/quaestor/kept"));
    for (var spoiled : new Path[] {kept, kept.getParent()}) {
      attackers(spoiled);
      assertThat(script.remove(image).path("refused").asString()).isEqualTo("NOT_KEPT");
      Files.setAttribute(spoiled, "unix:uid", 0);
      Files.setPosixFilePermissions(spoiled, PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(script.remove(image).path("refused").asString()).isEqualTo("NOT_KEPT");
      Files.setPosixFilePermissions(spoiled, PosixFilePermissions.fromString("rwx------"));
    }
    Files.delete(kept);
    Files.createSymbolicLink(kept, home);
    assertThat(script.remove(image).path("changed").asBoolean()).isFalse();

    assertThat(file).exists();
  }

  /** One step of somebody who never stops. */
  @FunctionalInterface
  private interface Step {
    void once() throws IOException;
  }

  @FunctionalInterface
  private interface Turn {
    void once() throws Exception;
  }

  private static void against(Step attack, int turns, Turn turn) throws Exception {
    var stop = new AtomicBoolean();
    var attacker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!stop.get()) {
                    try {
                      attack.once();
                    } catch (IOException lost) {
                      // The script was faster this time.
                    }
                  }
                });
    try {
      for (int i = 0; i < turns; i++) {
        turn.once();
      }
    } finally {
      stop.set(true);
      attacker.join();
    }
  }

  @Test
  void aFolderThatTurnsIntoALinkAndBackWhileItRunsLeadsNowhere() throws Exception {
    var inner = attackers(Files.createDirectory(home.resolve("inner")));
    var deep = attackers(Files.writeString(inner.resolve("tool"), BAD));
    var image = script.image(deep);
    assertThat(script.remove(image).path("changed").asBoolean()).isTrue();
    Files.delete(treasure);
    var aside = home.resolve("aside");
    against(
        () -> {
          Files.move(inner, aside);
          Files.createSymbolicLink(inner, treasury);
          Files.delete(inner);
          Files.move(aside, inner);
        },
        25,
        () -> {
          script.restore(image);
          script.remove(image);
        });

    try (var there = Files.list(treasury)) {
      assertThat(there).isEmpty();
    }
  }

  @Test
  void aFileThatTurnsIntoALinkAndBackWhileItRunsCostsNobodyTheirs() throws Exception {
    var image = script.image(file);
    var own = home.resolve("own");
    var link = home.resolve("link");
    against(
        () -> {
          attackers(Files.writeString(own, BAD));
          Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
          Files.createSymbolicLink(link, treasure);
          Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
        },
        15,
        () -> {
          script.remove(image);
          script.restore(image);
        });

    treasureIsUntouched();
  }
}
