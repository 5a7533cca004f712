/**
 * What is true in the tenant: devices and their files, mailboxes and their messages, users,
 * indicators, and the asynchronous work that changes them.
 *
 * <p>Why this room exists: the record of an action and the state of the world are different things,
 * and the engine's promise to verify effects is only worth something against a back end that keeps
 * them apart. Not thread safe by itself: callers hold the tenant's monitor.
 */
@NullMarked
package dev.quaestor.lab.tenant;

import org.jspecify.annotations.NullMarked;
