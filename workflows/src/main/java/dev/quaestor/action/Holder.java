package dev.quaestor.action;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An action that wants a state to last.
 *
 * @param investigationId its case; null for one that a person ordered outside any
 */
public record Holder(String actionId, @Nullable String investigationId) {
  private static final int NAMED = 5;

  /** One sentence on who still wants it. */
  static String sentence(List<Holder> holders) {
    var named = holders.stream().limit(NAMED).map(Holder::named).collect(Collectors.joining(", "));
    var more = holders.size() - NAMED;
    return "it was left in place because it is still needed by "
        + named
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  private String named() {
    return investigationId == null ? actionId : actionId + " of " + investigationId;
  }
}
