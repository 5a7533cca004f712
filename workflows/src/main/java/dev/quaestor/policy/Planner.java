package dev.quaestor.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Propagation;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.Withheld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From verdicts and policy to actions, each with its gate and the rule that said so. Pure: the same
 * case under the same policy is planned the same way, today and in a back-test.
 */
public final class Planner {
  private static final String UNSEEN_IMAGE =
      "The file that the process runs from has not been examined";

  private final Policy policy;
  private final Severity severity;
  private final SequencedMap<EntityKey, Assessment> evidence = new LinkedHashMap<>();
  private final CaseLookup known;
  private final Exclusions exclusions;
  private final AutomaticClusters automaticClusters;

  private Planner(
      Policy policy, Severity severity, List<Assessment> assessments, CaseLookup known) {
    this.policy = policy;
    this.severity = severity;
    this.known = known;
    for (var a : assessments) {
      evidence.put(known.key(a.evidence().entity()), a);
    }
    this.exclusions = new Exclusions(policy);
    this.automaticClusters = new AutomaticClusters(policy.automaticMail(), assessments);
  }

  /**
   * Everything the policy wants about these, what was done before included, in the rules' order.
   */
  public static List<PlannedAction> plan(
      Policy policy, Severity severity, List<Assessment> assessments) {
    return plan(policy, severity, area -> severity, assessments);
  }

  /**
   * The same of a case whose alerts are not all of those who may act everywhere.
   *
   * @param severity the case's, whoever says so
   * @param severityIn the same by those alone who may act in that area
   */
  public static List<PlannedAction> plan(
      Policy policy,
      Severity severity,
      Function<Area, Severity> severityIn,
      List<Assessment> assessments) {
    var planner = new Planner(policy, severity, assessments, new CaseLookup(policy, assessments));
    var wanted = withoutTwins(planner.withoutCovered(planner.contested(assessments)));
    return planner.withinBudget(planner.vouched(wanted, severityIn, assessments));
  }

  /**
   * Nobody takes from a person's hands what they may not decide: what is wanted only without the
   * calming words of those who may not act in its area waits for somebody who may.
   */
  private List<PlannedAction> contested(List<Assessment> assessments) {
    var wanted = new LinkedHashMap<Wish, PlannedAction>();
    wanted(type -> true).forEach(p -> wanted.put(wish(p.action()), p));
    for (var area : Area.values()) {
      if (policy.rules().stream().flatMap(r -> r.actions().stream()).noneMatch(isIn(area))) {
        continue;
      }
      var left = assessments.stream().map(a -> a.uncalmed(area)).toList();
      if (left.equals(assessments)) {
        continue;
      }
      new Planner(policy, severity, Propagation.apply(left), known)
          .wanted(isIn(area)).stream()
              .filter(p -> p.gate() != Gate.NEVER)
              .forEach(
                  p ->
                      wanted.putIfAbsent(
                          wish(p.action()),
                          p.gated(
                              Gate.APPROVAL,
                              minding(
                                  p.action(),
                                  "It was classified as harmless by someone who may not "
                                      + "decide on it"))));
    }
    return List.copyOf(wanted.sequencedValues());
  }

  /**
   * Nobody causes by automation what they may not order: an action runs by itself only if it would
   * without the words of those who may not act in its area. Else it waits for somebody who may.
   */
  private List<PlannedAction> vouched(
      List<PlannedAction> wanted,
      Function<Area, Severity> severityIn,
      List<Assessment> assessments) {
    var result = new ArrayList<>(wanted);
    for (var area : Area.values()) {
      if (result.stream()
          .filter(p -> p.gate() == Gate.AUTOMATIC)
          .map(p -> p.action().type())
          .noneMatch(isIn(area))) {
        continue;
      }
      var left = assessments.stream().map(a -> a.within(area)).toList();
      if (left.equals(assessments) && severityIn.apply(area) == severity) {
        continue;
      }
      var planner = new Planner(policy, severityIn.apply(area), Propagation.apply(left), known);
      var automatic = automatic(withoutTwins(planner.withoutCovered(planner.wanted(isIn(area)))));
      result.replaceAll(
          p ->
              p.gate() == Gate.AUTOMATIC
                      && p.action().type().area() == area
                      && !automatic.contains(p.action().subject())
                  ? p.gated(Gate.APPROVAL, "It rests on the word of someone who may not order it")
                  : p);
    }
    return result;
  }

  private static Predicate<ActionType> isIn(Area area) {
    return type -> type.area() == area;
  }

