package dev.quaestor.policy;

import java.util.List;

/**
 * The folders of one zone. A pattern is a path without its drive; {@code *} stands for any text,
 * also across folders.
 */
public record ZonePatterns(FolderZone zone, List<String> patterns) {
  public ZonePatterns {
    patterns = List.copyOf(patterns);
  }
}
