package dev.quaestor.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.Withheld;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From verdicts and policy to actions, each with its gate and the rule that said so. Pure: the same
 * case under the same policy is planned the same way, today and in a back-test.
 */
public final class Planner {
  private final Policy policy;
  private final Severity severity;
  private final SequencedMap<EntityKey, Assessment> evidence = new LinkedHashMap<>();
  private final Map<EntityKey, Device> devices = new LinkedHashMap<>();
  private final DeviceGroups groups;
  private final FolderZones zones;
  private final Exclusions exclusions;
  private final AutomaticClusters automaticClusters;

  private Planner(Policy policy, Severity severity, List<Assessment> assessments) {
    this.policy = policy;
    this.severity = severity;
    for (var a : assessments) {
      evidence.put(a.key(), a);
      if (a.evidence().entity() instanceof Device d) {
        devices.put(a.key(), d);
      }
    }
    this.groups = new DeviceGroups(policy);
    this.zones = new FolderZones(policy.zones());
    this.exclusions = new Exclusions(policy);
    this.automaticClusters = new AutomaticClusters(policy.automaticMail(), assessments);
  }

  /**
   * Everything the policy wants about these, what was done before included, in the rules' order.
   */
  public static List<PlannedAction> plan(
      Policy policy, Severity severity, List<Assessment> assessments) {
    var planner = new Planner(policy, severity, assessments);
    return planner.withinBudget(planner.withoutCovered(planner.wanted()));
  }

  private record Wish(ActionType type, EntityKey target, String parameters) {}

  private List<PlannedAction> wanted() {
    var wanted = new LinkedHashMap<Wish, PlannedAction>();
    for (var a : evidence.sequencedValues()) {
      if (!a.verdict().isThreat() || isLeftAlone(a)) {
        continue;
      }
      for (var rule : policy.rules()) {
        if (applies(rule, a)) {
          for (var type : rule.actions()) {
            for (var action : type.from(a.evidence().entity(), devices)) {
              if (exclusions.of(action.target()).isPresent()) {
                continue;
              }
              var wish = new Wish(type, action.target().key(), action.parameters());
              wanted.merge(wish, planned(action, rule, a), Planner::together);
            }
          }
        }
      }
    }
    return List.copyOf(wanted.values());
  }

  private boolean isLeftAlone(Assessment a) {
    return exclusions.of(a.evidence().entity()).isPresent()
        || deviceOf(a).map(groups::levelOf).filter(l -> l == AutomationLevel.NONE).isPresent();
  }

  private boolean applies(PolicyRule rule, Assessment a) {
    return rule.evidence().contains(a.evidence().entity().kind())
        && rule.verdicts().contains(a.verdict())
        && severity.compareTo(rule.minSeverity()) >= 0
        && (rule.deviceGroups().isEmpty()
            || deviceOf(a)
                .flatMap(groups::groupOf)
                .filter(g -> rule.deviceGroups().contains(g.name()))
                .isPresent());
  }

  private PlannedAction planned(RemediationAction action, PolicyRule rule, Assessment a) {
    var path =
        a.evidence().entity() instanceof OnDevice on ? on.imagePath() : Optional.<String>empty();
    var ruling =
        a.verdict() == Verdict.MALICIOUS && automaticClusters.admits(action)
            ? new Matrix.Ruling(
                Gate.AUTOMATIC,
                "The messages share a malicious file or URL, and the policy opts in")
            : Matrix.gate(a.verdict(), action.type().area(), levelOf(a), zones.zoneOf(path));
    if (ruling.gate() == Gate.AUTOMATIC) {
      if (rule.gate() != Gate.AUTOMATIC) {
        ruling = new Matrix.Ruling(rule.gate(), "Rule \"" + rule.id() + "\" wants it so");
      } else if (isAskedFirst(rule, action.type())) {
        ruling = new Matrix.Ruling(Gate.APPROVAL, "Nothing brings it back");
      } else if (deviceOf(a).filter(groups::isProtected).isPresent()) {
        ruling = new Matrix.Ruling(Gate.APPROVAL, "The device is protected");
      } else if (!action.type().onlyReads() && mayBeOfTheSystem(action.target())) {
        ruling = new Matrix.Ruling(Gate.APPROVAL, "The file is said to be Microsoft's");
      }
    } else if (rule.gate() == Gate.NEVER) {
      ruling = new Matrix.Ruling(Gate.NEVER, "Rule \"" + rule.id() + "\" forbids it");
    }
    return new PlannedAction(
        action,
        ruling.gate(),
        rule.id(),
        ruling.because(),
        a.verdict(),
        List.of(a.key()),
        offered(action, a),
        withheld(action, a).orElse(null));
  }

  /**
   * A maker's name is easily forged, so that it clears nothing; but a system whose own files are
   * taken away does not start again.
   */
  private boolean mayBeOfTheSystem(Entity target) {
    var known = evidence.get(target.key());
    return Stream.of(target, known == null ? target : known.evidence().entity())
        .anyMatch(
            e ->
                e instanceof FileArtifact file
                    && file.signer() != null
                    && file.signer().toLowerCase(Locale.ROOT).contains("microsoft"));
  }

