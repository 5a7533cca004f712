package dev.quaestor.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No text that a stranger wrote makes a regular expression slow or breaks its stack. So all of them
 * are RE2/J's, which takes time in proportion to the text whatever the expression is. The JDK's own
 * may be used through {@link String} for a single character or class of characters, once or
 * repeated: there is nothing to go back to.
 */
class RegularExpressionsTest {
  private static final List<String> MODULES =
      List.of(
          "workflows",
          "mail",
          "vault",
          "start",
          "activities",
          "worker",
          "starter",
          "docker/standalone",
          "docker/tools");

  /**
   * Reads the very expressions that our script for Windows is judged by, as .NET does; they look
   * ahead. Each of their repetitions ends at a backslash and at 255 characters.
   */
  private static final String OF_THE_SCRIPT = "WindowsNames";

  private static final Set<String> OF_STRING =
      Set.of("matches", "replaceAll", "replaceFirst", "split", "splitWithDelimiters");

  /** A call with a literal for its expression, which may stand on the next line. */
  private static final Pattern CALL =
      Pattern.compile(
          "\\.(?:matches\\(\\s*LITERAL\\s*\\)|replace(?:All|First)\\(\\s*LITERAL\\s*,|split\\(\\s*LITERAL\\s*[,)])"
              .replace("LITERAL", "\"((?:[^\"\\\\]|\\\\.)*)\""));

  private static final Pattern ONE_CLASS =
      Pattern.compile(
          "(?:[^\\\\\\[\\](){}.*+?^$|]|\\\\(?:[^pPQEbBAGzZkRX0-9]|[pP]\\{\\w+})|\\[(?:[^\\[\\]\\\\]|\\\\.)+\\])"
              + "(?:[+*]|\\{\\d{1,4}(?:,\\d{0,4})?})?");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.quaestor");

  @Test
  void noCodeUsesTheExpressionsOfTheJdk() {
    assertThat(house())
        .allSatisfy(
            c ->
                assertThat(c.getDirectDependenciesFromSelf())
                    .noneMatch(d -> d.getTargetClass().getPackageName().equals("java.util.regex")));
  }

  @Test
  void whatStringTakesForAnExpressionIsOneClassOfCharacters() throws IOException {
    var written = new TreeMap<String, Integer>();
    var tangled = new ArrayList<String>();
    for (var file : sources()) {
      var calls = CALL.matcher(Files.readString(file));
      while (calls.find()) {
        written.merge(file.getFileName().toString(), 1, Integer::sum);
        if (!ONE_CLASS.matches(expression(calls))) {
          tangled.add(file.getFileName() + ": " + expression(calls));
        }
      }
    }
    assertThat(tangled).isEmpty();
    assertThat(written).as("calls whose expression stands there").containsAllEntriesOf(compiled());
  }

  private static String expression(Matcher call) {
    return Stream.of(call.group(1), call.group(2), call.group(3))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .translateEscapes();
  }

  @Test
  void theLawKnowsOneClassFromMore() {
    assertThat(List.of(",", "/+", "\\s+", "[a-z]{1,64}", "[^A-Za-z0-9]", "\\p{Cntrl}", "\\."))
        .allMatch(ONE_CLASS::matches);
    assertThat(List.of("(a+)+", "a+b", "\\s*,", ".*x", "a|b", "^x", "x$", "(?i)x", "[a]+[b]+"))
        .noneMatch(ONE_CLASS::matches);
  }

  /** How many such calls there are by the byte code, which knows whose method it is. */
  private static Map<String, Integer> compiled() {
    var calls = new TreeMap<String, Integer>();
    house()
        .flatMap(c -> c.getMethodCallsFromSelf().stream())
        .filter(RegularExpressionsTest::isOfString)
        .forEach(
            call ->
                calls.merge(
                    call.getOriginOwner().getSource().orElseThrow().getFileName().orElseThrow(),
                    1,
                    Integer::sum));
    return calls;
  }

  private static boolean isOfString(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(String.class) && OF_STRING.contains(call.getName());
  }

  /** The lab is a stand-in that nobody runs for real. */
  private static Stream<JavaClass> house() {
    return HOUSE.stream()
        .filter(c -> !c.getPackageName().startsWith("dev.quaestor.lab"))
        .filter(c -> !c.getSimpleName().equals(OF_THE_SCRIPT));
  }

  private static List<Path> sources() {
    return MODULES.stream()
        .map(module -> Path.of("..", "..").resolve(module).resolve("src/main/java"))
        .flatMap(RegularExpressionsTest::files)
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
