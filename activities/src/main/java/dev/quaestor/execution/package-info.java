/**
 * The activity classes: find the connector that offers what is asked, call it, heartbeat, verify,
 * and translate breakage into the failure types that workflows know. No rules live here: what to do
 * was decided elsewhere.
 */
@NullMarked
package dev.quaestor.execution;

import org.jspecify.annotations.NullMarked;
