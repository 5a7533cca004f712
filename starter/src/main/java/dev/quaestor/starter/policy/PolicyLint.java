package dev.quaestor.starter.policy;

import com.google.re2j.Pattern;
import dev.quaestor.action.ActionType;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import java.time.Instant;
import java.util.List;

/** What a valid policy says that its author hardly meant. */
final class PolicyLint {
  private static final Pattern ROOT = Pattern.compile("(?:[A-Za-z]:|%SystemDrive%)?[\\\\/.]*");
  private static final Pattern NO_LABEL = Pattern.compile("[\\\\/?^$|(){}\\[\\]]");

  private final Policy policy;
  private final Positions positions;
  private final Instant now;
  private final PolicyProblems found = new PolicyProblems();

  PolicyLint(Policy policy, Positions positions, Instant now) {
    this.policy = policy;
    this.positions = positions;
    this.now = now;
  }

  /** In the order of their lines. */
  List<PolicyProblem> warnings() {
    groups();
    new RuleLint(policy, this::warn, positions).check();
    new ApprovalLint(policy, this::warn).check();
    mail();
    exclusions();
    suppressions();
    guardrails();
    return found.all();
  }

  private void warn(String path, PolicyCode code, String message) {
    found.add(positions.at(path), path, code, message);
  }

  private void groups() {
    var groups = policy.deviceGroups();
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      var taker = groups.subList(0, i).stream().filter(g -> g.covers(group)).findFirst();
      if (taker.isPresent()) {
        warn(
            "deviceGroups[%d]".formatted(i),
            PolicyCode.UNREACHABLE_GROUP,
            "no device is ever in %s: %s comes before it and matches everything that it matches"
                .formatted(Vocabulary.quoted(group.name()), Vocabulary.quoted(taker.get().name())));
      }
    }
  }

  private void mail() {
    var served =
        policy.rules().stream()
            .anyMatch(
                r ->
                    r.gate() == Gate.AUTOMATIC
                        && r.evidence().contains(EntityKind.MAIL_CLUSTER)
                        && r.actions().contains(ActionType.SOFT_DELETE_EMAIL));
    if (policy.automaticMail() != null && !served) {
      warn(
          "automaticMail",
          PolicyCode.NEVER_AUTOMATIC,
          "no rule lets SOFT_DELETE_EMAIL on MAIL_CLUSTER run automatically, so mail still "
              + "waits for approval");
    }
  }

  private void exclusions() {
    var exclusions = policy.exclusions();
    for (int i = 0; i < exclusions.size(); i++) {
      var e = exclusions.get(i);
      for (int f = 0; f < e.folders().size(); f++) {
        if (ROOT.matcher(e.folders().get(f).strip()).matches()) {
          warn(
              "exclusions[%d].folders[%d]".formatted(i, f),
              PolicyCode.EXCLUDES_EVERYTHING,
              "%s is a whole drive: every file in it is skipped"
                  .formatted(Vocabulary.quoted(e.folders().get(f))));
        }
      }
      if (e.folders().isEmpty() && e.extensions().isEmpty() && e.names().contains("*")) {
        warn(
            "exclusions[%d].names".formatted(i),
            PolicyCode.EXCLUDES_EVERYTHING,
            "every file is skipped, wherever it is");
      }
    }
  }

  private void suppressions() {
    var suppressions = policy.suppressions();
    for (int i = 0; i < suppressions.size(); i++) {
      var until = suppressions.get(i).until();
      if (until != null && !now.isBefore(until)) {
        warn(
            "suppressions[%d].until".formatted(i),
            PolicyCode.EXPIRED_SUPPRESSION,
            "it expired on %s and suppresses nothing".formatted(until));
      }
    }
  }

  private void guardrails() {
    var path = "guardrails.protectedDevices";
    var devices = policy.guardrails().protectedDevices();
    if (devices.isEmpty() && positions.has(path)) {
      warn(path, PolicyCode.PROTECTS_NOTHING, "the list is empty: no device is protected");
    }
    for (int i = 0; i < devices.size(); i++) {
      if (NO_LABEL.matcher(devices.get(i)).find()) {
        warn(
            path + "[%d]".formatted(i),
            PolicyCode.PROTECTS_NOTHING,
            ("%s matches no name or tag of a device: only * is special, and no domain may come "
                        + "before")
                    .formatted(Vocabulary.quoted(devices.get(i)))
                + " a name");
      }
    }
  }
}
