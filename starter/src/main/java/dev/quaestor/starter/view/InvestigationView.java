package dev.quaestor.starter.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionTold;
import dev.quaestor.starter.ledger.AddressHolder;
import dev.quaestor.starter.ledger.AlertRow;
import dev.quaestor.starter.ledger.CaseReport;
import dev.quaestor.starter.ledger.ClassificationRow;
import dev.quaestor.starter.ledger.EvidenceRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The report: all that is known of one investigation, with the reasons for every verdict. */
@Schema(name = "Investigation", description = "The report of one investigation")
public record InvestigationView(
    String investigationId,
    InvestigationStatus state,
    @Schema(description = "Whether a person should review how it ended") boolean attention,
    @Nullable String because,
    Severity severity,
    String title,
    @Schema(description = "What it is, for people") String summary,
    Verdict verdict,
    List<AlertView> alerts,
    List<EvidenceView> evidence,
    List<ActionView> actions,
    int pendingActions,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    int policyRevision,
    String workflowId,
    String runId,
    @Schema(description = "Who takes care of it") @Nullable String assignee,
    List<String> tags,
    @Schema(description = "What people wrote into its file, no more than the latest 500")
        List<NoteView> notes) {

  /**
   * An alert of the case.
   *
   * @param description its own words, their beginning; text that its sender wrote
   * @param version 1, or more when it has come again and said something else
   */
  @Schema(name = "InvestigationAlert")
  public record AlertView(
      String alertId,
      AlertSource source,
      String title,
      @Nullable String description,
      Severity severity,
      List<String> techniques,
      @Nullable Instant createdAt,
      Instant addedAt,
      int version,
      @Nullable ClassificationView classification) {
    static AlertView of(AlertRow row, List<ClassificationRow> said) {
      return new AlertView(
          row.alertId(),
          row.source(),
          row.title(),
          row.description(),
          row.severity(),
          row.techniques(),
          row.createdAt(),
          row.addedAt(),
          row.version(),
          ClassificationView.on(said, w -> row.alertId().equals(w.alertId())));
    }
  }

  /**
   * A piece of evidence.
   *
   * @param aliases what alerts call it, where its back end or another alert calls it otherwise
   * @param perhaps of an address: the devices that had it at about that time; nothing goes by it
   * @param decoded what is encoded in its command line, with what nobody sees shown as {@code
   *     \\u{202e}}
   * @param examined whether it was looked at; what was not is never clean
   * @param reported what the alert's own vendor says of it
   * @param foundFrom the key of the evidence that led here; absent for what an alert names
   */
  @Schema(name = "Evidence")
  public record EvidenceView(
      @Schema(types = "object", description = "The entity itself") Entity entity,
      String entityKey,
      String label,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> aliases,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HolderView> perhaps,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> decoded,
      Verdict verdict,
      List<ReasonView> reasons,
      RemediationStatus remediationStatus,
      boolean examined,
      List<Role> roles,
      @Nullable ReportedView reported,
      List<String> alertIds,
      int depth,
      @Nullable String foundFrom,
      Instant firstSeenAt,
      Instant changedAt,
      @Nullable ClassificationView classification) {

    static EvidenceView of(
        EvidenceRow row, List<ClassificationRow> said, List<AddressHolder> holders) {
      var assessment = row.assessment();
      var evidence = assessment.evidence();
      var foundFrom = evidence.foundFrom();
      return new EvidenceView(
          evidence.entity(),
          evidence.key().value(),
          evidence.entity().label(),
          evidence.aliases(),
          holders.stream()
              .filter(holder -> holder.address().equals(evidence.key()))
              .map(HolderView::of)
              .toList(),
          evidence.entity() instanceof ProcessArtifact process
              ? EncodedCommand.decoded(process.commandLine())
              : List.of(),
          assessment.verdict(),
          assessment.reasons().stream().map(ReasonView::of).toList(),
          row.remediationStatus(),
          assessment.examined(),
          evidence.roles(),
          ReportedView.of(evidence.reported()),
          evidence.alertIds(),
          evidence.depth(),
          foundFrom == null ? null : foundFrom.value(),
          row.firstSeenAt(),
          row.changedAt(),
          ClassificationView.on(said, w -> evidence.key().value().equals(w.entityKey())));
    }
  }

  /**
   * A device that had an address.
   *
   * @param investigationId the case in which its directory said so
   */
  @Schema(name = "AddressHolder")
  public record HolderView(String device, Instant saidAt, String investigationId) {
    static HolderView of(AddressHolder holder) {
      return new HolderView(holder.device(), holder.saidAt(), holder.investigationId());
    }
  }

  /** What a person said that it really was; the latest word. */
  @Schema(name = "ClassificationSaid")
  public record ClassificationView(
      Classification classification,
      Determination determination,
      String classifiedBy,
      @Nullable String comment,
      Instant classifiedAt) {
    static @Nullable ClassificationView on(
        List<ClassificationRow> said, Predicate<LedgerEvent.Classified> subject) {
      return said.stream()
          .filter(row -> subject.test(row.word()))
          .findFirst()
          .map(
              row ->
                  new ClassificationView(
                      row.word().classification(),
                      row.word().determination(),
                      row.word().classifiedBy(),
                      row.word().comment(),
                      row.saidAt()))
          .orElse(null);
    }
  }

  /** A finding that the verdict rests on: who says so, a stable code, a sentence, how it counts. */
  @Schema(name = "Reason")
  public record ReasonView(
      String source, String code, String sentence, int weight, Finding.Effect effect) {
    static ReasonView of(Finding finding) {
      return new ReasonView(
          finding.source(), finding.code(), finding.sentence(), finding.weight(), finding.effect());
    }
  }

  /** What the alert's vendor says. */
  @Schema(name = "ReportedVerdict")
  public record ReportedView(
      String source, @Nullable Verdict verdict, @Nullable String detectionStatus) {
    static @Nullable ReportedView of(@Nullable ReportedVerdict reported) {
      return reported == null
          ? null
          : new ReportedView(reported.source(), reported.verdict(), reported.detectionStatus());
    }
  }

  public static InvestigationView of(CaseReport report, Caller by) {
    var row = report.summary();
    var known =
        CaseKnowledge.of(report.evidence().stream().map(EvidenceRow::assessment).toList())
            .after(report.moved());
    return new InvestigationView(
        row.investigationId(),
        row.state(),
        row.attention(),
        row.because(),
        row.severity(),
        row.title(),
        CaseSummary.of(row),
        row.verdict(),
        report.alerts().stream().map(a -> AlertView.of(a, report.classifications())).toList(),
        report.evidence().stream()
            .map(e -> EvidenceView.of(e, report.classifications(), report.holders()))
            .toList(),
        report.actions().stream().map(a -> ActionView.of(a, ActionTold.of(a, known), by)).toList(),
        row.pendingActions(),
        row.startedBy(),
        row.startedAt(),
        row.endedAt(),
        row.policyRevision(),
        row.workflowId(),
        row.runId(),
        row.assignee(),
        row.tags(),
        report.notes().stream().map(NoteView::of).toList());
  }
}
