package dev.quaestor.starter.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.approval.Impact;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.access.Caller;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an approver needs to know before deciding.
 *
 * @param reasons the findings that led there, the gravest first; the case has all of them
 * @param impact whom and what it touches, as far as that is known
 * @param whoMayDecide one sentence
 * @param ifNobodyAnswers what happens then, and when, one sentence
 * @param mayDecide whether the token of this call may
 * @param mayNotDecideBecause why it may not; absent when it may
 * @param elsewhere the other cases in which the same waits, no more than 20 of them; deciding this
 *     one decides them where the verdict and the gate are the same
 */
@Schema(name = "PendingFacts", description = "What an approver needs to know before deciding")
public record PendingView(
    List<ReasonView> reasons,
    UndoView undo,
    Impact impact,
    String whoMayDecide,
    String ifNobodyAnswers,
    boolean mayDecide,
    @Nullable String mayNotDecideBecause,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PendingAction.Elsewhere> elsewhere) {

  /**
   * One finding.
   *
   * @param on the piece of evidence that it is about, as people call it
   * @param verdict that piece's
   */
  @Schema(name = "PendingReason")
  public record ReasonView(
      String on, Verdict verdict, String source, String sentence, int weight) {}

  /**
   * Whether it could be taken back once it is done.
   *
   * @param sentence how, and what that does not give back; or why not
   */
  @Schema(name = "PendingUndo")
  public record UndoView(boolean possible, String sentence) {}

  static PendingView of(PendingAction asked, Caller by) {
    @Nullable String refusal = by.mayNotDecideBecause(asked.area()).orElse(null);
    return new PendingView(
        asked.reasons().stream()
            .map(r -> new ReasonView(r.on(), r.verdict(), r.source(), r.sentence(), r.weight()))
            .toList(),
        new UndoView(asked.undo().possible(), asked.undo().sentence()),
        asked.impact(),
        asked.whoMayDecide(),
        asked.ifNobodyAnswers(),
        refusal == null,
        refusal,
        asked.elsewhere());
  }
}
