/** Recorded histories of each shape, replayed against the code of today. */
package dev.quaestor.replay;
