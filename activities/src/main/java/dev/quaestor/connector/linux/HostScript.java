package dev.quaestor.connector.linux;

import dev.quaestor.connector.UnixScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script for {@code sh -s}, with its values. All of it is one function that the last line calls,
 * so that nothing runs unless everything has arrived, and nothing that it calls can read the rest
 * of it from standard input.
 */
final class HostScript {
  /** Where the parts are that other ways to hosts take as well. */
  private static final String SHARED = "/dev/quaestor/connector/";

  private static final String COMMON = resource(SHARED + "host.sh") + resource("common.sh");

  private final String body;

  private HostScript(String body) {
    this.body = body;
  }

  /** The isolation, which needs rules that spare the way by which the engine comes. */
  static HostScript isolation() {
    return of(SHARED + "isolation.sh", "rules.sh");
  }

  /** Of resources of this package, one after the other. */
  static HostScript of(String... resources) {
    return new HostScript(
        COMMON + Stream.of(resources).map(HostScript::resource).collect(Collectors.joining("\n")));
  }

  /** The same, with what our scripts for Unix know of files and processes. */
  static HostScript onFiles(String... resources) {
    var own = Stream.of(resources).map(HostScript::resource).collect(Collectors.joining("\n"));
    return new HostScript(COMMON + UnixScript.whole("# include unix.sh\n" + own));
  }

  /** The text of a resource of this package. */
  static String resource(String name) {
    try (var in = HostScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource %s is missing".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The text that is sent.
   *
   * @param verb a function of the script
   * @param values by the names of variables of the script, without their {@code q_}
   */
  byte[] with(String verb, Map<String, String> values) {
    var text = new StringBuilder("quaestor() {\n");
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                text.append("q_")
                    .append(name)
                    .append("='")
                    .append(
                        Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                    .append("'\n"));
    return text.append(body)
        .append('\n')
        .append(verb)
        .append("\n}\nquaestor </dev/null\nexit\n")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