  private static Set<String> automatic(List<PlannedAction> planned) {
    var subjects = new HashSet<String>();
    planned.stream()
        .filter(p -> p.gate() == Gate.AUTOMATIC)
        .forEach(p -> subjects.add(p.action().subject()));
    return subjects;
  }

  private record Wish(ActionType type, EntityKey target, String parameters) {}

  private Wish wish(RemediationAction action) {
    return new Wish(action.type(), known.key(action.target()), action.parameters());
  }

  /** Of those types only. */
  private List<PlannedAction> wanted(Predicate<ActionType> types) {
    var wanted = new LinkedHashMap<Wish, Merged>();
    for (var a : evidence.sequencedValues()) {
      if (!a.verdict().isThreat() || isLeftAlone(a)) {
        continue;
      }
      for (var rule : policy.rules()) {
        if (applies(rule, a)) {
          for (var type : rule.actions()) {
            if (!types.test(type)) {
              continue;
            }
            for (var found : type.from(known.asOne(a.evidence().entity()), known.devices())) {
              var action = inAllPlaces(found);
              if (exclusions.of(action.target()).isPresent() || isMerelyMisused(action, a)) {
                continue;
              }
              for (var each : action.at(connectors(action, a))) {
                var planned = planned(each, rule, a);
                wanted.compute(
                    wish(each),
                    (wish, merged) ->
                        merged == null
                            ? new Merged(planned)
                            : merged.and(planned, Planner::together));
              }
            }
          }
        }
      }
    }
    return wanted.sequencedValues().stream().map(Merged::plan).toList();
  }

  /** What the case has under that name. */
  private @Nullable Assessment piece(Entity entity) {
    return evidence.get(known.key(entity));
  }

  /** A process knows of its image one place only. */
  private RemediationAction inAllPlaces(RemediationAction action) {
    var piece = piece(action.target());
    return action instanceof DeviceAction.StopAndQuarantineFile quarantine
            && piece != null
            && piece.evidence().entity() instanceof FileArtifact file
        ? new DeviceAction.StopAndQuarantineFile(quarantine.target().also(file))
        : action;
  }

  private boolean isLeftAlone(Assessment a) {
    return exclusions.of(a.evidence().entity()).isPresent()
        || deviceOf(a).map(known::levelOf).filter(l -> l == AutomationLevel.NONE).isPresent();
  }

  private boolean applies(PolicyRule rule, Assessment a) {
    return rule.evidence().contains(a.evidence().entity().kind())
        && rule.verdicts().contains(a.verdict())
        && severity.compareTo(rule.minSeverity()) >= 0
        && (rule.deviceGroups().isEmpty()
            || deviceOf(a)
                .map(d -> known.confirmed(d).orElse(d))
                .flatMap(known::groupOf)
                .filter(g -> rule.deviceGroups().contains(g.name()))
                .isPresent());
  }

  private PlannedAction planned(RemediationAction action, PolicyRule rule, Assessment a) {
    var ruling = ruling(action, a);
    if (ruling.gate() == Gate.AUTOMATIC) {
      if (rule.gate() != Gate.AUTOMATIC) {
        ruling = new Matrix.Ruling(rule.gate(), "Rule \"" + rule.id() + "\" requires approval");
      } else if (isAskedFirst(rule, action.type())) {
        ruling = new Matrix.Ruling(Gate.APPROVAL, "It cannot be undone");
      } else {
        ruling = dangerous(action, a).or(() -> guarded(devicesOf(action, a))).orElse(ruling);
      }
    } else if (rule.gate() == Gate.NEVER) {
      ruling = new Matrix.Ruling(Gate.NEVER, "Rule \"" + rule.id() + "\" forbids it");
    }
    return new PlannedAction(
            action,
            ruling.gate(),
            rule.id(),
            ruling.gate() == Gate.APPROVAL ? minding(action, ruling.because()) : ruling.because(),
            a.verdict(),
            List.of(known.key(a.evidence().entity())),
            offered(action, a),
            withheld(action, a).orElse(null))
        .through(connector(action, a));
  }

