/**
 * How either process reads its secrets from where its settings say they are. What is read is handed
 * on and never remembered, so that a secret that was changed counts the next time it is used.
 */
@NullMarked
package dev.quaestor.secret;

import org.jspecify.annotations.NullMarked;
