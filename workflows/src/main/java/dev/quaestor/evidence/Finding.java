package dev.quaestor.evidence;

import dev.quaestor.authority.Remit;
import org.jspecify.annotations.Nullable;

/**
 * One reason for a verdict.
 *
 * @param source the analyzer or vendor that says so
 * @param code a stable reason code, UPPER_SNAKE
 * @param sentence the reason for people, one sentence
 * @param weight for {@link Effect#WEIGHS}: from -100 (exonerates) to 100 (alone enough for
 *     Malicious); 0 means "looked, nothing"
 * @param effect how it counts
 * @param within where whoever says so may act; null for everywhere, as of what the engine sees
 * @param addedBy who added it, which {@code source} never tells: that is text that an alert may
 *     have written; null for what looking at the thing brought
 */
public record Finding(
    String source,
    String code,
    String sentence,
    int weight,
    Effect effect,
    @Nullable Remit within,
    @Nullable Origin addedBy) {

  /** The code by which an analyzer says that the hashes given of a file are not one file's. */
  public static final String HASHES_CONTRADICT = "HASHES_CONTRADICT";

  /** The code by which an analyzer says that our own mail server confirmed whom From names. */
  public static final String SENDER_CONFIRMED = "SENDER_CONFIRMED";

  /** Who adds a finding, and so who takes it back when things are judged anew. */
  public enum Origin {
    /** Somebody looked at the thing: an analyzer, a back end, whoever raised the alert. */
    LOOKED_AT,
    /** The organisation's own list. */
    INDICATOR,
    /** A person who classified it. */
    ANALYST,
    /** The policy, which wants it left alone. */
    EXCLUSION,
    /** The verdict on another thing. */
    DERIVED
  }

  /** How a finding counts in {@link VerdictRules}. */
  public enum Effect {
    /** Adds its weight. */
    WEIGHS,
    /** An allow indicator: decides for No threats found, whatever else was found. */
    CLEARS,
    /** A block indicator: decides for Malicious, unless an allow indicator stands against it. */
    CONVICTS,
    /** Looked, and nobody knows the thing: never turns into "clean". */
    INCONCLUSIVE,
    /** Could not look: never turns into "clean", and the case is only partly investigated. */
    BLIND
  }

  public Finding {
    if (weight < -100 || weight > 100) {
      throw new IllegalArgumentException("weight " + weight + " is outside -100..100");
    }
    addedBy = addedBy == Origin.LOOKED_AT ? null : addedBy;
  }

  public Finding(String source, String code, String sentence, int weight, Effect effect) {
    this(source, code, sentence, weight, effect, null, null);
  }

  /** Where what rests on it may happen by itself. */
  public Remit remit() {
    return Remit.ofKept(within);
  }

  /** Whether it speaks for the thing. */
  boolean calms() {
    return effect == Effect.CLEARS || weight < 0;
  }

  /** The same as the word of somebody who may act there. */
  public Finding saidBy(Remit remit) {
    return new Finding(source, code, sentence, weight, effect, remit.kept(), addedBy);
  }

  public Origin origin() {
    return addedBy == null ? Origin.LOOKED_AT : addedBy;
  }

  /** The same, added by that, whatever it says of that itself. */
  public Finding from(Origin origin) {
    return new Finding(source, code, sentence, weight, effect, within, origin);
  }

  /** The same in other words. */
  public Finding saying(String otherwise) {
    return new Finding(source, code, otherwise, weight, effect, within, addedBy);
  }

  public static Finding weighs(String source, String code, int weight, String sentence) {
    return new Finding(source, code, sentence, weight, Effect.WEIGHS);
  }

  /** Looked, and found nothing. */
  public static Finding nothing(String source, String code, String sentence) {
    return weighs(source, code, 0, sentence);
  }

  public static Finding clears(String source, String code, String sentence) {
    return new Finding(source, code, sentence, 0, Effect.CLEARS);
  }

  public static Finding convicts(String source, String code, String sentence) {
    return new Finding(source, code, sentence, 100, Effect.CONVICTS);
  }

  public static Finding inconclusive(String source, String code, String sentence) {
    return new Finding(source, code, sentence, 0, Effect.INCONCLUSIVE);
  }

  public static Finding blind(String source, String code, String sentence) {
    return new Finding(source, code, sentence, 0, Effect.BLIND);
  }
}
