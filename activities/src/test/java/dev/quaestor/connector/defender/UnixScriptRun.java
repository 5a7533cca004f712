package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.connector.http.BackEndJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The script for Linux, run for real with what it keeps under a folder of the test. */
final class UnixScriptRun {
  private final Path root;
  private final Path script;

  UnixScriptRun(Path root) throws IOException {
    this.root = root;
    this.script = root.resolve("script.sh");
    Files.writeString(script, ScriptShelf.Own.UNIX.text());
  }

  JsonNode run(String verb, Map<String, String> request) throws Exception {
    var json = BackEndJson.object();
    request.forEach((key, value) -> json.put(key, base64(value)));
    return runRaw(verb, base64(json.toString()));
  }

  JsonNode runRaw(String verb, String request) throws Exception {
    var builder = new ProcessBuilder("sh", script.toString(), verb, request);
    builder.directory(root.toFile());
    builder.environment().put("QUAESTOR_ROOT", root.toString());
    builder.redirectError(root.resolve("errors").toFile());
    var process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script hangs");
    }
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines()).as(Files.readString(root.resolve("errors"))).hasSize(1);
    assertThat(process.exitValue()).isZero();
    return BackEndJson.parse(said);
  }

  /** What puts a file back, after it was looked at. */
  String image(Path file) throws Exception {
    var look = run("look-file", Map.of("path", file.toString()));
    assertThat(look.path("image").isObject()).as(look.toString()).isTrue();
    return look.path("image").toString();
  }

  JsonNode remove(String image) throws Exception {
    return run("remove-file", Map.of("image", image));
  }

  JsonNode restore(String image) throws Exception {
    return run("restore-file", Map.of("image", image));
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
