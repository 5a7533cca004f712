package dev.quaestor.standalone;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test cannot do without: missing it is a failure in CI, and one line anywhere else. */
final class Needed {
  private Needed() {}

  static ConditionEvaluationResult program(
      String name, Optional<Path> found, ExtensionContext context) {
    if (found.isPresent()) {
      return ConditionEvaluationResult.enabled(name + " is there");
    }
    var why = "SKIPPED " + context.getDisplayName() + ": there is no " + name;
    if ("true".equals(System.getenv("QUAESTOR_REQUIRE_SERVERS"))) {
      throw new IllegalStateException(why + ", and QUAESTOR_REQUIRE_SERVERS=true");
    }
    System.out.println(why);
    return ConditionEvaluationResult.disabled(why);
  }
}
