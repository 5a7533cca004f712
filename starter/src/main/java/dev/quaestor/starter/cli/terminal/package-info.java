/**
 * What a command needs of the machine it runs on, and nothing of any server: the environment, the
 * files that were named, and a console that shows hostile text as text. A command that cannot be
 * done says so here, too, so that every room above fails in one way.
 */
@NullMarked
package dev.quaestor.starter.cli.terminal;

import org.jspecify.annotations.NullMarked;
