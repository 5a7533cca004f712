package dev.quaestor.starter.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The roles one of which a call needs. A mapped method of ours without it is for admins alone. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Allowed {
  AccessRole[] value();

  /**
   * Whether it shows or changes what no scope narrows, as who may come in and what is done by
   * itself: then it is for those alone who may see everything.
   */
  boolean everything() default false;
}
