package dev.quaestor.starter.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What needs no role, because it is the way in or out. Where it can be reached without a session is
 * for {@link PageDoor} to say, by its exact path.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ForAnybody {}
