package dev.quaestor.starter;

import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyOverrides;
import dev.quaestor.starter.policy.PolicyReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;

/** Puts revision 1 of the policy before the first case can open. */
record FirstPolicy(PolicyStore store, PolicyProperties properties) {

  /**
   * @throws IllegalStateException when there is no policy yet and the configured one is not one:
   *     nothing may run without a policy
   */
  void putIfNone() {
    if (store.current().isPresent()) {
      return;
    }
    var yaml = text();
    switch (PolicyFile.read(yaml)) {
      case PolicyReading.Read read -> store.putFirst(yaml, read.policy(), "installation");
      case PolicyReading.Refused refused ->
          throw new IllegalStateException(
              "the first policy, %s, is not valid: %s"
                  .formatted(
                      properties.initial().getDescription(),
                      refused.problems().stream()
                          .map(Object::toString)
                          .collect(Collectors.joining("; "))));
    }
  }

  private String text() {
    try {
      requirePlain(properties.initial());
      return PolicyOverrides.in(
          properties.initial().getContentAsString(StandardCharsets.UTF_8), properties.overrides());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the first policy, " + properties.initial().getDescription(), e);
    }
  }

  /** A pipe that nobody writes to would be waited for without end. */
  static void requirePlain(Resource initial) throws IOException {
    if (initial.isFile()
        && initial.getFile().exists()
        && !Files.isRegularFile(initial.getFile().toPath())) {
      throw new IllegalStateException(
          "the first policy, %s, is not a plain file".formatted(initial.getDescription()));
    }
  }
}
