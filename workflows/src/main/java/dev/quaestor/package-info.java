/**
 * What is decided. From the ground: entity, action, evidence, alert; policy plans and approval
 * binds; ledger is what is told and call how the world is reached; order and investigation are the
 * workflows, and here is the list of them that a worker registers.
 */
@NullMarked
package dev.quaestor;

import org.jspecify.annotations.NullMarked;
