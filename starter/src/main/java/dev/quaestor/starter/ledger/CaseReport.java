package dev.quaestor.starter.ledger;

import dev.quaestor.approval.MovedMail;
import java.util.List;

/**
 * All that the ledger knows of one case, as it stands.
 *
 * @param alerts in the order in which they joined
 * @param evidence in the order in which it was found
 * @param actions in the order in which they were planned
 * @param classifications the latest word of people on each alert and piece of evidence
 * @param notes what people wrote into its file, the first first
 * @param moved what its actions have done to mail
 * @param holders who had its addresses at about that time
 */
public record CaseReport(
    CaseRow summary,
    List<AlertRow> alerts,
    List<EvidenceRow> evidence,
    List<ActionRow> actions,
    List<ClassificationRow> classifications,
    MovedMail moved,
    List<CaseNote> notes,
    List<AddressHolder> holders) {
  public CaseReport {
    classifications = List.copyOf(classifications);
    alerts = List.copyOf(alerts);
    evidence = List.copyOf(evidence);
    actions = List.copyOf(actions);
    notes = List.copyOf(notes);
    holders = List.copyOf(holders);
  }
}
