package dev.quaestor.action;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonTypeIdResolver;

/**
 * Something done to the world about a verdict. A value: it knows its target, what would take it
 * back and what it must not run beside. Doing it is a capability's business.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
@JsonTypeIdResolver(ActionTypeId.class)
public sealed interface RemediationAction
    permits DeviceAction, LiveResponseAction, EmailAction, IdentityAction, ExpandInvestigation {

  /** The row of the catalogue that names its record. */
  default ActionType type() {
    return ActionType.of(getClass());
  }

  Entity target();

  /**
   * All that a decision is bound to beside type and target, as one text: what was chosen, or the
   * very messages of a cluster. Part of the plan hash, so it may not change for what is recorded.
   */
  default String parameters() {
    return "";
  }

  /** What an order of it said, by the names of {@link ActionType#choices}. */
  default Map<String, String> choices() {
    return Map.of();
  }

  /**
   * Which part of its target it is about, where one target has several; two actions of one type on
   * one target and part take each other's place.
   */
  default String part() {
    return "";
  }

  /**
   * What it does to what, as text: of two actions of one subject the second would do what the first
   * has done, in whatever case and by whatever words they name it.
   */
  default String subject() {
    return String.join("\n", type().name(), target().key().value(), parameters());
  }

  /**
   * What a person is asked, as text: of two actions of one question who has been shown one has been
   * shown the other.
   */
  default String question() {
    return subject();
  }

  /**
   * The connector that it is bound to, as the configuration calls it; null where whoever knows the
   * target and can may do it.
   */
  default @Nullable String connector() {
    return null;
  }

  /**
   * All connectors whose actions are one question with this one, itself among them; empty where it
   * is asked about alone.
   */
  default List<String> together() {
    return List.of();
  }

  /** One for each of these connectors, where each does it for itself; else the action itself. */
  default List<RemediationAction> at(List<String> connectors) {
    return List.of(this);
  }

  /**
   * What it shares with others that must not run at the same time: the device that its target is
   * on, else the message, URL or user that it is done to.
   */
  default EntityKey lane() {
    return target() instanceof OnDevice thing
        ? thing.deviceKey().orElse(target().key())
        : target().key();
  }

  /**
   * What takes one finished run of it back.
   *
   * @param receipt what that run recorded
   * @return empty when it cannot be undone, or changed nothing that could be
   */
  default Optional<RemediationAction> inverse(Receipt receipt) {
    return Optional.empty();
  }

  /**
   * What undo will need where that is known without looking at the world first.
   *
   * @return empty when {@link RemediationActivities#prepare} must read the state before
   */
  default Optional<Receipt> receiptUnseen() {
    return type().undoable() ? Optional.empty() : Optional.of(new Receipt.None());
  }

  /**
   * The same action on the same thing as it is known by now: a file's folder, a process's start
   * time, the messages that a cluster has today. The action itself where it is another thing.
   */
  default RemediationAction on(Entity refined) {
    return refined.key().equals(target().key()) ? type().on(refined, choices()).orElse(this) : this;
  }

  /** One line for people: what is done to what. */
  default String summary() {
    return type().title() + ": " + target().label();
  }

  /** The same of all that is asked together. */
  default String asked() {
    return summary();
  }
}
