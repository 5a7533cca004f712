package dev.quaestor.starter;

import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.CaseNote;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Storable;
import dev.quaestor.text.Unseen;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people write into an investigation's file, also once it has ended: notes, who takes care of
 * it, tags. Each is an event of the ledger with its author; the workflow is not told.
 */
public final class CaseFile {
  public static final int LONGEST_NOTE = 4000;
  public static final int LONGEST_NAME = 200;
  public static final int LONGEST_TAG = 60;
  public static final int MOST_TAGS = 50;

  private final Ledger ledger;
  private final InstantSource clock;

  CaseFile(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Adds a note; it cannot be changed.
   *
   * @param text not blank, and no longer than {@value #LONGEST_NOTE}
   */
  public CaseNote note(String investigationId, String text, Caller by) {
    var note = new CaseNote(text, by.name(), clock.instant());
    ledger.say(
        "note/" + UUID.randomUUID(),
        investigationId,
        note.at(),
        new LedgerEvent.NoteAdded(note.text(), note.by()));
    return note;
  }

  /**
   * Says who takes care of it.
   *
   * @param name null for nobody any longer
   */
  public void assign(CaseRow row, @Nullable String name, Caller by) {
    if (!Objects.equals(name, row.assignee())) {
      ledger.say(
          "assignee/" + UUID.randomUUID(),
          row.investigationId(),
          clock.instant(),
          new LedgerEvent.Assigned(name, by.name()));
    }
  }

  /** Puts these tags in the place of those before. */
  public void tag(CaseRow row, List<String> tags, Caller by) {
    ledger.say(
        "tags/" + UUID.randomUUID(),
        row.investigationId(),
        clock.instant(),
        new LedgerEvent.Tagged(tags.stream().distinct().toList(), by.name()));
  }

  /**
   * A word by which things are found, as it is kept: what nobody sees would make two of what looks
   * like one. Empty when nothing is left of it, or too much.
   */
  public static Optional<String> word(@Nullable String given, int longest) {
    var text = given == null ? "" : Unseen.removed(Storable.of(given)).strip();
    return text.isEmpty() || text.length() > longest ? Optional.empty() : Optional.of(text);
  }
}
