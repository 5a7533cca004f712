package dev.quaestor.starter.ocsf;

import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence as much as an Incident Finding says of it. The entity itself is not kept: a
 * cluster of a thousand messages would be, a thousand times.
 *
 * @param couldNotLook whether some finding says that nobody could look
 * @param score the sum of the weights, -100 to 100
 * @param reasons the weightiest first
 * @param classified what a person said that it really was; null until somebody does
 */
record Piece(
    String key,
    String label,
    Observable observable,
    Verdict verdict,
    boolean couldNotLook,
    int score,
    List<String> reasons,
    RemediationStatus remediation,
    @Nullable Code classified) {

  private static final int MOST_REASONS = 5;
  private static final int LONGEST_REASON = 300;
  private static final int LONGEST_LABEL = 300;

  static Piece of(Assessment assessment, @Nullable Piece before) {
    Entity entity = assessment.evidence().entity();
    var seen = Observable.of(entity);
    return new Piece(
        Excerpt.of(assessment.key().value(), LONGEST_LABEL),
        Excerpt.of(entity.label(), LONGEST_LABEL),
        new Observable(seen.name(), seen.type(), Excerpt.of(seen.value(), 1_000)),
        assessment.verdict(),
        assessment.reasons().stream().anyMatch(f -> f.effect() == Finding.Effect.BLIND),
        Math.clamp(assessment.reasons().stream().mapToLong(Finding::weight).sum(), -100, 100),
        assessment.reasons().stream()
            .sorted((a, b) -> Integer.compare(Math.abs(b.weight()), Math.abs(a.weight())))
            .limit(MOST_REASONS)
            .map(f -> Excerpt.of(f.code() + ": " + f.sentence(), LONGEST_REASON))
            .toList(),
        before == null ? RemediationStatus.NONE : before.remediation(),
        before == null ? null : before.classified());
  }

  Piece with(RemediationStatus status) {
    return new Piece(
        key, label, observable, verdict, couldNotLook, score, reasons, status, classified);
  }

  Piece classified(Code said) {
    return new Piece(
        key, label, observable, verdict, couldNotLook, score, reasons, remediation, said);
  }

  /** With its verdict as OCSF's reputation, which is the verdict's place on an observable. */
  Attributes asObservable() {
    var reputation = Codes.reputation(verdict);
    return observable
        .object()
        .put(
            "reputation",
            new Attributes()
                .put("base_score", (double) score)
                .put("score_id", reputation.id())
                .put("score", reputation.caption())
                .put("provider", "Quaestor"));
  }

  /**
   * With its verdict as such. An Incident Finding has no {@code evidences}; an enrichment of its
   * observable is the place where the schema takes what a reputation cannot say.
   */
  Attributes asEnrichment() {
    var ocsf = classified != null ? classified : Codes.verdict(verdict, couldNotLook);
    return new Attributes()
        .put("name", "observables.value")
        .put("value", observable.value(), 1_000)
        .put("type", "verdict")
        .put("provider", "Quaestor")
        .put("desc", label)
        .put(
            "data",
            new Attributes()
                .put("verdict", ocsf)
                .put("quaestor_verdict", verdict.name())
                .put("entity_kind", observable.name().toUpperCase(Locale.ROOT))
                .put("entity_key", key)
                .put("remediation_status", remediation.name())
                .texts("reasons", reasons));
  }
}
