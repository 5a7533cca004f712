package dev.quaestor.evidence;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.IpLiteral;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the alerts of a case are about, as against what they name for context or as what was hit: a
 * device that its directory knows does not clear the file that was found on it. Pure.
 */
public final class Subjects {
  private Subjects() {}

  /** In the order of the evidence. An alert that names nothing but assets is about those. */
  public static List<Assessment> of(List<Assessment> evidence) {
    var named = new LinkedHashMap<String, List<Assessment>>();
    for (var a : evidence) {
      for (var alert : new LinkedHashSet<>(a.evidence().alertIds())) {
        named.computeIfAbsent(alert, x -> new ArrayList<>()).add(a);
      }
    }
    var subjects = new HashSet<Assessment>();
    for (var each : named.sequencedValues()) {
      var about = each.stream().filter(a -> isAbout(a.evidence())).toList();
      subjects.addAll(about.isEmpty() ? each : about);
    }
    return evidence.stream().filter(subjects::contains).toList();
  }

  private static boolean isAbout(Evidence evidence) {
    if (evidence.roles().contains(Role.CONTEXTUAL)) {
      return false;
    }
    return !isAsset(evidence.entity())
        || evidence.roles().stream().anyMatch(Subjects::accuses)
        || isAccused(evidence.reported());
  }

  /** What an organisation has, and what attacks happen to. */
  static boolean isAsset(Entity entity) {
    return switch (entity.kind()) {
      case DEVICE, USER, MAILBOX -> true;
      case IP ->
          entity instanceof IpAddress address
              && IpLiteral.of(address.value()).filter(IpLiteral::isInternal).isPresent();
      case FILE,
          PROCESS,
          URL,
          MAIL_MESSAGE,
          MAIL_CLUSTER,
          MAILBOX_RULE,
          REGISTRY_ENTRY,
          SCHEDULED_TASK,
          SERVICE,
          DRIVER,
          OTHER ->
          false;
    };
  }

  private static boolean accuses(Role role) {
    return switch (role) {
      case COMPROMISED, ATTACKER, COMMAND_AND_CONTROL, SUSPICIOUS, POLICY_VIOLATOR -> true;
      case UNKNOWN,
          CONTEXTUAL,
          SCANNED,
          SOURCE,
          DESTINATION,
          CREATED,
          ADDED,
          EDITED,
          ATTACKED,
          LOADED ->
          false;
    };
  }

  private static boolean isAccused(Evidence.@Nullable ReportedVerdict reported) {
    return reported != null && reported.verdict() != null && reported.verdict().isThreat();
  }
}
