/**
 * What engines recognise in the bytes of a mail or a file, weighed. An engine's silence calms
 * nothing: it knows what somebody has seen before.
 */
@NullMarked
package dev.quaestor.analyzer.content;

import org.jspecify.annotations.NullMarked;