  /** What nobody's rule can loosen: it takes more with it than a threat. */
  private Optional<Matrix.Ruling> dangerous(RemediationAction action, Assessment a) {
    return Stream.of(
            warning(action),
            !action.type().onlyReads() && mayBeOfTheSystem(action.target())
                ? Optional.of("The file claims to be Microsoft's")
                : Optional.<String>empty(),
            action.type() == ActionType.KILL_PROCESS && VitalProcesses.includes(action.target())
                ? Optional.of("The system cannot run without a process of this name")
                : Optional.<String>empty(),
            isUnseenImage(action, a) ? Optional.of(UNSEEN_IMAGE) : Optional.<String>empty(),
            exclusions.touch(action.target())
                ? Optional.of("It also lies in a folder that the policy excludes")
                : Optional.<String>empty())
        .flatMap(Optional::stream)
        .findFirst()
        .map(because -> new Matrix.Ruling(Gate.APPROVAL, because));
  }

  /** What a back end's own look at the target says against it, whatever an alert says of it. */
  private Optional<String> warning(RemediationAction action) {
    return said(action).filter(Withheld::waitsForAPerson).map(Withheld::because).findFirst();
  }

  private Stream<Withheld> said(RemediationAction action) {
    return Stream.ofNullable(piece(action.target()))
        .flatMap(target -> target.withheld().stream())
        .filter(w -> w.type() == action.type());
  }

  /** A person who is asked for another reason is told too. */
  private String minding(RemediationAction action, String because) {
    return said(action)
        .filter(w -> !w.isImpossible())
        .map(Withheld::because)
        .filter(said -> !said.equals(because))
        .reduce(because, (sentence, said) -> sentence + ". Note: " + said);
  }

  /** The file that a bad process runs from, where nobody has looked at it. */
  private boolean isUnseenImage(RemediationAction action, Assessment a) {
    var image = piece(action.target());
    return isImageOf(action, a) && (image == null || !image.answered());
  }

  /**
   * The program that a bad process runs from, where that is harmless, or no threat as far as is
   * known and nothing that a back end would take away: what it was made to do does not make it bad.
   */
  private boolean isMerelyMisused(RemediationAction action, Assessment a) {
    var image = piece(action.target());
    return isImageOf(action, a)
        && image != null
        && (image.verdict() == Verdict.NO_THREATS_FOUND
            || (!image.verdict().isThreat() && warning(action).isPresent() && !offered(action, a)));
  }

  private static boolean isImageOf(RemediationAction action, Assessment a) {
    return a.evidence().entity() instanceof ProcessArtifact
        && action.target() instanceof FileArtifact;
  }

  /**
   * A maker's name is easily forged, so that it clears nothing; but a system whose own files are
   * taken away does not start again.
   */
  private boolean mayBeOfTheSystem(Entity target) {
    var piece = piece(target);
    return Stream.of(target, piece == null ? target : piece.evidence().entity())
        .anyMatch(
            e ->
                e instanceof FileArtifact file
                    && file.signer() != null
                    && file.signer().toLowerCase(Locale.ROOT).contains("microsoft"));
  }

  /** What the matrix says; the most careful word, where the case and the back end differ. */
  private Matrix.Ruling ruling(RemediationAction action, Assessment a) {
    // How many they are is an alert's word until the mail itself has been searched.
    if (a.verdict() == Verdict.MALICIOUS && a.examined() && automaticClusters.admits(action)) {
      return new Matrix.Ruling(
          Gate.AUTOMATIC,
          "The messages share a malicious file or URL, and the policy allows this automatically");
    }
    var lies = zones(action, a);
    return levels(devicesOf(action, a))
        .flatMap(
            level ->
                lies.stream()
                    .map(zone -> Matrix.gate(a.verdict(), action.type().area(), level, zone)))
        .reduce((one, other) -> one.gate().compareTo(other.gate()) >= 0 ? one : other)
        .orElseThrow();
  }

  /** Of all places of the evidence and of what is acted on; nowhere where none is known. */
  private List<FolderZone> zones(RemediationAction action, Assessment a) {
    var paths =
        Stream.of(a.evidence().entity(), action.target())
            .filter(OnDevice.class::isInstance)
            .flatMap(thing -> ((OnDevice) thing).paths())
            .distinct()
            .toList();
    return paths.isEmpty()
        ? List.of(FolderZone.NOWHERE)
        : paths.stream().map(known::zoneOf).distinct().toList();
  }

  /** What nobody's rule can loosen: a device that is protected, or may be. */
  private Optional<Matrix.Ruling> guarded(List<Device> concerned) {
    if (concerned.stream().anyMatch(d -> known.confirmed(d).isEmpty())) {
      return Optional.of(
          new Matrix.Ruling(
              Gate.APPROVAL,
              "No back end has confirmed which device this is and to which group it belongs"));
    }
    return Stream.concat(concerned.stream(), confirmed(concerned)).anyMatch(known::isProtected)
        ? Optional.of(new Matrix.Ruling(Gate.APPROVAL, "The device is protected"))
        : Optional.empty();
  }

