package dev.quaestor.connector.defender;

import dev.quaestor.connector.UnixScript;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Multipart;
import dev.quaestor.connector.http.Request;
import dev.quaestor.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The live response library: what scripts it holds, and our own two, which are put there when they
 * are missing. They carry their hash in their name, so that versions do not mix, and the library's
 * own hash is compared before each use: who can write to the library could otherwise have us run
 * anything under our name.
 */
final class ScriptShelf {
  static final String LIBRARY = "/api/libraryfiles";
  private static final int MOST = 10_000;

  /** One of our own scripts. */
  enum Own {
    WINDOWS("ps1"),
    UNIX("sh");

    private final String ending;
    private final byte[] content;
    private final String sha256;

    Own(String ending) {
      this.ending = ending;
      var own = read("quaestor-live-response." + ending);
      this.content =
          ending.equals("sh")
              ? UnixScript.whole(new String(own, StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8)
              : own;
      this.sha256 = Sha256.of(content);
    }

    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }

    String fileName() {
      return "Quaestor-LiveResponse-" + sha256.substring(0, 16) + "." + ending;
    }
  }

  private final BackEndClient api;

  ScriptShelf(BackEndClient api) {
    this.api = api;
  }

  /** The SHA-256 of a script of the library; empty when the library has no such script. */
  Optional<String> sha256Of(String fileName) {
    // An empty list may come as 404.
    return BackEndClient.ifThere(() -> api.collect(Request.get(LIBRARY), MOST))
        .orElse(List.of())
        .stream()
        .filter(file -> fileName.equals(BackEndJson.text(file, "fileName")))
        .map(file -> BackEndJson.textOr(file, "sha256", ""))
        .findFirst();
  }

  /** Puts our script into the library unless it is there, and says what it is called there. */
  String ready(Own own) {
    var there = sha256Of(own.fileName());
    if (there.filter(own.sha256::equalsIgnoreCase).isEmpty()) {
      var fields = new LinkedHashMap<String, String>();
      fields.put("Description", "Quaestor: acts on one item of a device and says what it did");
      fields.put("ParametersDescription", "verb and request, as Quaestor writes them");
      fields.put("HasParameters", "true");
      fields.put("OverrideIfExists", "true");
      api.upload(LIBRARY, new Multipart(fields, "file", own.fileName(), own.content));
    }
    return own.fileName();
  }

  private static byte[] read(String resource) {
    try (var in = ScriptShelf.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
