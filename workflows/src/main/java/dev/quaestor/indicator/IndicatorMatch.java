package dev.quaestor.indicator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.EntityKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One indicator that speaks of one piece of evidence.
 *
 * @param entityKey the evidence
 * @param deviceGroups the policy's device groups in which it counts; empty for everywhere
 * @param because why the organisation listed it, for people
 * @param within where whoever listed it may act; null for everywhere
 * @param sender the address or domain of senders that it is about; null when it is about something
 *     else. An allow of one counts only for mail that our own server confirmed to be from it
 * @param listedBy who listed it, or changed it last; null where nobody says so
 */
public record IndicatorMatch(
    EntityKey entityKey,
    String indicatorId,
    Effect effect,
    List<String> deviceGroups,
    @Nullable String because,
    @Nullable Remit within,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sender,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Person listedBy) {

  /** Of something else than a sender. */
  public IndicatorMatch(
      EntityKey entityKey,
      String indicatorId,
      Effect effect,
      List<String> deviceGroups,
      @Nullable String because,
      @Nullable Remit within) {
    this(entityKey, indicatorId, effect, deviceGroups, because, within, null, null);
  }

  public IndicatorMatch(
      EntityKey entityKey,
      String indicatorId,
      Effect effect,
      List<String> deviceGroups,
      @Nullable String because) {
    this(entityKey, indicatorId, effect, deviceGroups, because, null);
  }

  /** What an indicator wants. */
  public enum Effect {
    /** A bad verdict on it is ignored. */
    ALLOW,
    /** It is treated as bad. */
    BLOCK
  }

  public IndicatorMatch {
    deviceGroups = deviceGroups == null ? List.of() : List.copyOf(deviceGroups);
  }
}
