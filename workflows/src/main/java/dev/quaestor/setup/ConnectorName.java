package dev.quaestor.setup;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people call a connector, as {@code defender}. A worker configures it, a starter asks for it,
 * and records keep it.
 */
public final class ConnectorName {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private ConnectorName() {}

  /** Whether it is 1 to 40 lower-case letters, digits and dashes. */
  public static boolean is(@Nullable String text) {
    return text != null && NAME.matches(text);
  }
}
