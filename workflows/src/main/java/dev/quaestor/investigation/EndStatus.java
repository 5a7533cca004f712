package dev.quaestor.investigation;

import dev.quaestor.action.Area;
import dev.quaestor.approval.Decision;
import dev.quaestor.board.CaseAction;
import dev.quaestor.board.Expansion;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Subjects;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.Shortfall;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.stream.Collectors;

/** How a case that nobody stopped ends, in the order of DOMAIN §11. */
final class EndStatus {
  /** How many of what stayed unknown the reason names. */
  private static final int NAMED = 3;

  private static final int LABEL = 120;
  private static final int SENTENCE = 200;

  private EndStatus() {}

  static Step.Close of(List<Assessment> pieces, List<CaseAction> actions) {
    var evidence = pieces.stream().filter(a -> !a.leftAlone()).toList();
    if (evidence.isEmpty() && !pieces.isEmpty()) {
      return end(
          InvestigationStatus.SUPPRESSED, "The policy excludes everything that the alert names");
    }
    var standing =
        actions.stream().filter(a -> !(a.decision() instanceof Decision.Superseded)).toList();
    // Following a thing to other devices remedies nothing, done or declined.
    var live = standing.stream().filter(a -> !Expansion.is(a)).toList();
    if (mailExpired(live)) {
      return end(InvestigationStatus.TERMINATED_BY_SYSTEM, "Nobody decided in time");
    }
    // One that names nothing at all has shown nothing to be harmless.
    if (evidence.stream().allMatch(a -> a.evidence().entity().kind() == EntityKind.OTHER)) {
      return end(
          InvestigationStatus.UNSUPPORTED_ALERT_TYPE,
          "Nothing that the alert names can be investigated");
    }
    var blind = evidence.stream().filter(EndStatus::isBlind).count();
    if (blind > 0 && evidence.stream().noneMatch(EndStatus::wasLookedAt)) {
      return end(InvestigationStatus.FAILED, "None of the evidence could be examined");
    }
    var shortfall = new Shortfall(live.stream().map(EndStatus::became).toList());
    if (blind > 0 && shortfall.isNone()) {
      return end(
          InvestigationStatus.PARTIALLY_INVESTIGATED,
          "%s could not be examined"
              .formatted(
                  Counted.of(blind, evidence.size(), "piece of evidence", "pieces of evidence")));
    }
    if (shortfall.isNone() && standing.stream().anyMatch(EndStatus::isUnfollowed)) {
      return end(
          InvestigationStatus.PARTIALLY_INVESTIGATED,
          "Nobody decided in time whether to expand the investigation to more devices");
    }
    if (evidence.stream().noneMatch(a -> a.verdict().isThreat())) {
      return withoutThreat(
          Subjects.of(evidence).stream().filter(a -> a.verdict() == Verdict.UNKNOWN).toList());
    }
    if (live.isEmpty()) {
      return end(
          InvestigationStatus.PARTIALLY_INVESTIGATED,
          "Threats were found, but the policy has no action for them");
    }
    return shortfall.isNone()
        ? end(
            InvestigationStatus.REMEDIATED,
            live.stream().anyMatch(EndStatus::isDeclined)
                ? "Every action was either carried out or rejected by a person"
                : "Every action was carried out")
        : end(InvestigationStatus.PARTIALLY_REMEDIATED, shortfall.sentence());
  }

  private static Shortfall.Became became(CaseAction action) {
    return Shortfall.Became.of(action.decision().status(), action.execution(), action.undone());
  }

  /** A known device beside an unknown file does not make the file clean. */
  private static Step.Close withoutThreat(List<Assessment> unknown) {
    if (unknown.isEmpty()) {
      return end(InvestigationStatus.NO_THREATS_FOUND, "Nothing malicious or suspicious was found");
    }
    var more = unknown.size() - NAMED;
    return end(
        InvestigationStatus.PARTIALLY_INVESTIGATED,
        "Nothing malicious or suspicious was found, but it is not known whether everything is "
            + "harmless: "
            + unknown.stream().limit(NAMED).map(EndStatus::why).collect(Collectors.joining("; "))
            + (more > 0 ? "; and " + more + " more" : ""));
  }

  private static String why(Assessment unknown) {
    var label = Excerpt.of(unknown.evidence().entity().label(), LABEL);
    return unknown.reasons().stream()
        .filter(f -> f.effect() == Finding.Effect.INCONCLUSIVE || f.weight() > 0)
        .findFirst()
        .map(f -> label + " (" + Excerpt.of(f.sentence(), SENTENCE) + ")")
        .orElse(label);
  }

  private static Step.Close end(InvestigationStatus status, String because) {
    return new Step.Close(status, because);
  }

  private static boolean mailExpired(List<CaseAction> actions) {
    var asked =
        actions.stream()
            .filter(a -> a.action().type().area() == Area.EMAIL)
            .filter(a -> !(a.decision() instanceof Decision.NotNeeded))
            .toList();
    return !asked.isEmpty()
        && asked.size() == actions.size()
        && asked.stream().allMatch(a -> a.decision() instanceof Decision.Expired);
  }

  private static boolean isDeclined(CaseAction action) {
    return action.decision() instanceof Decision.ByPerson by && !by.approved();
  }

  private static boolean isUnfollowed(CaseAction action) {
    return Expansion.is(action) && action.decision() instanceof Decision.Expired;
  }

  private static boolean isBlind(Assessment a) {
    return a.reasons().stream().anyMatch(f -> f.effect() == Finding.Effect.BLIND);
  }

  private static boolean wasLookedAt(Assessment a) {
    // That something else there is unknown says nothing of who looked here.
    return a.reasons().stream()
        .filter(f -> f.origin() != Finding.Origin.DERIVED)
        .anyMatch(f -> f.effect() != Finding.Effect.BLIND);
  }
}
