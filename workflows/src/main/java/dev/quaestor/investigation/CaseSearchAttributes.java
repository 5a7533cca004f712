package dev.quaestor.investigation;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.board.CaseAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.SearchKeys;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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

  static CaseSearchAttributes of(InvestigationState state) {
    var pending = state.actions().pending();
    return new CaseSearchAttributes(
        state.course().status().name(),
        state.severity().name(),
        state.verdict().name(),
        some(state, CaseSearchAttributes::device),
        some(state, CaseSearchAttributes::mailbox),
        state.alerts().stream()
            .flatMap(a -> a.techniques().stream())
            .distinct()
            .limit(MOST)
            .toList(),
        pending.size(),
        pending.stream()
            .filter(a -> a.decision() instanceof Decision.Pending)
            .map(CaseAction::plannedAt)
            .min(Instant::compareTo)
            .orElse(null));
  }

  private static List<String> some(
      InvestigationState state, java.util.function.Function<Entity, Optional<String>> name) {
    return state.evidence().pieces().stream()
        .flatMap(a -> name.apply(a.evidence().entity()).stream())
        .map(v -> Excerpt.head(v, 100))
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static Optional<String> device(Entity entity) {
    return entity instanceof Device d ? Optional.of(d.label()) : Optional.empty();
  }

  /**
   * A person's address stays out of what is never encrypted; the hash of its key finds it as well.
   */
  private static Optional<String> mailbox(Entity entity) {
    var address =
        entity instanceof Mailbox m
            ? m.address()
            : entity instanceof MailMessage m ? m.recipient() : null;
    return Optional.ofNullable(address)
        .map(a -> PlanHash.shortId(new Mailbox(a, null).key().value()));
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
