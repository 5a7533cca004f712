package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param aliases what alerts call it, where its back end or another alert calls it otherwise
 */
public record Evidence(
    Entity entity,
    List<Role> roles,
    @Nullable ReportedVerdict reported,
    List<String> alertIds,
    int depth,
    @Nullable EntityKey foundFrom,
    @Nullable Remit within,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> aliases) {

  /** Each version of an alert may bring another one. */
  private static final int MOST_ALIASES = 5;

  private static final int LONGEST_ALIAS = 200;

  /**
   * A vendor's own judgement.
   *
   * @param source who says so, as {@code microsoftDefenderForEndpoint}
   * @param verdict null when the vendor gives none
   * @param detectionStatus {@code detected}, {@code blocked}, {@code prevented}; null when not
   *     given
   * @param within where whoever handed it in may act; null for everywhere
   * @param besides what another says of it who may act where this one may not; null for none
   */
  public record ReportedVerdict(
      String source,
      @Nullable Verdict verdict,
      @Nullable String detectionStatus,
      @Nullable Remit within,
      @Nullable ReportedVerdict besides) {
    /** The source of what a person says here, who is no vendor. */
    public static final String ANALYST = "analyst";

    public ReportedVerdict(
        String source, @Nullable Verdict verdict, @Nullable String detectionStatus) {
      this(source, verdict, detectionStatus, null, null);
    }

    public Remit remit() {
      return Remit.ofKept(within);
    }

    private ReportedVerdict of(Remit remit) {
      return new ReportedVerdict(source, verdict, detectionStatus, remit.kept(), null);
    }

    private ReportedVerdict besides(ReportedVerdict other) {
      return new ReportedVerdict(source, verdict, detectionStatus, within, other);
    }

    /** What counts, gravest first. */
    public List<ReportedVerdict> words() {
      return besides == null ? List.of(this) : List.of(of(remit()), besides.of(besides.remit()));
    }

    /** Whether both say the same: then it counts wherever either may act. */
    private boolean repeats(ReportedVerdict other) {
      return verdict == other.verdict
          && (isJudgement() || Objects.equals(detectionStatus, other.detectionStatus));
    }

    private boolean isJudgement() {
      return verdict != null && verdict != Verdict.UNKNOWN;
    }

    private int gravity() {
      return verdict == null ? -1 : verdict.ordinal();
    }

    private boolean incriminates() {
      return isJudgement() ? verdict != Verdict.NO_THREATS_FOUND : detectionStatus != null;
    }
  }

  public Evidence {
    Objects.requireNonNull(entity, "entity is null");
    roles = roles == null ? List.of() : List.copyOf(roles);
    alertIds = alertIds == null ? List.of() : List.copyOf(alertIds);
    // What is empty is not written.
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
  }

  /** A thing of one name. */
  public Evidence(
      Entity entity,
      List<Role> roles,
      @Nullable ReportedVerdict reported,
      List<String> alertIds,
      int depth,
      @Nullable EntityKey foundFrom,
      @Nullable Remit within) {
    this(entity, roles, reported, alertIds, depth, foundFrom, within, List.of());
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

  /** As its back end describes it; what an alert calls it stays known. */
  public Evidence withEntity(Entity refined) {
    return new Evidence(
        inAllPlaces(refined, entity),
        roles,
        reported,
        alertIds,
        depth,
        foundFrom,
        within,
        aliases(refined, this));
  }

  /** What acts on a file by its hash acts wherever it lies, whoever named which place first. */
  private static Entity inAllPlaces(Entity now, Entity other) {
    return now instanceof FileArtifact file && other instanceof FileArtifact named
        ? file.also(named)
        : now;
  }

  /**
   * What alerts call it, other than it is called now. Of what an organisation has there are
   * directories that know better; what else is called otherwise was only read more closely.
   */
  private static List<String> aliases(Entity now, Evidence... called) {
    return Stream.of(called)
        .flatMap(
            e ->
                Stream.concat(
                    e.aliases.stream(),
                    e.depth == 0 && Subjects.isAsset(e.entity)
                        ? Stream.of(e.entity.label())
                        : Stream.of()))
        .map(name -> Excerpt.head(name, LONGEST_ALIAS))
        .filter(name -> !name.equalsIgnoreCase(Excerpt.head(now.label(), LONGEST_ALIAS)))
        .distinct()
        .limit(MOST_ALIASES)
        .toList();
  }

  /** The same, as named by that alert alone. */
  public Evidence namedBy(String alertId) {
    return new Evidence(
        entity, roles, reported, List.of(alertId), depth, foundFrom, within, aliases);
  }

  /**
   * What an alert says of it now that named it before: that takes the place of what it said, as far
   * as no other alert says anything of it, and its author may act wherever the first one may.
   */
  public Evidence restated(Evidence now) {
    var merged = merge(now);
    return alertIds.equals(now.alertIds) && now.remit().covers(remit())
        ? new Evidence(
            inAllPlaces(now.entity, entity),
            merged.roles,
            now.reported == null ? reported : now.reported,
            merged.alertIds,
            merged.depth,
            merged.foundFrom,
            now.within,
            aliases(now.entity, this, now))
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
        remit.kept(),
        aliases);
  }

  /**
   * The same thing named again: what the first said stays, what it lacked is added. But what
   * somebody says who may do more takes the place of what was said before: else their leave would
   * go with another's description.
   */
  public Evidence merge(Evidence later) {
    var known =
        isWidenedBy(later) ? inAllPlaces(later.entity, entity) : inAllPlaces(entity, later.entity);
    return new Evidence(
        known,
        Stream.concat(roles.stream(), later.roles.stream()).distinct().toList(),
        worse(reported, later.reported),
        Stream.concat(alertIds.stream(), later.alertIds.stream()).distinct().toList(),
        Math.min(depth, later.depth),
        foundFrom,
        (isWidenedBy(later)
                ? later.remit()
                : remit().covers(later.remit()) ? remit() : remit().and(later.remit()))
            .kept(),
        aliases(known, this, later));
  }

  /** Whether somebody says the same who may act there and in more areas. */
  public boolean isWidenedBy(Evidence later) {
    return later.remit().covers(remit()) && !remit().covers(later.remit());
  }

  /**
   * The graver word of two, and beside it what it may not carry away: what is held against the
   * thing by somebody who may act where whoever says the graver may not.
   */
  private static @Nullable ReportedVerdict worse(
      @Nullable ReportedVerdict one, @Nullable ReportedVerdict other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    var words = new ArrayList<ReportedVerdict>();
    Stream.concat(one.words().stream(), other.words().stream()).forEach(w -> adding(words, w));
    words.sort(Comparator.comparingInt(ReportedVerdict::gravity).reversed());
    var gravest = words.getFirst();
    // One of them and no more: several suspicions of one thing are not added up to a certainty.
    return words.stream()
        .skip(1)
        .filter(w -> w.incriminates() && !gravest.remit().covers(w.remit()))
        .max(Comparator.comparingInt(w -> w.remit().areas().size()))
        .map(gravest::besides)
        .orElse(gravest);
  }

  private static void adding(List<ReportedVerdict> words, ReportedVerdict word) {
    for (var i = 0; i < words.size(); i++) {
      var known = words.get(i);
      if (known.repeats(word)) {
        words.set(i, known.of(known.remit().or(word.remit())));
        return;
      }
    }
    words.add(word);
  }
}
