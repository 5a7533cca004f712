package dev.quaestor.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On what a person tells a workflow: a field that is not known is refused wherever it is read. A
 * misspelt {@code planHash} would otherwise bind to nothing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Exact {}
