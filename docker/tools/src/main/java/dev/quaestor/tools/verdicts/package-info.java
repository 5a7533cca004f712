/**
 * Verdicts without a house: mails, alerts and hosts from files go through the same readers,
 * analyzers, propagation and rules as in an investigation, with nothing started and nobody asked.
 * For people who tune, and for scoring. What only a back end could say is missing here and is not
 * made up: what nobody knows stays Unknown.
 */
@NullMarked
package dev.quaestor.tools.verdicts;

import org.jspecify.annotations.NullMarked;
