package dev.quaestor.starter.ledger;

import dev.quaestor.action.Area;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which cases; every field that is null lets all pass, and all that are set must hold.
 *
 * @param verdict the worst verdict of the case
 * @param attention whether it ended in a way that a person should look at
 * @param device a device's id, its name, or what an alert calls it otherwise, with the domain or
 *     without; case does not matter
 * @param q words that must appear, as they stand, in the title, an id, an alert's id or title, or a
 *     piece of evidence; case does not matter, there are no wildcards
 * @param area of at least one of its actions
 * @param user a principal name, an address or another name of a user or mailbox, as a piece of its
 *     evidence has it; case does not matter
 * @param assignee who takes care of it, exactly, in any case
 * @param tag one of its tags, exactly, in any case
 */
public record CaseFilter(
    @Nullable InvestigationStatus state,
    @Nullable Severity severity,
    @Nullable Verdict verdict,
    @Nullable Boolean attention,
    @Nullable String device,
    @Nullable String q,
    @Nullable Area area,
    @Nullable String user,
    @Nullable String assignee,
    @Nullable String tag,
    Listing listing) {

  /** Whoever takes care of it, and whatever its tags. */
  public CaseFilter(
      @Nullable InvestigationStatus state,
      @Nullable Severity severity,
      @Nullable Verdict verdict,
      @Nullable Boolean attention,
      @Nullable String device,
      @Nullable String q,
      @Nullable Area area,
      @Nullable String user,
      Listing listing) {
    this(state, severity, verdict, attention, device, q, area, user, null, null, listing);
  }

  /** Of whatever area and user. */
  public CaseFilter(
      @Nullable InvestigationStatus state,
      @Nullable Severity severity,
      @Nullable Verdict verdict,
      @Nullable Boolean attention,
      @Nullable String device,
      @Nullable String q,
      int page,
      int size) {
    this(state, severity, verdict, attention, device, q, null, null, Listing.page(page, size));
  }

  /** The same, another part of it. */
  CaseFilter of(Listing part) {
    return new CaseFilter(
        state, severity, verdict, attention, device, q, area, user, assignee, tag, part);
  }

  public int page() {
    return listing.page();
  }

  public int size() {
    return listing.size();
  }
}
