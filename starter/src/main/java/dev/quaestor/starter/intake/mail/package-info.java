/** A reported mail as an alert: the message is read, nothing in it is followed. */
@NullMarked
package dev.quaestor.starter.intake.mail;

import org.jspecify.annotations.NullMarked;
