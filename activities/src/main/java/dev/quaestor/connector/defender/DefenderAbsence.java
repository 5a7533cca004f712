package dev.quaestor.connector.defender;

import dev.quaestor.connector.http.Absence;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defender's 404s: its own codes for a thing that it does not have. One without them comes from
 * something on the way. What a link led to may be gone by any word of the storage. A list that is
 * not there is no empty one: a file would pass for listed nowhere. Two of its lists are documented
 * to answer so when they have nothing.
 */
final class DefenderAbsence implements Absence {
  private static final Set<String> CODES = Set.of("ResourceNotFound", "NotFound");

  private static final Set<String> NOTHING_IN_IT =
      Set.of("GET /api/machines", "GET " + ScriptShelf.LIBRARY);

  @Override
  public boolean isTold(String operation, @Nullable String code) {
    return operation.equals(InvestigationPackages.DOWNLOAD)
        || operation.equals(LiveResponse.DOWNLOAD)
        || (code != null
            && CODES.contains(code)
            && (operation.contains("{") || NOTHING_IN_IT.contains(operation)));
  }
}
