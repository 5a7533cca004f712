package dev.quaestor.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.ActionType;
import dev.quaestor.authority.MessageKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that an organisation lets the engine do, as one value with a closed vocabulary. It is pinned
 * to a case when the case opens.
 *
 * @param deviceGroups by rank, highest first
 * @param defaultLevel the level of a device in no group
 * @param zones folders; {@code TEMP} is looked at before {@code CORE}, whatever the order here
 * @param automaticMail null where mail always waits for a person
 * @param alertUpdates null where nothing is written into the vendors' alerts
 */
public record Policy(
    String name,
    List<DeviceGroup> deviceGroups,
    AutomationLevel defaultLevel,
    List<ZonePatterns> zones,
    List<PolicyRule> rules,
    Approvals approvals,
    Guardrails guardrails,
    Limits limits,
    @Nullable AutomaticMail automaticMail,
    Manual manual,
    List<Exclusion> exclusions,
    List<Suppression> suppressions,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AlertUpdates alertUpdates) {

  /**
   * How decisions are taken.
   *
   * @param expireAfter how long an action waits; no answer by then means no
   * @param unsigned what a message without a starter's signature counts for, as one from the
   *     Temporal UI
   * @param unsignedMessages which kinds count where they are accepted; decisions alone by default.
   *     An alert is always investigated, and nothing that rests on an unsigned one runs by itself
   * @param rules what it takes to approve; where none matches, one approval
   * @param principals whose unsigned decisions count although unsigned ones do not, where Temporal
   *     itself says that they sent them
   */
  public record Approvals(
      Duration expireAfter,
      Unsigned unsigned,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MessageKind> unsignedMessages,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ApprovalRule> rules,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<KnownPrincipal> principals) {
    public Approvals {
      principals = principals == null ? List.of() : List.copyOf(principals);
      requireDistinct("principal", principals.stream().map(KnownPrincipal::principal).toList());
      rules = rules == null ? List.of() : List.copyOf(rules);
      requireDistinct("approval rule", rules.stream().map(ApprovalRule::id).toList());
      expireAfter = expireAfter == null ? Duration.ofDays(7) : expireAfter;
      unsigned = unsigned == null ? Unsigned.REFUSE : unsigned;
      unsignedMessages = unsignedMessages == null ? List.of() : List.copyOf(unsignedMessages);
      if (unsigned == Unsigned.REFUSE && !unsignedMessages.isEmpty()) {
        throw new IllegalArgumentException(
            "approvals.unsignedMessages may only be set with approvals.unsigned: ACCEPT");
      }
      if (unsignedMessages.contains(MessageKind.ALERT)) {
        throw new IllegalArgumentException(
            "approvals.unsignedMessages: ALERT does not belong here, because an alert is "
                + "always investigated and never counts as signed");
      }
      if (expireAfter.isNegative() || expireAfter.isZero()) {
        throw new IllegalArgumentException("approvals.expireAfter must be longer than zero");
      }
    }

    public Approvals(Duration expireAfter, Unsigned unsigned) {
      this(expireAfter, unsigned, List.of(), List.of(), List.of());
    }

    /** The kinds of message that count although nobody vouches for their author. */
    public List<MessageKind> countsUnsigned() {
      return switch (unsigned) {
        case REFUSE -> List.of();
        case ACCEPT -> unsignedMessages.isEmpty() ? List.of(MessageKind.DECIDE) : unsignedMessages;
      };
    }
  }

  /** What an unsigned message counts for. */
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
   * @param giveUpAfter how long an action waits for a device that is away, and evidence for a back
   *     end that is: then the case ends without it
   * @param expansionDevices from how many devices on, reached from one piece of evidence, following
   *     it there waits for a person
   * @param maxActions actions; a case that wants more ends {@code TERMINATED_BY_SYSTEM}
   */
  public record Limits(
      int maxEntities,
      int maxDepth,
      Duration searchBack,
      Duration giveUpAfter,
      int expansionDevices,
      int maxActions) {
    public Limits {
      if (maxEntities < 1) {
        throw new IllegalArgumentException("limits.maxEntities must be at least 1");
      }
      if (maxDepth < 0) {
        throw new IllegalArgumentException("limits.maxDepth is negative");
      }
      searchBack = searchBack == null ? Duration.ofDays(30) : searchBack;
      giveUpAfter = giveUpAfter == null ? Duration.ofDays(3) : giveUpAfter;
      // Policies pinned before they were there lack them.
      expansionDevices = expansionDevices == 0 ? EXPANSION_DEVICES : expansionDevices;
      maxActions = maxActions == 0 ? MAX_ACTIONS : maxActions;
      if (expansionDevices < 2) {
        throw new IllegalArgumentException("limits.expansionDevices must be at least 2");
      }
      if (maxActions < 1) {
        throw new IllegalArgumentException("limits.maxActions must be at least 1");
      }
    }

    public static final int MAX_ENTITIES = 1000;
    private static final int EXPANSION_DEVICES = 10;
    private static final int MAX_ACTIONS = 1000;

    public Limits(int maxEntities, int maxDepth, Duration searchBack, Duration giveUpAfter) {
      this(maxEntities, maxDepth, searchBack, giveUpAfter, EXPANSION_DEVICES, MAX_ACTIONS);
    }
  }

  /**
   * The opt-in to soft delete, without a person, what lies in mailboxes and shares a malicious file
   * or URL with the message of the case; other clusters, single messages and other actions on mail
   * still wait. Microsoft Defender for Office 365, <em>Automated remediation in AIR</em>.
   *
   * @param upToMessages a larger cluster waits for a person; at most 10,000
   */
  public record AutomaticMail(int upToMessages) {
    public static final int MOST = 10_000;

    public AutomaticMail {
      if (upToMessages < 1 || upToMessages > MOST) {
        throw new IllegalArgumentException("automaticMail.upToMessages must be 1 to " + MOST);
      }
    }
  }

  /**
   * What people may order by hand.
   *
   * @param analysts the actions that an analyst may run at once; any other one that an analyst
   *     orders is proposed, and waits for an approver of its area
   */
  public record Manual(List<ActionType> analysts) {
    public Manual {
      analysts = analysts == null ? asEver().analysts : List.copyOf(analysts);
    }

    /** What only looks; so it is where the policy says nothing. */
    public static Manual asEver() {
      return new Manual(
          List.of(
              ActionType.COLLECT_INVESTIGATION_PACKAGE,
              ActionType.RUN_ANTIVIRUS_SCAN,
              ActionType.REQUEST_SAMPLE));
    }
  }

  /**
   * Files that are skipped altogether: neither looked at nor acted on. Of one property any value is
   * enough; of several properties all must match. Defender, <em>Automation folder exclusions</em>.
   *
   * @param folders the folder and all below it, without its drive; no wildcard
   * @param extensions without the dot
   * @param names file names; {@code *} stands for any text
   * @param because why, for the record
   */
  public record Exclusion(
      String id,
      List<String> folders,
      List<String> extensions,
      List<String> names,
      @Nullable String because) {
    public Exclusion {
      folders = folders == null ? List.of() : List.copyOf(folders);
      extensions = extensions == null ? List.of() : List.copyOf(extensions);
      names = names == null ? List.of() : List.copyOf(names);
      if (folders.isEmpty() && extensions.isEmpty() && names.isEmpty()) {
        throw new IllegalArgumentException(
            "exclusion \"" + id + "\" matches nothing: specify folders, extensions or names");
      }
    }
  }

  /**
   * Alerts that get no investigation: a case all of whose alerts are suppressed ends at once as
   * {@code SUPPRESSED}, recorded. Of one property any value is enough; of several properties all
   * must match. Defender, <em>Manage alerts: suppression rules</em>.
   *
   * @param titles patterns on the alert's title; {@code *} stands for any text, as below
   * @param devices patterns on device names, tags and groups; empty for the whole organisation
   * @param hashes SHA-1, SHA-256 or MD5 of a file that the alert names
   * @param fileNames patterns on file names
   * @param folders patterns on folders
   * @param addresses IP addresses
   * @param urls patterns on URLs
   * @param commandLines patterns on command lines
   * @param until from when on it no longer counts; null for never
   * @param because why, for the record
   */
  public record Suppression(
      String id,
      List<String> titles,
      List<String> devices,
      List<String> hashes,
      List<String> fileNames,
      List<String> folders,
      List<String> addresses,
      List<String> urls,
      List<String> commandLines,
      @Nullable Instant until,
      @Nullable String because) {
    public Suppression {
      titles = titles == null ? List.of() : List.copyOf(titles);
      devices = devices == null ? List.of() : List.copyOf(devices);
      hashes = hashes == null ? List.of() : List.copyOf(hashes);
      fileNames = fileNames == null ? List.of() : List.copyOf(fileNames);
      folders = folders == null ? List.of() : List.copyOf(folders);
      addresses = addresses == null ? List.of() : List.copyOf(addresses);
      urls = urls == null ? List.of() : List.copyOf(urls);
      commandLines = commandLines == null ? List.of() : List.copyOf(commandLines);
      if (Stream.of(titles, hashes, fileNames, folders, addresses, urls, commandLines)
          .allMatch(List::isEmpty)) {
        throw new IllegalArgumentException(
            "suppression \"" + id + "\" would suppress everything: specify which alerts");
      }
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
    manual = manual == null ? Manual.asEver() : manual;
    exclusions = exclusions == null ? List.of() : List.copyOf(exclusions);
    suppressions = suppressions == null ? List.of() : List.copyOf(suppressions);
    requireDistinct("exclusion", exclusions.stream().map(Exclusion::id).toList());
    requireDistinct("suppression", suppressions.stream().map(Suppression::id).toList());
    requireDistinct("rule", rules.stream().map(PolicyRule::id).toList());
    requireDistinct("device group", deviceGroups.stream().map(DeviceGroup::name).toList());
  }

  public Policy(
      String name,
      List<DeviceGroup> deviceGroups,
      AutomationLevel defaultLevel,
      List<ZonePatterns> zones,
      List<PolicyRule> rules,
      Approvals approvals,
      Guardrails guardrails,
      Limits limits) {
    this(
        name,
        deviceGroups,
        defaultLevel,
        zones,
        rules,
        approvals,
        guardrails,
        limits,
        null,
        Manual.asEver(),
        List.of(),
        List.of());
  }

  /** Nothing is written into the vendors' alerts. */
  public Policy(
      String name,
      List<DeviceGroup> deviceGroups,
      AutomationLevel defaultLevel,
      List<ZonePatterns> zones,
      List<PolicyRule> rules,
      Approvals approvals,
      Guardrails guardrails,
      Limits limits,
      @Nullable AutomaticMail automaticMail,
      Manual manual,
      List<Exclusion> exclusions,
      List<Suppression> suppressions) {
    this(
        name,
        deviceGroups,
        defaultLevel,
        zones,
        rules,
        approvals,
        guardrails,
        limits,
        automaticMail,
        manual,
        exclusions,
        suppressions,
        null);
  }

  private static void requireDistinct(String what, List<String> names) {
    @Nullable String twice =
        names.stream()
            .filter(n -> names.indexOf(n) != names.lastIndexOf(n))
            .findFirst()
            .orElse(null);
    if (twice != null) {
      throw new IllegalArgumentException(what + " \"" + twice + "\" appears twice");
    }
  }
}
