package dev.quaestor.evidence;

import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entity in the light of a case: its role, and where it was seen.
 *
 * @param reported what the alert itself says of it, if anything
 * @param alertIds the alerts that name it; empty for what an examination found
 * @param depth 0 for what an alert names, one more for each pivot
 * @param foundFrom the evidence whose examination led here; null at depth 0
 * @param within where those who say that it is there may act; null for everywhere
 */
public record Evidence(
    Entity entity,
    List<Role> roles,
    @Nullable ReportedVerdict reported,
    List<String> alertIds,
    int depth,
    @Nullable EntityKey foundFrom,
    @Nullable Remit within) {

  /**
   * A vendor's own judgement.
   *
   * @param source who says so, as {@code microsoftDefenderForEndpoint}
   * @param verdict null when the vendor gives none
   * @param detectionStatus {@code detected}, {@code blocked}, {@code prevented}; null when not
   *     given
   * @param within where whoever handed it in may act; null for everywhere
   */
  public record ReportedVerdict(
      String source,
      @Nullable Verdict verdict,
      @Nullable String detectionStatus,
      @Nullable Remit within) {

    public ReportedVerdict(
        String source, @Nullable Verdict verdict, @Nullable String detectionStatus) {
      this(source, verdict, detectionStatus, null);
    }

    public Remit remit() {
      return Remit.ofKept(within);
    }

    private ReportedVerdict of(Remit remit) {
      return new ReportedVerdict(source, verdict, detectionStatus, remit.kept());
    }
  }

  public Evidence {
    Objects.requireNonNull(entity, "entity is null");
    roles = roles == null ? List.of() : List.copyOf(roles);
    alertIds = alertIds == null ? List.of() : List.copyOf(alertIds);
  }

  /** A thing that nobody's word restricts. */
  public Evidence(
      Entity entity,
      List<Role> roles,
      @Nullable ReportedVerdict reported,
      List<String> alertIds,
      int depth,
      @Nullable EntityKey foundFrom) {
    this(entity, roles, reported, alertIds, depth, foundFrom, null);
  }

  /** What an alert names. */
  public static Evidence named(Entity entity, String alertId, @Nullable ReportedVerdict reported) {
    return new Evidence(entity, List.of(), reported, List.of(alertId), 0, null);
  }

  /** What the examination of {@code from} led to. */
  public static Evidence found(Entity entity, Evidence from, Role role) {
    return new Evidence(
        entity, List.of(role), null, List.of(), from.depth + 1, from.entity.key(), from.within);
  }

  public EntityKey key() {
    return entity.key();
  }

  public Evidence withEntity(Entity refined) {
    return new Evidence(refined, roles, reported, alertIds, depth, foundFrom, within);
  }

  /** The same, as named by that alert alone. */
  public Evidence namedBy(String alertId) {
    return new Evidence(entity, roles, reported, List.of(alertId), depth, foundFrom, within);
  }

  /**
   * What an alert says of it now that named it before: that takes the place of what it said, as far
   * as no other alert says anything of it, and its author may act wherever the first one may.
   */
  public Evidence restated(Evidence now) {
    var merged = merge(now);
    return alertIds.equals(now.alertIds) && now.remit().covers(remit())
        ? new Evidence(
            now.entity,
            merged.roles,
            now.reported == null ? reported : now.reported,
            merged.alertIds,
            merged.depth,
            merged.foundFrom,
            now.within)
        : merged;
  }

  /** Where what rests on it may happen by itself. */
  public Remit remit() {
    return Remit.ofKept(within);
  }

  /** The same, as the word of somebody who may act there, whatever it says of that itself. */
  public Evidence saidBy(Remit remit) {
    return new Evidence(
        entity,
        roles,
        reported == null ? null : reported.of(remit),
        alertIds,
        depth,
        foundFrom,
        remit.kept());
  }

  /**
   * The same thing named again: what the first said stays, what it lacked is added. But what
   * somebody says who may do more takes the place of what was said before: else their leave would
   * go with another's description.
   */
  public Evidence merge(Evidence later) {
    return new Evidence(
        isWidenedBy(later) ? later.entity : entity,
        Stream.concat(roles.stream(), later.roles.stream()).distinct().toList(),
        worse(reported, later.reported),
        Stream.concat(alertIds.stream(), later.alertIds.stream()).distinct().toList(),
        Math.min(depth, later.depth),
        foundFrom,
        (isWidenedBy(later)
                ? later.remit()
                : remit().covers(later.remit()) ? remit() : remit().and(later.remit()))
            .kept());
  }

  /** Whether somebody says the same who may act there and in more areas. */
  public boolean isWidenedBy(Evidence later) {
    return later.remit().covers(remit()) && !remit().covers(later.remit());
  }

  private static @Nullable ReportedVerdict worse(
      @Nullable ReportedVerdict one, @Nullable ReportedVerdict other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    if (other.verdict() == null) {
      return one;
    }
    if (one.verdict() == other.verdict()) {
      return one.of(one.remit().or(other.remit()));
    }
    return one.verdict() == null || one.verdict().compareTo(other.verdict()) < 0 ? other : one;
  }
}
