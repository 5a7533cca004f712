/**
 * The organisation's own word on things: allow and block indicators, kept by the ledger, asked for
 * when evidence is looked at. An allow indicator clears whatever else was found; a block indicator
 * convicts. They are data and not policy, because they are many and come and go.
 */
@NullMarked
package dev.quaestor.indicator;

import org.jspecify.annotations.NullMarked;
