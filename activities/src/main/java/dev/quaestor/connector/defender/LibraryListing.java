package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.ScriptLibraryReader;
import dev.quaestor.connector.http.ApiClient;
import dev.quaestor.connector.http.Json;
import dev.quaestor.connector.http.Request;
import java.util.Comparator;
import java.util.List;

/** {@code /api/libraryfiles}: scripts, and files that scripts use. */
final class LibraryListing implements ScriptLibraryReader {
  private final ApiClient api;

  LibraryListing(ApiClient api) {
    this.api = api;
  }

  @Override
  public List<LibraryScript> scripts(int limit) {
    return api.collect(Request.get("/api/libraryfiles"), limit).stream()
        .map(
            file ->
                new LibraryScript(
                    Json.textOr(file, "fileName", ""),
                    Json.text(file, "description"),
                    Json.text(file, "sha256"),
                    Boolean.TRUE.equals(Json.truth(file, "hasParameters")),
                    Json.text(file, "parametersDescription"),
                    Json.time(file, "lastUpdatedTime", "creationTime")))
        .filter(script -> !script.name().isEmpty())
        .sorted(Comparator.comparing(LibraryScript::name))
        .toList();
  }
}
