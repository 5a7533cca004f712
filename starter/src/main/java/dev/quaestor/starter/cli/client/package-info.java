/**
 * The server as commands see it: where it is, the token that may be shown there, one call for each
 * thing it can do, and its answers and refusals in words. It prints nothing. There is no Spring
 * here, because a client made by it takes longer to start than most commands take to run.
 */
@NullMarked
package dev.quaestor.starter.cli.client;

import org.jspecify.annotations.NullMarked;
