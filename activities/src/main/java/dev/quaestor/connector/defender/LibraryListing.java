package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.ScriptLibraryReader;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.util.Comparator;
import java.util.List;

/** {@code /api/libraryfiles}: scripts, and files that scripts use. */
final class LibraryListing implements ScriptLibraryReader {
  private final BackEndClient api;

  LibraryListing(BackEndClient api) {
    this.api = api;
  }

  @Override
  public List<LibraryScript> scripts(int limit) {
    return api.collect(Request.get("/api/libraryfiles"), limit).stream()
        .map(
            file ->
                new LibraryScript(
                    BackEndJson.textOr(file, "fileName", ""),
                    BackEndJson.text(file, "description"),
                    BackEndJson.text(file, "sha256"),
                    Boolean.TRUE.equals(BackEndJson.truth(file, "hasParameters")),
                    BackEndJson.text(file, "parametersDescription"),
                    BackEndJson.time(file, "lastUpdatedTime", "creationTime")))
        .filter(script -> !script.name().isEmpty())
        .sorted(Comparator.comparing(LibraryScript::name))
        .toList();
  }
}
