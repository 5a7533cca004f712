/**
 * Mails judged by what their own mail server found out about the sender, by the names they show a
 * reader, and by what they carry.
 */
@NullMarked
package dev.quaestor.analyzer.mail;

import org.jspecify.annotations.NullMarked;
