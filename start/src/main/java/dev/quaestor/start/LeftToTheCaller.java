package dev.quaestor.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Keeps Spring from reporting a start that failed, with a stack or in its own form: whoever started
 * it gets the exception, and tells people.
 */
final class LeftToTheCaller implements SpringBootExceptionReporter {

  // Made by Spring, which hands over what it has.
  LeftToTheCaller(@Nullable ConfigurableApplicationContext context) {}

  @Override
  public boolean reportException(Throwable failure) {
    return true;
  }
}
