/**
 * What can be done about a verdict and how it is taken back. Every action knows its target, its
 * inverse and its D3FEND technique; every run goes ask, prepare, act, verify, record.
 */
@NullMarked
package dev.quaestor.remediation;

import org.jspecify.annotations.NullMarked;
