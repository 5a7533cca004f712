package dev.quaestor.starter.view;

import dev.quaestor.starter.ledger.CaseNote;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** What a person wrote into a case's file. */
@Schema(name = "Note")
public record NoteView(String text, String by, Instant at) {
  public static NoteView of(CaseNote note) {
    return new NoteView(note.text(), note.by(), note.at());
  }
}
