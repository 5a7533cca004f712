package dev.quaestor.approval;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Policy;
import org.jspecify.annotations.Nullable;

/** What it takes to approve an action, as the policy says of what is known of it. Pure. */
public final class Terms {
  private final Policy policy;
  private final DeviceGroups groups;
  private final CaseKnowledge known;
  private final @Nullable Severity severity;

  /**
   * @param severity the case's; null where there is none, or it is not known
   */
  public Terms(Policy policy, CaseKnowledge known, @Nullable Severity severity) {
    this.policy = policy;
    this.groups = new DeviceGroups(policy);
    this.known = known;
    this.severity = severity;
  }

  public ApprovalTerms of(RemediationAction action, Verdict verdict, ApprovalRule.Source source) {
    return ApprovalRule.terms(
        policy.approvals().rules(),
        new ApprovalRule.Asked(action.type(), group(action), severity, verdict, source));
  }

  /** Of a device that nobody has confirmed it is not known. */
  private @Nullable String group(RemediationAction action) {
    return CaseKnowledge.keyOfDevice(action.target()).isEmpty()
        ? ApprovalRule.Asked.NO_GROUP
        : known
            .confirmedDeviceOf(action)
            .map(
                device ->
                    groups
                        .groupOf(device)
                        .map(DeviceGroup::name)
                        .orElse(ApprovalRule.Asked.NO_GROUP))
            .orElse(null);
  }
}
