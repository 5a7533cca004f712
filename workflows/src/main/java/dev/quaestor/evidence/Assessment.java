package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence with what is known of it by now.
 *
 * @param examined whether it has been looked at; not while a back end that should know it is away
 * @param reasons every finding that the verdict rests on
 * @param offered the actions that some connector can take on it
 * @param withheld of what is not offered, what a connector has but cannot do to this very thing
 * @param confirmed of a device: as its own back end describes it; null when none has
 * @param doers as {@link Examination#doers}
 * @param names as {@link Examination#names}
 */
public record Assessment(
    Evidence evidence,
    boolean examined,
    List<Finding> reasons,
    Verdict verdict,
    List<ActionType> offered,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Withheld> withheld,
    @Nullable Device confirmed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Doer> doers,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> names) {
  public Assessment {
    reasons = List.copyOf(reasons);
    offered = List.copyOf(offered);
    // Histories from before it was there lack it.
    withheld = withheld == null ? List.of() : List.copyOf(withheld);
    doers = doers == null ? List.of() : List.copyOf(doers);
    names = names == null ? List.of() : List.copyOf(names);
  }

  /** Nobody has said who would do what is offered. */
  public Assessment(
      Evidence evidence,
      boolean examined,
      List<Finding> reasons,
      Verdict verdict,
      List<ActionType> offered,
      List<Withheld> withheld,
      @Nullable Device confirmed) {
    this(evidence, examined, reasons, verdict, offered, withheld, confirmed, List.of(), List.of());
  }

  public Assessment(
      Evidence evidence,
      boolean examined,
      List<Finding> reasons,
      Verdict verdict,
      List<ActionType> offered) {
    this(evidence, examined, reasons, verdict, offered, List.of(), null);
  }

  /** The same with other findings, and so perhaps another verdict. */
  public Assessment judgedBy(List<Finding> findings) {
    return new Assessment(
        evidence,
        examined,
        findings,
        VerdictRules.conclude(findings),
        offered,
        withheld,
        confirmed,
        doers,
        names);
  }

  /** Who would do it, the preferred one first; empty where that is not known. */
  public List<String> connectors(ActionType type) {
    return Doer.among(doers, type);
  }

  /** Whether a look brought anything, be it that a back end was away. */
  public boolean answered() {
    return examined || !reasons.isEmpty();
  }

  /** Whether policy wants it left alone, which is neither looked at nor blind. */
  public boolean leftAlone() {
    return reasons.stream().anyMatch(f -> f.origin() == Finding.Origin.EXCLUSION);
  }

  /** Not looked at yet. */
  public static Assessment fresh(Evidence evidence) {
    return new Assessment(evidence, false, List.of(), Verdict.UNKNOWN, List.of());
  }

  /**
   * What is left of it without those who may not act in that area: nothing, where they are the only
   * ones who named it.
   */
  public Assessment within(Area area) {
    if (!evidence.remit().covers(area)) {
      return new Assessment(
          evidence, false, List.of(), Verdict.UNKNOWN, offered, withheld, confirmed, doers, names);
    }
    var left = reasons.stream().filter(f -> f.remit().covers(area)).toList();
    return left.equals(reasons) ? this : judgedBy(left);
  }

  /**
   * What is left of it without the calming words of those who may not act in that area: what they
   * say against it stands, what they say for it decides nothing there.
   */
  public Assessment uncalmed(Area area) {
    var left = reasons.stream().filter(f -> !f.calms() || f.remit().covers(area)).toList();
    return left.equals(reasons) ? this : judgedBy(left);
  }

  public EntityKey key() {
    return evidence.key();
  }
}
