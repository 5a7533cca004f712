package dev.quaestor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is in a history or the ledger is there for years: its JSON is pinned by golden files. A
 * wanted change is written with {@code -Dquaestor.golden.write=true} and read in the diff.
 */
class WireTest {
  private static final Path FOLDER = Path.of("src/test/resources/wire");

  static Stream<Arguments> samples() {
    return WireSamples.all()
        .map(s -> Arguments.of(s.getClass().getSimpleName().replace("[]", "s"), s));
  }

  private static String written(Object sample) {
    return QuaestorJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(sample) + "\n";
  }

  private static String golden(String name, Object sample) throws IOException {
    var file = FOLDER.resolve(name + ".json");
    if (Boolean.getBoolean("quaestor.golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, written(sample));
    }
    return Files.readString(file);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void whatIsWrittenIsTheGoldenFile(String name, Object sample) throws IOException {
    assertThat(written(sample).replace("\r\n", "\n"))
        .isEqualTo(golden(name, sample).replace("\r\n", "\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void theGoldenFileReadsBackEqual(String name, Object sample) throws IOException {
    Object read = QuaestorJson.mapper().readValue(golden(name, sample), sample.getClass());
    assertThat(read).isEqualTo(sample);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void aFieldOfANewerReleaseIsToleratedButNotInWhatAPersonSays(String name, Object sample)
      throws IOException {
    var tree = QuaestorJson.mapper().readTree(golden(name, sample));
    addToEveryObject(tree);
    if (sample.getClass().isAnnotationPresent(Exact.class)) {
      assertThatThrownBy(() -> QuaestorJson.mapper().treeToValue(tree, sample.getClass()))
          .isInstanceOf(UnrecognizedPropertyException.class);
      return;
    }
    Object read = QuaestorJson.mapper().treeToValue(tree, sample.getClass());
    assertThat(read).isEqualTo(sample);
  }

  private static void addToEveryObject(JsonNode node) {
    node.forEach(WireTest::addToEveryObject);
    if (node instanceof ObjectNode object) {
      object.put("fieldOfANewerRelease", "x");
    }
  }

  @Test
  void everyEntityKindIsAmongTheSamples() {
    assertThat(WireSamples.everyKind().map(Entity::kind)).containsExactly(EntityKind.values());
  }
}
