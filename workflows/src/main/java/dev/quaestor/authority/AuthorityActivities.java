package dev.quaestor.authority;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/**
 * Who may be believed. A local activity of the worker that runs the workflow: the keys are that
 * worker's own configuration and never come with a message, and the answer is in the history.
 */
@ActivityInterface
public interface AuthorityActivities {

  /**
   * Checks a seal against the public keys of the starters that this worker knows. Reads only, asks
   * nobody and never fails: what cannot be verified is {@link Voucher.Invalid}.
   *
   * @param seal as {@link Seal} has it (Ed25519, RFC 8032); null for a message without one
   */
  @ActivityMethod(name = "VerifyAuthor")
  Voucher verify(Statement statement, @Nullable String seal);
}
