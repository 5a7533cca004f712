package dev.quaestor.approval;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Verdict;
import java.time.Instant;

/**
 * What an approver is asked: all that a decision is bound to, and why it is asked.
 *
 * @param because why the policy wants a person here, one sentence
 */
public record ApprovalRequest(
    String actionId,
    ActionType type,
    String summary,
    Entity target,
    Verdict verdict,
    String ruleId,
    String because,
    String planHash,
    Instant requestedAt,
    Instant expiresAt) {}
