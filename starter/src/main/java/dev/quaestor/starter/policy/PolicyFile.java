package dev.quaestor.starter.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A policy as YAML. Pure and thread-safe; {@link #read} never throws, whatever the text. */
public final class PolicyFile {
  private PolicyFile() {}

  /** Reads a policy file; its text, not the value, is what is stored and shown again. */
  public static PolicyReading read(String yaml) {
    return new PolicyReading.Refused(List.of(new PolicyProblem(1, 1, "", "empty")));
  }

  /** The text of the policy that a new installation begins with: unsigned decisions are refused. */
  public static String defaultText() {
    return shipped("default.yaml");
  }

  /** The same for the standalone, which takes unsigned decisions from the Temporal UI. */
  public static String standaloneText() {
    return shipped("standalone.yaml");
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
