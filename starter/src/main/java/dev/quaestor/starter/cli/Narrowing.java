package dev.quaestor.starter.cli;

import dev.quaestor.action.Area;
import dev.quaestor.alert.Severity;
import dev.quaestor.starter.ledger.Listing;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the lists of investigations and of actions can both be narrowed by, as the API's. */
final class Narrowing {
  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      converter = Word.OfSeverity.class,
      completionCandidates = Word.OfSeverity.class,
      description = "Of the investigation: ${COMPLETION-CANDIDATES}.")
  private @Nullable Severity severity;

  @Option(
      names = "--area",
      paramLabel = "AREA",
      converter = Word.OfArea.class,
      completionCandidates = Word.OfArea.class,
      description = "Of the action: ${COMPLETION-CANDIDATES}.")
  private @Nullable Area area;

  @Option(names = "--device", paramLabel = "DEVICE", description = "A device's id or name.")
  private @Nullable String device;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "A user's or a mailbox's name or address.")
  private @Nullable String user;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "At or after this time, or within this time span: 2026-03-01T10:00:00Z, 30d.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Before this time, in the same form.")
  private @Nullable Instant until;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      converter = Word.OfSort.class,
      completionCandidates = Word.OfSort.class,
      description = "${COMPLETION-CANDIDATES}.")
  private Listing.@Nullable Sort sort;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description =
          "Continue after the page that named this cursor; not to be combined with --page.")
  private @Nullable String cursor;

  void into(Map<String, String> filter) {
    Paging.put(filter, "severity", severity);
    Paging.put(filter, "area", area);
    Paging.put(filter, "device", device);
    Paging.put(filter, "user", user);
    Paging.put(filter, "since", since);
    Paging.put(filter, "until", until);
    Paging.put(filter, "sort", sort);
    Paging.put(filter, "cursor", cursor);
  }
}
