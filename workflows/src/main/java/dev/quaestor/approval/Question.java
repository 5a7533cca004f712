package dev.quaestor.approval;

import dev.quaestor.action.Area;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.policy.ApprovalTerms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action that could be decided, in a case or as a proposal: what was shown of it and what stands
 * on it. It moves through these doors only, and what is decided stays decided.
 *
 * @param area whose approvers may decide it
 * @param place where it is done; null for what is done on no device
 * @param asking how it is asked, and of whom
 */
public record Question(
    String actionId,
    Area area,
    PendingAction.@Nullable Place place,
    String planHash,
    Decision standing,
    Asking asking) {

  /**
   * How it is asked.
   *
   * @param proposed whether a person proposed or ordered it, and no policy
   * @param authors whose own word led to it
   */
  public record Asking(ApprovalTerms terms, Instant since, boolean proposed, List<Person> authors) {
    public Asking {
      authors = List.copyOf(authors);
    }

    /** On those terms, of anybody. */
    public static Asking on(ApprovalTerms terms, Instant since) {
      return new Asking(terms, since, false, List.of());
    }

    public Asking by(List<Person> whoseWord) {
      return new Asking(terms, since, proposed, whoseWord);
    }

    /** When somebody is told next, or it expires. */
    public Instant next(Decision.Pending pending) {
      return terms.notices().stream()
          .skip(pending.told())
          .map(n -> since.plus(n.after()))
          .filter(at -> at.isBefore(pending.expiresAt()))
          .findFirst()
          .orElse(pending.expiresAt());
    }

    private Decision.Pending at(Instant now, Decision.Pending pending) {
      var due =
          (int) terms.notices().stream().filter(n -> !since.plus(n.after()).isAfter(now)).count();
      return due > pending.told() ? pending.told(due) : pending;
    }
  }

  /** Waits for people. */
  public static Question of(
      PendingAction.Plea plea, PendingAction.@Nullable Place place, Asking asking) {
    return new Question(
        plea.actionId(),
        plea.action().type().area(),
        place,
        plea.planHash(),
        plea.pending(),
        asking);
  }

  /** One approval of anybody who may decide is enough. */
  public Question(
      String actionId,
      Area area,
      PendingAction.@Nullable Place place,
      String planHash,
      Decision standing) {
    this(actionId, area, place, planHash, standing, Asking.on(ApprovalTerms.ONE, Instant.EPOCH));
  }

  /** Whether somebody may decide it where it is done. */
  boolean isInRemitOf(Author author) {
    return isInRemitOf(author, area, place);
  }

  /** The same of what is not asked yet. */
  public static boolean isInRemitOf(Author author, Area area, PendingAction.@Nullable Place place) {
    return place == null
        ? author.remit().coversOffDevices(area)
        : author.remit().coversOnDevice(area, place.group());
  }

  public boolean isPending() {
    return standing instanceof Decision.Pending;
  }

  /** What stands on it by now: no answer in time is no. */
  public Question at(Instant now) {
    if (!(standing instanceof Decision.Pending p)) {
      return this;
    }
    if (!p.expiresAt().isAfter(now)) {
      return decided(new Decision.Expired(now));
    }
    var told = asking.at(now, p);
    return told == p ? this : decided(told);
  }

  public Question decided(Decision decision) {
    if (!isPending()) {
      throw new IllegalStateException(
          "action %s cannot be decided: %s".formatted(actionId, standing.status()));
    }
    return new Question(actionId, area, place, planHash, decision, asking);
  }
}
