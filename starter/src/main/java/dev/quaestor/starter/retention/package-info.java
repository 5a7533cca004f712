/**
 * What is past its time goes: closed cases with all that belongs to them, after they were archived
 * where somebody wants that, and bodies in the vault that nobody needs. It is a room of its own
 * because nothing else in the house deletes what it recorded, so that whoever asks what can vanish,
 * and when, has one place to read. Off unless the operator says how long. It decides when; that it
 * happens whole or not at all is the ledger's.
 */
@NullMarked
package dev.quaestor.starter.retention;

import org.jspecify.annotations.NullMarked;
