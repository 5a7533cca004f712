/**
 * The organisation's own list of what is allowed and what is blocked; it decides where other
 * findings only weigh.
 */
@NullMarked
package dev.quaestor.analyzer.indicator;

import org.jspecify.annotations.NullMarked;
