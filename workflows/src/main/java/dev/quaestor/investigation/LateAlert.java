package dev.quaestor.investigation;

import dev.quaestor.alert.Alert;
import dev.quaestor.authority.Author;

/**
 * An alert that came after the end of a case was decided.
 *
 * @param by who stands behind it, as the case that it came to was told
 */
record LateAlert(Alert alert, Author by) {}
