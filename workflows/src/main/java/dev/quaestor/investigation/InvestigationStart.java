package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.approval.PlanHash;
import org.jspecify.annotations.Nullable;

/**
 * The input of an investigation. Nothing in it is believed but what its alert's signature vouches
 * for: anybody who reaches Temporal may start one.
 *
 * @param alert the first alert, also when it arrives with the start as the update {@code addAlert},
 *     which a starter sends only where a run may be there already; null when there is none
 * @param searchAttributes whether the server knows our search attributes; setting one that it does
 *     not know would fail the workflow task for ever
 * @param namesHidden whether no search attribute may name a device or a mailbox, because they are
 *     not encrypted and all else is
 * @param policy the policy snapshot to go by, as JSON, and as text so that its hash is the same
 *     whoever reads it: it counts where the alert's signature covers that hash; null where the
 *     ledger is to be asked
 * @param carried what a run that continued as new hands to the next; it counts in no other run
 */
public record InvestigationStart(
    @Nullable AlertMessage alert,
    boolean searchAttributes,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean namesHidden,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String policy,
    @Nullable InvestigationState carried) {

  /** Where the ledger is asked for the policy, or the case that goes on has one. */
  public InvestigationStart(
      @Nullable AlertMessage alert,
      boolean searchAttributes,
      @Nullable InvestigationState carried) {
    this(alert, searchAttributes, false, null, carried);
  }

  /** What the case of a run is called, which is the first of its chain. */
  public static String caseOf(String firstRunId) {
    return "inv-" + PlanHash.shortId(firstRunId);
  }
}
