package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which actions; every field that is null or empty lets all pass, all that are set must hold, and
 * of several values of one field any does.
 *
 * @param decidedBy the approver, exactly, in any case; {@link #AUTOMATION} for what needed none
 * @param q words that must appear, as they stand, in the summary, the target's key, the action's
 *     id, the reason or the comment it was ordered with; case does not matter, there are no
 *     wildcards
 * @param group what orders of one request share
 * @param severities of its case
 * @param mine what somebody may decide: of these areas; null for all, and of none nothing passes
 * @param device the id of a device that it is done on, or a name of that device, with or without
 *     its domain, that a piece of any case's evidence has; case does not matter
 * @param deviceGroup the group of the device that it is done on, exactly as that device's back end
 *     has confirmed it
 * @param user a principal name, an address or another name of a user or mailbox that it is about
 * @param target the key of what it is done to, exactly
 */
public record ActionFilter(
    @Nullable Status status,
    List<ActionType> types,
    List<ActionSource> sources,
    @Nullable String investigationId,
    @Nullable String decidedBy,
    @Nullable String q,
    @Nullable String group,
    List<Severity> severities,
    List<Execution> executions,
    List<UndoState> undos,
    List<Area> areas,
    @Nullable List<Area> mine,
    @Nullable String device,
    @Nullable String deviceGroup,
    @Nullable String user,
    @Nullable String target,
    Listing listing) {

  public ActionFilter {
    types = List.copyOf(types);
    sources = List.copyOf(sources);
    severities = List.copyOf(severities);
    executions = List.copyOf(executions);
    undos = List.copyOf(undos);
    areas = List.copyOf(areas);
    mine = mine == null ? null : List.copyOf(mine);
  }

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
        Stream.ofNullable(type).toList(),
        Stream.ofNullable(source).toList(),
        investigationId,
        decidedBy,
        q,
        group,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
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
    /** What waits for a decision, the most urgent on top. */
    PENDING,
    /** All the rest, newest first. */
    HISTORY
  }

  /** The same, behind that one. */
  public ActionFilter after(String actionId) {
    return of(listing.after(actionId));
  }

  /** The same, another part of it. */
  public ActionFilter of(Listing part) {
    return new ActionFilter(
        status,
        types,
        sources,
        investigationId,
        decidedBy,
        q,
        group,
        severities,
        executions,
        undos,
        areas,
        mine,
        device,
        deviceGroup,
        user,
        target,
        part);
  }

  public int page() {
    return listing.page();
  }

  public int size() {
    return listing.size();
  }
}
