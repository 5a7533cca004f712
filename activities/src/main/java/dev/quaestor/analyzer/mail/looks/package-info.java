/**
 * Mails judged by how they are made: the way they came, the program that wrote them, their letters,
 * their markup, what they say, whom they pretend to come from.
 *
 * <p>None of this proves anything by itself, and much of it comes together because one program
 * wrote it all. Therefore each {@link Aspect} names the family of what it saw, the strongest sign
 * of a family counts and the others of it do not, and all families together are capped below
 * Malicious. Only the combination that makes a credential phish goes beyond: see {@link
 * Impersonation}.
 */
@NullMarked
package dev.quaestor.analyzer.mail.looks;

import org.jspecify.annotations.NullMarked;
