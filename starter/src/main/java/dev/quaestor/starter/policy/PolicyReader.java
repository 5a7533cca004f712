package dev.quaestor.starter.policy;

import static dev.quaestor.starter.policy.YamlObject.keys;
import static java.util.Objects.requireNonNullElse;

import dev.quaestor.action.ActionType;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.policy.AlertUpdates;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.FolderZone;
import dev.quaestor.policy.KnownPrincipal;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.ZonePatterns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mapping of a policy file to {@link Policy}; a key that is left out has its default here. */
final class PolicyReader {
  private static final Policy.Limits LIMITS =
      new Policy.Limits(Policy.Limits.MAX_ENTITIES, 3, Duration.ofDays(30), Duration.ofDays(3));

  private final YamlObject file;

  PolicyReader(YamlObject file) {
    this.file = file;
  }

  /** Null only when something was noted. */
  @Nullable Policy read() {
    var name = file.requiredText("name");
    file.require("rules");
    var groupNames = new HashSet<String>();
    var groups = groups(groupNames);
    var level = file.word("defaultLevel", AutomationLevel.class);
    var zones = zones();
    var rules = new RuleReader(file, groupNames).read();
    var mail = automaticMail(file.object("automaticMail", keys(Policy.AutomaticMail.class)));
    var manual = manual(file.object("manual", keys(Policy.Manual.class)));
    var exclusions = SilenceReader.exclusions(file);
    var suppressions = SilenceReader.suppressions(file);
    var updates = alertUpdates(file.object("alertUpdates", keys(AlertUpdates.class)));
    var approvals = approvals(file.object("approvals", keys(Policy.Approvals.class)), groupNames);
    var guardrails = guardrails(file.object("guardrails", keys(Policy.Guardrails.class)));
    var limits = limits(file.object("limits", keys(Policy.Limits.class)));
    return name == null || approvals == null || guardrails == null || limits == null
        ? null
        : file.make(
            () ->
                new Policy(
                    name,
                    groups,
                    requireNonNullElse(level, AutomationLevel.FULL),
                    zones,
                    rules,
                    approvals,
                    guardrails,
                    limits,
                    mail,
                    manual,
                    exclusions,
                    suppressions,
                    updates));
  }

  /**
   * @param names gets the names, also of groups that are wrong otherwise: one error should not look
   *     like two
   */
  private List<DeviceGroup> groups(Set<String> names) {
    var groups = new ArrayList<DeviceGroup>();
    for (var item : file.objects("deviceGroups", keys(DeviceGroup.class))) {
      var name = item.newName("name", names);
      item.require("level");
      var level = item.word("level", AutomationLevel.class);
      var patterns =
          List.of(
              item.texts("names"),
              item.texts("domains"),
              item.texts("tags"),
              item.texts("osPlatforms"));
      if (name != null && level != null) {
        var group =
            item.make(
                () ->
                    new DeviceGroup(
                        name,
                        level,
                        patterns.get(0),
                        patterns.get(1),
                        patterns.get(2),
                        patterns.get(3)));
        if (group != null) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  private List<ZonePatterns> zones() {
    var zones = new ArrayList<ZonePatterns>();
    for (var item : file.objects("zones", keys(ZonePatterns.class))) {
      item.require("zone");
      item.require("patterns");
      var zone = item.word("zone", FolderZone.class);
      if (zone == FolderZone.NOWHERE) {
        item.problem(
            "zone",
            PolicyCode.MEANINGLESS,
            "NOWHERE is for things without a known path; it has no folders");
      }
      var patterns = item.texts("patterns");
      if (zone != null) {
        zones.add(new ZonePatterns(zone, patterns));
      }
    }
    return zones;
  }

  private static Policy.@Nullable AutomaticMail automaticMail(@Nullable YamlObject item) {
    if (item == null) {
      return null;
    }
    item.require("upToMessages");
    var most = Policy.AutomaticMail.MOST;
    return new Policy.AutomaticMail(item.number("upToMessages", 1, most, most));
  }

  private static @Nullable AlertUpdates alertUpdates(@Nullable YamlObject item) {
    if (item == null) {
      return null;
    }
    var onClose = item.words("onClose", AlertUpdates.Part.class);
    var onClassify = item.words("onClassify", AlertUpdates.Part.class);
    var assignTo = item.text("assignTo");
    return item.make(() -> new AlertUpdates(onClose, onClassify, assignTo));
  }

  private static Policy.Manual manual(@Nullable YamlObject item) {
    if (item == null) {
      return Policy.Manual.asEver();
    }
    item.require("analysts");
    return new Policy.Manual(item.words("analysts", ActionType.class));
  }

  private static Policy.@Nullable Approvals approvals(
      @Nullable YamlObject item, Set<String> groups) {
    if (item == null) {
      return new Policy.Approvals(Duration.ofDays(7), Policy.Unsigned.REFUSE);
    }
    var expireAfter = item.duration("expireAfter", Duration.ofDays(7));
    var unsigned = item.word("unsigned", Policy.Unsigned.class);
    var messages = item.words("unsignedMessages", MessageKind.class);
    var rules = new ApprovalRuleReader(item, groups).read();
    var principals = principals(item);
    return item.make(
        () ->
            new Policy.Approvals(
                expireAfter,
                requireNonNullElse(unsigned, Policy.Unsigned.REFUSE),
                messages,
                rules,
                principals));
  }

  private static List<KnownPrincipal> principals(YamlObject approvals) {
    var principals = new ArrayList<KnownPrincipal>();
    var names = new HashSet<String>();
    for (var item : approvals.objects("principals", keys(KnownPrincipal.class))) {
      item.requireSome("roles");
      var principal = item.newName("principal", names);
      var roles = item.texts("roles");
      roles.stream()
          .filter(r -> !KnownPrincipal.ROLES.contains(r))
          .forEach(
              r ->
                  item.problem(
                      "roles",
                      r,
                      PolicyCode.UNKNOWN_WORD,
                      Vocabulary.unknown(r, KnownPrincipal.ROLES)));
      if (principal != null && !roles.isEmpty() && KnownPrincipal.ROLES.containsAll(roles)) {
        var known = item.make(() -> new KnownPrincipal(principal, roles));
        if (known != null) {
          principals.add(known);
        }
      }
    }
    return principals;
  }

  private static Policy.@Nullable Guardrails guardrails(@Nullable YamlObject item) {
    if (item == null) {
      return new Policy.Guardrails(List.of(), 100);
    }
    var devices = item.texts("protectedDevices");
    var actions = item.number("maxAutomaticActions", 0, 100_000, 100);
    return item.make(() -> new Policy.Guardrails(devices, actions));
  }

  private static Policy.@Nullable Limits limits(@Nullable YamlObject item) {
    if (item == null) {
      return LIMITS;
    }
    var entities = item.number("maxEntities", 1, 100_000, LIMITS.maxEntities());
    var depth = item.number("maxDepth", 0, 20, LIMITS.maxDepth());
    var back = item.duration("searchBack", LIMITS.searchBack());
    var giveUp = item.duration("giveUpAfter", LIMITS.giveUpAfter());
    var devices = item.number("expansionDevices", 2, 10_000, LIMITS.expansionDevices());
    var actions = item.number("maxActions", 1, 10_000, LIMITS.maxActions());
    return item.make(() -> new Policy.Limits(entities, depth, back, giveUp, devices, actions));
  }
}
