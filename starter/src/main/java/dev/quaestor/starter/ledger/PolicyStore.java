package dev.quaestor.starter.ledger;

import dev.quaestor.policy.Policy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policy, every revision of it. A revision never changes; a case keeps the one that it opened
 * with.
 */
public final class PolicyStore {

  /** The one in force; empty before the first was put. */
  public Optional<PolicyRevision> current() {
    throw new UnsupportedOperationException();
  }

  public Optional<PolicyRevision> revision(int number) {
    throw new UnsupportedOperationException();
  }

  /** Newest first. */
  public Page<PolicyRevision> history(int page, int size) {
    throw new UnsupportedOperationException();
  }

  /**
   * Puts a new revision in force, for cases that open from now on.
   *
   * @param policy what the text says; the caller has read and checked it
   */
  public PolicyRevision put(String yaml, Policy policy, String author, @Nullable String comment) {
    throw new UnsupportedOperationException();
  }

  /** Puts the first revision, unless there is one; the one in force either way. */
  public PolicyRevision putFirst(String yaml, Policy policy, String author) {
    throw new UnsupportedOperationException();
  }
}
