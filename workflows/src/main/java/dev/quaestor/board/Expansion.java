package dev.quaestor.board;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.ExpandInvestigation;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PlannedAction;
import dev.quaestor.policy.Policy;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Following one thing to many devices, as an action: asked of a person, and done by letting in what
 * waited. It remedies no threat, so it speaks of no piece of evidence.
 */
public record Expansion(ActionBoard actions, EvidenceBoard evidence, List<LedgerEvent> events) {
  static final String RULE = "expansion";

  public static boolean is(CaseAction action) {
    return action.action().type() == ActionType.EXPAND_INVESTIGATION;
  }

  /** One question for each thing that leads too far, with what will run there by itself. */
  public static List<PlannedAction> plans(
      EvidenceBoard evidence, Policy policy, Severity severity) {
    var plans = new ArrayList<PlannedAction>();
    for (var reach : evidence.expansions()) {
      if (!reach.held().isEmpty()) {
        evidence
            .find(reach.thing())
            .ifPresent(
                thing -> {
                  var devices = devices(reach);
                  plans.add(
                      new PlannedAction(
                          new ExpandInvestigation(thing.evidence().entity(), devices),
                          Gate.APPROVAL,
                          RULE,
                          "It leads to %s outside the investigation: %s"
                              .formatted(
                                  Counted.of(devices.size(), "device", "devices"),
                                  ExpansionForecast.of(
                                      reach, thing.evidence().entity(), policy, severity)),
                          thing.verdict(),
                          List.of(),
                          true));
                });
      }
    }
    return plans;
  }

  /** By name where one is known, else by id. */
  private static List<String> devices(ExpansionReach reach) {
    var names = new TreeMap<EntityKey, String>();
    for (var e : reach.held()) {
      ExpansionReach.deviceOf(e.entity())
          .ifPresent(
              key -> {
                if (e.entity() instanceof Device d) {
                  names.put(key, d.label());
                } else {
                  names.putIfAbsent(key, key.value().substring("device:".length()));
                }
              });
    }
    return List.copyOf(names.values());
  }

  /** Does what was decided since: nothing outside the case is touched, so it is done at once. */
  public static Expansion settled(
      ActionBoard before, ActionBoard decided, EvidenceBoard evidence, Policy policy) {
    var actions = decided;
    var pieces = evidence;
    var events = new ArrayList<LedgerEvent>();
    for (var a : decided.expansions().toList()) {
      if (before.find(a.actionId()).filter(CaseAction::isPending).isEmpty()) {
        continue;
      }
      var thing = a.action().target().key();
      if (a.isRunnable()) {
        var done =
            new Outcome.Succeeded(
                new Receipt.None(), "What was found there was added to the investigation");
        actions = actions.begun(List.of(a)).progressed(a.actionId(), done);
        pieces = pieces.expanded(thing, policy);
        events.add(new LedgerEvent.ActionProgressed(a.actionId(), done));
      } else if (a.decision() instanceof Decision.ByPerson
          || a.decision() instanceof Decision.Expired) {
        pieces = pieces.declined(thing);
      }
    }
    return new Expansion(actions, pieces, events);
  }
}
