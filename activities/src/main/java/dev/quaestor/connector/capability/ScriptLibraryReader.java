package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the scripts that live response can run. Reads only. */
public interface ScriptLibraryReader extends Capability {

  /**
   * One file of the library.
   *
   * @param hasParameters whether it was declared to take arguments
   */
  record LibraryScript(
      String name,
      @Nullable String description,
      @Nullable String sha256,
      boolean hasParameters,
      @Nullable String parametersDescription,
      @Nullable Instant lastUpdatedAt) {}

  /**
   * What the library holds, by name.
   *
   * @param limit at most so many
   */
  List<LibraryScript> scripts(int limit);
}