  private static boolean isAskedFirst(PolicyRule rule, ActionType type) {
    return type.alwaysWaits()
        || (rule.withoutUndo() == PolicyRule.WithoutUndo.ASK
            && !type.undoable()
            && !type.onlyReads());
  }

  private boolean offered(RemediationAction action, Assessment about) {
    var target = evidence.get(action.target().key());
    return about.offered().contains(action.type())
        || (target != null && target.offered().contains(action.type()));
  }

  private Optional<String> withheld(RemediationAction action, Assessment about) {
    return offered(action, about)
        ? Optional.empty()
        : Stream.concat(Stream.ofNullable(evidence.get(action.target().key())), Stream.of(about))
            .flatMap(a -> a.withheld().stream())
            .filter(w -> w.type() == action.type())
            .map(Withheld::because)
            .findFirst();
  }

  private AutomationLevel levelOf(Assessment a) {
    return deviceOf(a).map(groups::levelOf).orElse(policy.defaultLevel());
  }

  private Optional<Device> deviceOf(Assessment a) {
    return a.evidence().entity() instanceof OnDevice on
        ? a.evidence().entity() instanceof Device d
            ? Optional.of(d)
            : on.deviceKey().map(k -> devices.getOrDefault(k, Device.ofId(idOf(on))))
        : Optional.empty();
  }

  private static String idOf(OnDevice on) {
    @Nullable String id = on.deviceId();
    return id == null ? "" : id;
  }

  /** Two reasons for one action: the most careful gate and the worst verdict stand. */
  private static PlannedAction together(PlannedAction one, PlannedAction other) {
    var careful = one.gate().compareTo(other.gate()) >= 0 ? one : other;
    return new PlannedAction(
        one.action(),
        careful.gate(),
        careful.ruleId(),
        careful.because(),
        worse(one.verdict(), other.verdict()),
        Stream.concat(one.evidence().stream(), other.evidence().stream()).distinct().toList(),
        one.supported() || other.supported(),
        one.supported() || other.supported()
            ? null
            : one.unsupportedBecause() != null
                ? one.unsupportedBecause()
                : other.unsupportedBecause());
  }

  private static Verdict worse(Verdict one, Verdict other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** A message that a cluster holds is acted on with the cluster, once. */
  private List<PlannedAction> withoutCovered(List<PlannedAction> wanted) {
    var result = new ArrayList<PlannedAction>();
    for (var p : wanted) {
      if (coveringCluster(wanted, p).isEmpty()) {
        var covered = wanted.stream().filter(o -> coveringCluster(List.of(p), o).isPresent());
        result.add(covered.reduce(p, this::covering));
      }
    }
    return result;
  }

  /** That a single message waits holds back no cluster which the policy lets go; a rule does. */
  private PlannedAction covering(PlannedAction cluster, PlannedAction message) {
    var both = together(cluster, message);
    var onlyBecauseItIsMail =
        message.gate() == Gate.APPROVAL
            && policy.rules().stream()
                .anyMatch(r -> r.id().equals(message.ruleId()) && r.gate() == Gate.AUTOMATIC);
    return cluster.gate() == Gate.AUTOMATIC && onlyBecauseItIsMail
        ? new PlannedAction(
            cluster.action(),
            Gate.AUTOMATIC,
            cluster.ruleId(),
            cluster.because(),
            both.verdict(),
            both.evidence(),
            both.supported(),
            both.unsupportedBecause())
        : both;
  }

  private static Optional<PlannedAction> coveringCluster(
      List<PlannedAction> wanted, PlannedAction p) {
    return p.action().target() instanceof MailMessage message
        ? wanted.stream()
            .filter(o -> o.action().type() == p.action().type())
            .filter(
                o -> o.action().target() instanceof MailCluster cluster && holds(cluster, message))
            .findFirst()
        : Optional.empty();
  }

  private static boolean holds(MailCluster cluster, MailMessage message) {
    return message.recipient() != null
        && cluster.messages().stream()
            .anyMatch(
                m ->
                    m.mailbox().equalsIgnoreCase(message.recipient())
                        && m.internetMessageId().equals(message.internetMessageId()));
  }

  private List<PlannedAction> withinBudget(List<PlannedAction> wanted) {
    var room = policy.guardrails().maxAutomaticActions();
    var result = new ArrayList<PlannedAction>();
    for (var p : wanted) {
      if (p.gate() == Gate.AUTOMATIC && p.supported() && room-- <= 0) {
        result.add(
            new PlannedAction(
                p.action(),
                Gate.APPROVAL,
                p.ruleId(),
                "The case has used up its automatic actions",
                p.verdict(),
                p.evidence(),
                true));
      } else if (p.gate() != Gate.NEVER) {
        result.add(p);
      }
    }
    return List.copyOf(result);
  }
}
