package dev.quaestor.starter.policy;

import dev.quaestor.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A policy as YAML. Pure and thread-safe; {@link #read} never throws, whatever the text. */
public final class PolicyFile {
  /** The longest text that is read, in characters. */
  public static final int LONGEST = 1024 * 1024;

  private PolicyFile() {}

  /**
   * Reads a policy file. Its text, not the value, is what should be stored and shown again: it
   * holds the comments.
   *
   * <p>The keys are those of {@link dev.quaestor.policy.Policy} and its parts; every word is from a
   * closed set; spans of time are {@code 7d}, {@code 12h}, {@code 1d12h} or ISO 8601. {@code name}
   * and {@code rules} must be there. Anchors and aliases are not taken.
   *
   * @return the policy with what its author hardly meant, or every error with its line, none of
   *     which came to be
   */
  public static PolicyReading read(String yaml) {
    return read(yaml, Instant.now());
  }

  /** The same, as it would be read at that time; only warnings about what is over depend on it. */
  public static PolicyReading read(String yaml, Instant now) {
    var problems = new PolicyProblems();
    var root = YamlText.compose(yaml, problems);
    var policy =
        root.map(node -> YamlObject.of(node, "", YamlObject.keys(Policy.class), problems))
            .map(file -> new PolicyReader(file).read())
            .orElse(null);
    return policy != null && problems.none()
        ? new PolicyReading.Read(
            policy, new PolicyLint(policy, new Positions(root.orElseThrow()), now).warnings())
        : new PolicyReading.Refused(problems.all());
  }

  /** The text of the policy that a new installation begins with: unsigned decisions are refused. */
  public static String defaultText() {
    return shipped("default.yaml");
  }

  /** Examples for {@link #defaultText}. */
  public static String defaultExamples() {
    return shipped("default.examples.yaml");
  }

  /**
   * The JSON Schema (2020-12) of policy files, for editors. What it refuses is refused by {@link
   * #read}; the other way round not always: it does not know which names a file has given.
   */
  public static String schema() {
    return shipped("policy.schema.json");
  }

  private static String shipped(String name) {
    try (var in = PolicyFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build lost " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
