package dev.quaestor.starter;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.authority.Author;
import org.jspecify.annotations.Nullable;

/**
 * An action that a person or service wants. Whoever hands it in has checked that they may order or
 * propose it.
 *
 * @param actionId the same id again is the same action
 * @param by who wants it
 * @param investigationId the case that it belongs to; null for none
 * @param proposed whether an approver decides first
 * @param undoes the action that it takes back, when it is the proposal of an undo
 * @param group what orders of one request share; null for a single one
 */
public record ManualOrder(
    String actionId,
    RemediationAction action,
    ActionSource source,
    Author by,
    @Nullable String comment,
    @Nullable String investigationId,
    boolean proposed,
    @Nullable String undoes,
    @Nullable String group) {}
