/**
 * The ways to a Temporal for one JVM, in this order: the address given; a {@code temporal} binary
 * on the PATH or kept under {@code .quaestor}, as a dev server on a file; the same binary fetched
 * once by the SDK; else the SDK's in-JVM test server, volatile and for trying only.
 */
@NullMarked
package dev.quaestor.standalone.temporal;

import org.jspecify.annotations.NullMarked;
