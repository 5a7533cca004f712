package dev.quaestor.tools.verdicts;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Propagation;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.execution.EvidenceExecution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Concludes as an investigation does that has no back end: collect, look, follow, conclude. */
final class Judge {
  /** As the policy's limits are by default; an item is smaller than a case. */
  private static final int MOST_PIECES = 500;

  private static final int DEEPEST = 2;

  private final EvidenceExecution execution;

  Judge(AnalysisSettings settings) {
    execution = EvidenceExecution.withoutBackEnds(settings);
  }

  Judgement judge(String name, List<Evidence> named) {
    Map<EntityKey, Assessment> known = new LinkedHashMap<>();
    named.forEach(e -> add(known, e));
    for (var batch = unexamined(known); !batch.isEmpty(); batch = unexamined(known)) {
      var request = new ExaminationRequest("none", batch, Instant.EPOCH);
      execution.examine(request).forEach(examination -> fold(known, examination));
    }
    var assessed = Propagation.apply(List.copyOf(known.values()));
    var worst =
        assessed.stream()
            .map(Assessment::verdict)
            .max(Comparator.naturalOrder())
            .orElse(Verdict.UNKNOWN);
    return new Judgement(name, worst, assessed);
  }

  private static void add(Map<EntityKey, Assessment> known, Evidence evidence) {
    if (known.size() < MOST_PIECES && evidence.depth() <= DEEPEST) {
      known.putIfAbsent(evidence.key(), Assessment.fresh(evidence));
    }
  }

  private static List<Evidence> unexamined(Map<EntityKey, Assessment> known) {
    return known.values().stream()
        .filter(a -> !a.examined())
        .limit(EvidenceActivities.BATCH_SIZE)
        .map(Assessment::evidence)
        .toList();
  }

  private static void fold(Map<EntityKey, Assessment> known, Examination examination) {
    known.computeIfPresent(
        examination.key(),
        (key, fresh) ->
            new Assessment(
                fresh.evidence().withEntity(examination.entity()),
                true,
                new ArrayList<>(examination.findings()),
                VerdictRules.conclude(examination.findings()),
                List.of()));
    examination.related().forEach(found -> add(known, found));
  }
}
