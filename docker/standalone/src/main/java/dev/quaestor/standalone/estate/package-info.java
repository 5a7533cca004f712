/**
 * The estate of {@code ./quaestor demo --estate open}: back ends of Debian's packages that run here
 * for as long as the demo does, in a private folder, on loopback and in namespaces of their own.
 * What is missing is said and left out. Everything that runs is noted before it does, so that the
 * next start ends what a killed one has left, and nothing else.
 */
@NullMarked
package dev.quaestor.standalone.estate;

import org.jspecify.annotations.NullMarked;
