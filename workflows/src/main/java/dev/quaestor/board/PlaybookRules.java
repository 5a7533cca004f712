package dev.quaestor.board;

import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which devices and accounts are looked at closely: those that an alert or a person names, and
 * those that what it names is on. Not those that the case has grown to: what led there is known,
 * and each of them would lead to a hundred things more. Pure.
 */
final class PlaybookRules {
  /** Searches for similar things go further back; what is done on a device is told by the hour. */
  private static final Duration BACK = Duration.ofDays(7);

  /** What playbooks find takes no more than this part of the room that a case has. */
  private static final int PART = 4;

  /** Six kinds of traces with their files. */
  private static final int MOST_FOR_ONE = 120;

  private PlaybookRules() {}

  static Optional<Playbook> of(
      List<Evidence> batch, LookedAtClosely closely, Policy.Limits limits, Instant startedAt) {
    var subjects = batch.stream().map(Evidence::key).filter(closely.concerned()::has).toList();
    if (subjects.isEmpty()) {
      return Optional.empty();
    }
    var back = limits.searchBack().compareTo(BACK) < 0 ? limits.searchBack() : BACK;
    return Optional.of(new Playbook(subjects, room(closely, limits), startedAt.minus(back)));
  }

  private static int room(LookedAtClosely closely, Policy.Limits limits) {
    var all = limits.maxEntities() / PART;
    // Batches are looked at side by side, none knowing what the others will find.
    var share = Math.min(MOST_FOR_ONE, all / closely.size());
    return closely.deepest() < limits.maxDepth() && closely.found() < all ? share : 0;
  }
}
