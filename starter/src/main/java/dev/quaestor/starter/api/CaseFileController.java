package dev.quaestor.starter.api;

import dev.quaestor.starter.CaseFile;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Allowed;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.view.InvestigationRowView;
import dev.quaestor.starter.view.NoteView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@Tag(
    name = "Case file",
    description = "What people write into an investigation's file, also once it has ended")
@RestController
@RequestMapping("/api/v1/investigations")
class CaseFileController {
  private final CaseFile file;
  private final Cases cases;

  CaseFileController(Submissions submissions, Ledger ledger, CaseFile file) {
    this.file = file;
    this.cases = new Cases(submissions, ledger);
  }

  @Schema(name = "NewNote")
  record NoteBody(@Nullable String text) {}

  /**
   * Who takes care of it.
   *
   * @param assignee absent for nobody any longer
   */
  @Schema(name = "Assignment")
  record AssigneeBody(@Nullable String assignee) {}

  @Schema(name = "Tags")
  record TagsBody(@Nullable List<String> tags) {}

  @Operation(
      summary = "Write a note",
      description =
          "Kept for good with its author; it cannot be changed. At most 4,000 characters of plain"
              + " text.")
  @PostMapping("/{id}/notes")
  @ResponseStatus(HttpStatus.CREATED)
  @Allowed({
    AccessRole.ANALYST,
    AccessRole.DEVICE_APPROVER,
    AccessRole.EMAIL_APPROVER,
    AccessRole.OPERATOR
  })
  NoteView note(
      @PathVariable String id,
      @RequestBody NoteBody body,
      @Parameter(hidden = true) Caller caller) {
    var caseId = cases.row(id).investigationId();
    @Nullable String text = ApiTexts.bounded("text", body.text(), CaseFile.LONGEST_NOTE);
    if (text == null) {
      throw new ProblemException(ApiProblem.badField("text", "is empty"));
    }
    return NoteView.of(file.note(caseId, text, caller));
  }

  @Operation(
      summary = "Say who takes care of an investigation",
      description = "Without assignee, nobody does from then on.")
  @PutMapping("/{id}/assignee")
  @Allowed({
    AccessRole.ANALYST,
    AccessRole.DEVICE_APPROVER,
    AccessRole.EMAIL_APPROVER,
    AccessRole.OPERATOR
  })
  InvestigationRowView assign(
      @PathVariable String id,
      @RequestBody AssigneeBody body,
      @Parameter(hidden = true) Caller caller) {
    var row = cases.row(id);
    @Nullable String name =
        body.assignee() == null ? null : word("assignee", body.assignee(), CaseFile.LONGEST_NAME);
    file.assign(row, name, caller);
    return InvestigationRowView.of(cases.row(id));
  }

  @Operation(
      summary = "Set the tags of an investigation",
      description =
          "They take the place of those before. At most 50 of 60 characters each; the case of"
              + " letters does not tell two tags apart.")
  @PutMapping("/{id}/tags")
  @Allowed({
    AccessRole.ANALYST,
    AccessRole.DEVICE_APPROVER,
    AccessRole.EMAIL_APPROVER,
    AccessRole.OPERATOR
  })
  InvestigationRowView tag(
      @PathVariable String id,
      @RequestBody TagsBody body,
      @Parameter(hidden = true) Caller caller) {
    var row = cases.row(id);
    if (body.tags() == null || body.tags().size() > CaseFile.MOST_TAGS) {
      throw new ProblemException(
          ApiProblem.badField(
              "tags", "must be a list of no more than %d tags".formatted(CaseFile.MOST_TAGS)));
    }
    file.tag(
        row,
        body.tags().stream().map(tag -> word("tags", tag, CaseFile.LONGEST_TAG)).toList(),
        caller);
    return InvestigationRowView.of(cases.row(id));
  }

  /** A word by which things are found: what nobody sees would make two of what looks like one. */
  private static String word(String field, @Nullable String given, int longest) {
    return CaseFile.word(given, longest)
        .orElseThrow(
            () ->
                new ProblemException(
                    ApiProblem.badField(field, "must be 1 to %d characters".formatted(longest))));
  }
}
