package dev.quaestor.starter.intake;

import dev.quaestor.alert.AlertSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was posted into alerts. Thread-safe; pure; never throws on any body.
 */
public final class AlertReader {
  /** The largest body that is looked at, in bytes. */
  public static final int LARGEST_BODY = 10 * 1024 * 1024;

  /**
   * Reads a body: one alert, an array of them, the vendors' list {@code {"value":[…]}}, or one raw
   * message. All or nothing.
   *
   * @param body the bytes as they came; larger than {@link #LARGEST_BODY} is refused
   * @param contentType the Content-Type header; only a hint, the shape decides
   * @param forced the format to read it as, or null to detect it alert by alert
   */
  public Reading read(byte[] body, @Nullable String contentType, @Nullable AlertSource forced) {
    return new Reading.Refused(List.of(Problem.at("", "no format is known")));
  }
}
