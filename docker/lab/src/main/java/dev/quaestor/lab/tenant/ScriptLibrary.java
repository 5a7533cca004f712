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

  /** What a run of a script leaves. */
  public record Said(int exitCode, String output, String errors) {}

  private final Map<String, LibraryFile> files = new LinkedHashMap<>();
  private final Map<String, Said> said = new LinkedHashMap<>();

  public Collection<LibraryFile> all() {
    return List.copyOf(files.values());
  }

  public Optional<LibraryFile> find(String fileName) {
    return Optional.ofNullable(files.get(fileName));
  }

  public boolean contains(String fileName) {
    return files.containsKey(fileName);
  }

  /** What this script says whenever it is run, from now on. */
  public void says(String fileName, Said what) {
    said.put(fileName, what);
  }

  /** The lab runs no foreign script: what it says is told beforehand, or that it was not run. */
  Said said(String fileName) {
    return said.getOrDefault(fileName, new Said(0, "The lab does not run this script.\n", ""));
  }

  public void put(LibraryFile file) {
    files.put(file.fileName(), file);
  }

  public boolean remove(String fileName) {
    return files.remove(fileName) != null;
  }

  void clear() {
    files.clear();
    said.clear();
  }
}
