/**
 * The Defender for Endpoint API: machines and their actions, files, indicators, alerts, the live
 * response library.
 *
 * <p>Why this room exists: it is the vendor's contract, field names, case and error codes included,
 * over the tenant's state.
 */
@NullMarked
package dev.quaestor.lab.defender;

import org.jspecify.annotations.NullMarked;
