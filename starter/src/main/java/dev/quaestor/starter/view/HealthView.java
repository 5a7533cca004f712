package dev.quaestor.starter.view;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is well and what is not, what is broken first.
 *
 * @param state that of the worst of its parts
 */
@Schema(name = "Health", description = "What is well and what is not, what is broken first")
public record HealthView(State state, List<Part> parts) {
  /** How something is, the worst first. */
  @Schema(name = "HealthState")
  public enum State {
    BROKEN,
    /** It goes on, and somebody should look. */
    TROUBLED,
    /** Nobody could be asked, or nobody says. */
    NOT_KNOWN,
    WELL
  }

  /**
   * One part.
   *
   * @param name as {@code temporal} and {@code queue:remediation}
   * @param sentence how it is, in plain words
   * @param since when it began to be so, where that is known
   */
  @Schema(name = "HealthPart")
  public record Part(String name, State state, String sentence, @Nullable Instant since) {}

  public static HealthView of(List<Part> parts) {
    var sorted = parts.stream().sorted(Comparator.comparing(Part::state)).toList();
    return new HealthView(sorted.isEmpty() ? State.NOT_KNOWN : sorted.getFirst().state(), sorted);
  }
}
