/**
 * A reported mail as an alert: the message is read, nothing in it is followed, opened or run. Sees
 * the tools of {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.mail;

import org.jspecify.annotations.NullMarked;
