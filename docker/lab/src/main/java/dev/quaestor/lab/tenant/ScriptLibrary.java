package dev.quaestor.lab.tenant;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The live response library: files that RunScript and PutFile can use. */
public final class ScriptLibrary {

  /** One file of the library. */
  public record LibraryFile(
      String fileName,
      String sha256,
      @Nullable String description,
      Instant created,
      Instant updated,
      String createdBy,
      boolean hasParameters,
      @Nullable String parametersDescription) {}

  private final Map<String, LibraryFile> files = new LinkedHashMap<>();

  public Collection<LibraryFile> all() {
    return List.copyOf(files.values());
  }

  public Optional<LibraryFile> find(String fileName) {
    return Optional.ofNullable(files.get(fileName));
  }

  public boolean contains(String fileName) {
    return files.containsKey(fileName);
  }

  public void put(LibraryFile file) {
    files.put(file.fileName(), file);
  }

  public boolean remove(String fileName) {
    return files.remove(fileName) != null;
  }

  void clear() {
    files.clear();
  }
}