  private Stream<AutomationLevel> levels(List<Device> concerned) {
    return concerned.isEmpty()
        ? Stream.of(policy.defaultLevel())
        : Stream.concat(concerned.stream(), confirmed(concerned)).map(known::levelOf);
  }

  private Stream<Device> confirmed(List<Device> concerned) {
    return concerned.stream().flatMap(d -> known.confirmed(d).stream());
  }

  /** The device that the evidence is on, and the one that is acted on. */
  private List<Device> devicesOf(RemediationAction action, Assessment a) {
    return Stream.concat(deviceOf(a).stream(), known.deviceOf(action.target()).stream())
        .distinct()
        .toList();
  }

  private static boolean isAskedFirst(PolicyRule rule, ActionType type) {
    return type.alwaysWaits()
        || (rule.withoutUndo() == PolicyRule.WithoutUndo.ASK
            && !type.undoable()
            && !type.onlyReads());
  }

  private boolean offered(RemediationAction action, Assessment about) {
    var target = piece(action.target());
    return about.offered().contains(action.type())
        || (target != null && target.offered().contains(action.type()));
  }

  private @Nullable String connector(RemediationAction action, Assessment about) {
    return action.connector() == null
        ? connectors(action, about).stream().findFirst().orElse(null)
        : action.connector();
  }

  /** Who offers it: on the very thing, else on what led to it. */
  private List<String> connectors(RemediationAction action, Assessment about) {
    var target = piece(action.target());
    return (target != null && target.offered().contains(action.type()) ? target : about)
        .connectors(action.type());
  }

  private Optional<String> withheld(RemediationAction action, Assessment about) {
    if (piece(action.target()) == null && isUnseenImage(action, about)) {
      return Optional.of(UNSEEN_IMAGE);
    }
    return offered(action, about)
        ? Optional.empty()
        : Stream.concat(Stream.ofNullable(piece(action.target())), Stream.of(about))
            .flatMap(a -> a.withheld().stream())
            .filter(w -> w.type() == action.type() && w.isImpossible())
            .map(Withheld::because)
            .findFirst();
  }

  private Optional<Device> deviceOf(Assessment a) {
    return known.deviceOf(a.evidence().entity());
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
                    : other.unsupportedBecause())
        .through(one.connector() == null ? other.connector() : one.connector());
  }

  private static Verdict worse(Verdict one, Verdict other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** A message that a cluster holds is acted on with the cluster, once. */
  private List<PlannedAction> withoutCovered(List<PlannedAction> wanted) {
    var covered = new CoveredMail(wanted);
    var result = new ArrayList<PlannedAction>();
    for (var p : wanted) {
      if (covered.clusterOf(p).isEmpty()) {
        var merged = new Merged(p);
        covered.messagesIn(p).forEach(m -> merged.and(wanted.get(m), this::covering));
        result.add(merged.plan());
      }
    }
    return result;
  }

  /** Clusters of the very same messages are acted on once. */
  private static List<PlannedAction> withoutTwins(List<PlannedAction> wanted) {
    var result = new LinkedHashMap<String, Merged>();
    for (var p : wanted) {
      result.compute(
          p.action().subject(),
          (subject, known) -> known == null ? new Merged(p) : known.and(p, Planner::twins));
    }
    return result.sequencedValues().stream().map(Merged::plan).toList();
  }

  /** What is forbidden stays so; else nobody is asked about what runs by itself anyway. */
  private static PlannedAction twins(PlannedAction one, PlannedAction other) {
    var both = together(one, other);
    var free = one.gate() == Gate.AUTOMATIC ? one : other;
    return both.gate() == Gate.APPROVAL && free.gate() == Gate.AUTOMATIC && free.supported()
        ? new PlannedAction(
                one.action(),
                free.gate(),
                free.ruleId(),
                free.because(),
                both.verdict(),
                both.evidence(),
                true)
            .through(both.connector())
        : both;
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
            .through(both.connector())
        : both;
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
                    "The investigation has used up its automatic actions",
                    p.verdict(),
                    p.evidence(),
                    true)
                .through(p.connector()));
      } else if (p.gate() != Gate.NEVER) {
        result.add(p);
      }
    }
    return List.copyOf(result);
  }
}
