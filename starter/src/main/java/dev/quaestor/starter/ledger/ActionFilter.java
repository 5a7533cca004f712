package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import org.jspecify.annotations.Nullable;

/**
 * Which actions; every field that is null lets all pass, and all that are set must hold.
 *
 * @param decidedBy the approver, exactly, in any case; {@link #AUTOMATION} for what needed none
 * @param q words that must appear, as they stand, in the summary, the target's key, the action's
 *     id, the reason or the comment it was ordered with; case does not matter, there are no
 *     wildcards
 * @param group what orders of one request share
 * @param page from 0
 * @param size 1 to {@link Page#MAX_SIZE}; anything below means {@link Page#DEFAULT_SIZE}
 */
public record ActionFilter(
    @Nullable Status status,
    @Nullable ActionType type,
    @Nullable ActionSource source,
    @Nullable String investigationId,
    @Nullable String decidedBy,
    @Nullable String q,
    @Nullable String group,
    int page,
    int size) {

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

  public ActionFilter {
    page = Page.boundedPage(page);
    size = Page.boundedSize(size);
  }
}
