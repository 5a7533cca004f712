/**
 * The named values of a Windows event, which several shippers carry on: the same names mean the
 * same whoever wrapped them. Sees the tools of {@code format} and {@code json} only.
 */
@NullMarked
package dev.quaestor.starter.intake.windows;

import org.jspecify.annotations.NullMarked;
