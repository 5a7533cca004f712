package dev.quaestor.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What looking at one piece of evidence brought.
 *
 * @param key the evidence that was asked for
 * @param entity the same thing with what the back end knows added; its key may not change. A mail
 *     comes back without its content, which nobody but analyzers needs
 * @param findings why it is good or bad; empty when there is no analyzer for its kind
 * @param related what it led to, to be examined in turn
 * @param offered the actions that some configured connector can take on it; what is not offered is
 *     never put before a person
 * @param withheld of what is not offered, what a connector has but cannot do to this very thing
 * @param confirmed of a device: as its own back end describes it, without what an alert says of it;
 *     null when none has
 * @param away set when who should be asked was away: it is to be looked at again; null when it has
 *     been looked at
 * @param doers of what is offered, who would do it, as the configuration calls it; nothing of what
 *     needs nobody, and of what it is not certain of while somebody is away
 * @param names of a device: the ids and names by which the directories know this host and no other.
 *     A name by which one of them has several hosts, or two of them different ones, is not among
 *     them; nor is a bare first label while one of them was away
 */
public record Examination(
    EntityKey key,
    Entity entity,
    List<Finding> findings,
    List<Evidence> related,
    List<ActionType> offered,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Withheld> withheld,
    @Nullable Device confirmed,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Away away,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Doer> doers,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> names) {
  public Examination {
    findings = List.copyOf(findings);
    related = List.copyOf(related);
    offered = List.copyOf(offered);
    // Histories from before it was there lack it.
    withheld = withheld == null ? List.of() : List.copyOf(withheld);
    doers = doers == null ? List.of() : List.copyOf(doers);
    names = names == null ? List.of() : List.copyOf(names);
  }

  /** Who would do that; null where it is not offered, needs nobody, or is not certain. */
  public List<String> connectors(ActionType type) {
    return Doer.among(doers, type);
  }

  public Examination(
      EntityKey key,
      Entity entity,
      List<Finding> findings,
      List<Evidence> related,
      List<ActionType> offered) {
    this(key, entity, findings, related, offered, List.of(), null);
  }

  /** Looked at. */
  public Examination(
      EntityKey key,
      Entity entity,
      List<Finding> findings,
      List<Evidence> related,
      List<ActionType> offered,
      List<Withheld> withheld,
      @Nullable Device confirmed) {
    this(key, entity, findings, related, offered, withheld, confirmed, null, List.of(), List.of());
  }

  /** The same, to be looked at again. */
  public Examination whileAway(Away reason) {
    return new Examination(
        key, entity, findings, related, offered, withheld, confirmed, reason, doers, names);
  }
}
