package dev.quaestor.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that an organisation lets the engine do, as one value with a closed vocabulary. It is pinned
 * to a case when the case opens.
 *
 * @param deviceGroups by rank, highest first
 * @param defaultLevel the level of a device in no group
 * @param zones folders; {@code TEMP} is looked at before {@code CORE}, whatever the order here
 */
public record Policy(
    String name,
    List<DeviceGroup> deviceGroups,
    AutomationLevel defaultLevel,
    List<ZonePatterns> zones,
    List<PolicyRule> rules,
    Approvals approvals,
    Guardrails guardrails,
    Limits limits) {

  /**
   * How decisions are taken.
   *
   * @param expireAfter how long an action waits; no answer by then means no
   * @param unsigned what a decision without the API's signature counts for, as one from the
   *     Temporal UI
   */
  public record Approvals(Duration expireAfter, Unsigned unsigned) {
    public Approvals {
      expireAfter = expireAfter == null ? Duration.ofDays(7) : expireAfter;
      unsigned = unsigned == null ? Unsigned.REFUSE : unsigned;
      if (expireAfter.isNegative() || expireAfter.isZero()) {
        throw new IllegalArgumentException("approvals.expireAfter must be longer than nothing");
      }
    }
  }

  /** What an unsigned decision counts for. */
  public enum Unsigned {
    ACCEPT,
    REFUSE
  }

  /**
   * What no rule can loosen.
   *
   * @param protectedDevices patterns on device names and tags: nothing runs there by itself
   * @param maxAutomaticActions how many actions may run by themselves in one case; the next ones
   *     wait
   */
  public record Guardrails(List<String> protectedDevices, int maxAutomaticActions) {
    public Guardrails {
      protectedDevices = protectedDevices == null ? List.of() : List.copyOf(protectedDevices);
      if (maxAutomaticActions < 0) {
        throw new IllegalArgumentException("guardrails.maxAutomaticActions is negative");
      }
    }
  }

  /**
   * Where a case stops growing.
   *
   * @param maxEntities pieces of evidence; a case beyond it ends {@code TERMINATED_BY_SYSTEM}
   * @param maxDepth how many pivots away from an alert are still looked at
   * @param searchBack how far back searches for similar things go
   * @param giveUpAfter how long an action waits for a device that is away
   */
  public record Limits(int maxEntities, int maxDepth, Duration searchBack, Duration giveUpAfter) {
    public Limits {
      if (maxEntities < 1) {
        throw new IllegalArgumentException("limits.maxEntities must be at least 1");
      }
      if (maxDepth < 0) {
        throw new IllegalArgumentException("limits.maxDepth is negative");
      }
      searchBack = searchBack == null ? Duration.ofDays(30) : searchBack;
      giveUpAfter = giveUpAfter == null ? Duration.ofDays(3) : giveUpAfter;
    }
  }

  public Policy {
    deviceGroups = deviceGroups == null ? List.of() : List.copyOf(deviceGroups);
    defaultLevel = defaultLevel == null ? AutomationLevel.FULL : defaultLevel;
    zones = zones == null ? List.of() : List.copyOf(zones);
    rules = rules == null ? List.of() : List.copyOf(rules);
    approvals = approvals == null ? new Approvals(Duration.ofDays(7), Unsigned.REFUSE) : approvals;
    guardrails = guardrails == null ? new Guardrails(List.of(), 100) : guardrails;
    limits = limits == null ? new Limits(1000, 3, Duration.ofDays(30), Duration.ofDays(3)) : limits;
    requireDistinct("rule", rules.stream().map(PolicyRule::id).toList());
    requireDistinct("device group", deviceGroups.stream().map(DeviceGroup::name).toList());
  }

  private static void requireDistinct(String what, List<String> names) {
    @Nullable String twice =
        names.stream()
            .filter(n -> names.indexOf(n) != names.lastIndexOf(n))
            .findFirst()
            .orElse(null);
    if (twice != null) {
      throw new IllegalArgumentException(what + " \"" + twice + "\" is there twice");
    }
  }
}
