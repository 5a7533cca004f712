package dev.quaestor.approval;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.text.Sha256;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of what an approver is shown: the action, its target with its parameters, the
 * verdict it rests on, the policy's revision and who would do it. It is made of plain text and not
 * of JSON, because a library must not be able to change it under a running case.
 */
public final class PlanHash {
  private PlanHash() {}

  /**
   * @param connector who would do it; null where that is not known: the same as it was before it
   *     was known of any action
   */
  public static String of(
      RemediationAction action, String verdict, int policyRevision, @Nullable String connector) {
    var shown =
        String.join(
            "\n",
            action.type().name(),
            action.target().key().value(),
            action.parameters(),
            verdict,
            Integer.toString(policyRevision));
    // After the revision, which is but digits: no parameter can read as a connector's name.
    return Sha256.of(connector == null ? shown : shown + "\nby " + connector);
  }

  /** Of several actions decided together: of one, its own; of more, over all, in any order. */
  public static String ofAll(List<String> hashes) {
    return hashes.size() == 1
        ? hashes.getFirst()
        : Sha256.of(hashes.stream().sorted().collect(Collectors.joining("\n")));
  }

  /** A short id that the same text always gets: the first 80 bits of its SHA-256, hex. */
  public static String shortId(String text) {
    return Sha256.of(text).substring(0, 20);
  }
}
