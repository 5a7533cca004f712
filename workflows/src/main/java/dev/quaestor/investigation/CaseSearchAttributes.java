package dev.quaestor.investigation;

import dev.quaestor.board.CaseAction;
import dev.quaestor.wire.SearchKeys;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the search attributes say of a case. One upsert when it differs from the last one. */
record CaseSearchAttributes(
    String state,
    String severity,
    String verdict,
    List<String> devices,
    List<String> mailboxes,
    List<String> techniques,
    long pendingActions,
    @Nullable Instant pendingSince) {

  /** A value may have 2 KiB and a workflow 40; what does not fit is found through the ledger. */
  private static final int MOST = 20;

  /**
   * @param namesHidden whether they may name neither devices nor mailboxes
   */
  static CaseSearchAttributes of(InvestigationState state, boolean namesHidden) {
    return new CaseSearchAttributes(
        state.course().status().name(),
        state.severity().name(),
        state.verdict().name(),
        namesHidden ? List.of() : state.evidence().deviceNames(MOST),
        namesHidden ? List.of() : state.evidence().mailboxes(MOST),
        state.alerts().stream()
            .flatMap(a -> a.techniques().stream())
            .distinct()
            .limit(MOST)
            .toList(),
        state.actions().countPending(),
        // Later plans come after earlier ones.
        state.actions().pending(1).stream().findFirst().map(CaseAction::plannedAt).orElse(null));
  }

  void upsert() {
    Workflow.upsertTypedSearchAttributes(
        SearchKeys.STATE.valueSet(state),
        SearchKeys.SEVERITY.valueSet(severity),
        SearchKeys.VERDICT.valueSet(verdict),
        SearchKeys.DEVICES.valueSet(devices),
        SearchKeys.MAILBOXES.valueSet(mailboxes),
        SearchKeys.TECHNIQUES.valueSet(techniques),
        SearchKeys.PENDING_ACTIONS.valueSet(pendingActions),
        pendingSince == null
            ? SearchKeys.PENDING_SINCE.valueUnset()
            : SearchKeys.PENDING_SINCE.valueSet(pendingSince.atOffset(ZoneOffset.UTC)));
  }
}
