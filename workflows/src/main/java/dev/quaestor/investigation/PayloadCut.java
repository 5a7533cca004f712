package dev.quaestor.investigation;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.QuaestorJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is too large for one payload, with the least important left out first. The ledger has all of
 * it.
 */
final class PayloadCut {
  /** What a result or the answer to a query may take. */
  static final int MOST = 1 << 20;

  private static final int REASONS = 3;
  private static final int SENTENCE = 200;

  /** What only an action or an analyzer needs of a thing. */
  private static final List<String> BULK =
      List.of("links", "messages", "authenticationResults", "attachments");

  private PayloadCut() {}

  static InvestigationReport report(InvestigationReport whole) {
    var report = whole;
    for (var step : STEPS) {
      if (fits(report)) {
        return report;
      }
      report = step.apply(report);
    }
    while (!fits(report) && report.evidence().size() + report.actions().size() > 0) {
      report =
          report.condensed(
              half(report.evidence()), half(report.actions()), half(report.alertIds()));
    }
    return report;
  }

  private static final List<UnaryOperator<InvestigationReport>> STEPS =
      List.of(
          r -> r.condensed(r.evidence().stream().map(PayloadCut::lean).toList(), r.actions()),
          r ->
              r.condensed(
                  r.evidence(), r.actions().stream().map(a -> a.with(lean(a.action()))).toList()),
          r -> r.condensed(r.evidence().stream().map(PayloadCut::brief).toList(), r.actions()),
          r ->
              r.condensed(
                  r.evidence().stream().filter(a -> a.verdict().isThreat()).toList(), r.actions()));

  private static boolean fits(InvestigationReport report) {
    var shell = report.condensed(List.of(), List.of(), List.of());
    var parts = new ArrayList<Object>(report.evidence());
    parts.addAll(report.actions());
    parts.addAll(report.alertIds());
    return fit(bytes(shell), parts);
  }

  private static boolean fits(List<PendingAction> requests) {
    return fit(0, requests);
  }

  /** Piece by piece, and no further than there is room: a case may know many times as much. */
  private static boolean fit(int taken, List<?> parts) {
    var all = parts.iterator();
    var sum = taken;
    while (sum <= MOST && all.hasNext()) {
      sum += bytes(all.next()) + 1;
    }
    return sum <= MOST;
  }

  private static int bytes(Object value) {
    return QuaestorJson.mapper().writeValueAsBytes(value).length;
  }

  /** A harmless piece without its reasons; all without links and members. */
  private static Assessment lean(Assessment a) {
    var harmless = !a.verdict().isThreat();
    return new Assessment(
        a.evidence().withEntity(lean(a.evidence().entity())),
        a.examined(),
        harmless ? List.of() : a.reasons(),
        a.verdict(),
        harmless ? List.of() : a.offered(),
        harmless ? List.of() : a.withheld(),
        a.confirmed(),
        harmless ? List.of() : a.doers(),
        a.names());
  }

  /** Its heaviest reasons, cut. */
  private static Assessment brief(Assessment a) {
    return new Assessment(
        a.evidence(),
        a.examined(),
        a.reasons().stream()
            .sorted(Comparator.comparingInt(Finding::weight).reversed())
            .limit(REASONS)
            .map(f -> f.saying(Excerpt.of(f.sentence(), SENTENCE)))
            .toList(),
        a.verdict(),
        List.of(),
        List.of(),
        null);
  }

  private static Entity lean(Entity entity) {
    return read(without(QuaestorJson.mapper().valueToTree(entity)), Entity.class);
  }

  private static RemediationAction lean(RemediationAction action) {
    JsonNode tree = QuaestorJson.mapper().valueToTree(action);
    without(tree.path("target"));
    return read(tree, RemediationAction.class);
  }

  private static JsonNode without(JsonNode thing) {
    if (thing instanceof ObjectNode object) {
      object.remove(BULK);
    }
    return thing;
  }

  private static <T> T read(JsonNode tree, Class<T> type) {
    return QuaestorJson.mapper().treeToValue(tree, type);
  }

  private static <T> List<T> half(List<T> all) {
    return all.subList(0, all.size() / 2);
  }

  /** What waits, oldest first; without members and links when they are too many to show. */
  static List<PendingAction> requests(List<PendingAction> whole) {
    var requests = fits(whole) ? whole : whole.stream().map(r -> r.with(lean(r.target()))).toList();
    while (!fits(requests)) {
      requests = half(requests);
    }
    return requests;
  }
}
