package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Which actions; every field that is null lets all pass, and all that are set must hold.
 *
 * @param decidedBy the approver, exactly, in any case; {@link #AUTOMATION} for what needed none
 * @param q words that must appear, as they stand, in the summary, the target's key, the action's
 *     id, the reason or the comment it was ordered with; case does not matter, there are no
 *     wildcards
 * @param group what orders of one request share
 * @param severity of its case
 * @param device the id of a device that it is about, or a name of that device that a piece of its
 *     case's evidence has; case does not matter
 * @param user a principal name, an address or another name of a user or mailbox that it is about
 */
public record ActionFilter(
    @Nullable Status status,
    @Nullable ActionType type,
    @Nullable ActionSource source,
    @Nullable String investigationId,
    @Nullable String decidedBy,
    @Nullable String q,
    @Nullable String group,
    @Nullable Severity severity,
    @Nullable Execution execution,
    @Nullable UndoState undo,
    @Nullable Area area,
    @Nullable String device,
    @Nullable String user,
    Listing listing) {

  /** Of whatever else. */
  public ActionFilter(
      @Nullable Status status,
      @Nullable ActionType type,
      @Nullable ActionSource source,
      @Nullable String investigationId,
      @Nullable String decidedBy,
      @Nullable String q,
      @Nullable String group,
      int page,
      int size) {
    this(
        status,
        type,
        source,
        investigationId,
        decidedBy,
        q,
        group,
        null,
        null,
        null,
        null,
        null,
        null,
        Listing.page(page, size));
  }

  /** Of whatever group. */
  public ActionFilter(
      @Nullable Status status,
      @Nullable ActionType type,
      @Nullable ActionSource source,
      @Nullable String investigationId,
      @Nullable String decidedBy,
      @Nullable String q,
      int page,
      int size) {
    this(status, type, source, investigationId, decidedBy, q, null, page, size);
  }

  /** Who decided where nobody had to: the Action center's word for it. */
  public static final String AUTOMATION = "Automation";

  /** The two tabs of the Action Center. */
  public enum Status {
    /** What waits for a decision, the one that expires first on top. */
    PENDING,
    /** All the rest, newest first. */
    HISTORY
  }

  /** The same, behind that one. */
  public ActionFilter after(String actionId) {
    return new ActionFilter(
        status,
        type,
        source,
        investigationId,
        decidedBy,
        q,
        group,
        severity,
        execution,
        undo,
        area,
        device,
        user,
        listing.after(actionId));
  }

  public int page() {
    return listing.page();
  }

  public int size() {
    return listing.size();
  }
}
