package dev.quaestor.starter.intake.format;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.starter.intake.json.Problems;
import org.jspecify.annotations.Nullable;

/** One way in which alerts are written. */
public interface AlertFormat {
  AlertSource source();

  /** Whether it looks like this format; a broken one of it should still be recognised. */
  boolean recognises(Payload payload);

  /**
   * Why this one is passed over among others: it is of this format and well, but no alert. Null for
   * what is to be read.
   */
  default @Nullable String skipped(Payload payload) {
    return null;
  }

  /**
   * Reads one alert.
   *
   * @param path where it stands in the body
   * @param problems takes what is wrong; an alert that is returned beside problems is not used
   * @return null when it cannot be read at all
   */
  @Nullable Alert read(Payload payload, String path, Problems problems);
}
