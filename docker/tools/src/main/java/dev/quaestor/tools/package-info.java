/**
 * What measures Quaestor and is no part of it: how fast the engine is, and how good its verdicts
 * are. It stands on top of the standalone, so that nothing that runs for an organisation carries
 * it, and adds its verbs to the command line of the house.
 */
@NullMarked
package dev.quaestor.tools;

import org.jspecify.annotations.NullMarked;
