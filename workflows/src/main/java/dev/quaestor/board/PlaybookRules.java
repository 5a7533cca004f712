package dev.quaestor.board;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
      List<Evidence> batch, List<Assessment> pieces, Policy.Limits limits, Instant startedAt) {
    var concerned = concerned(pieces);
    var subjects = batch.stream().map(Evidence::key).filter(concerned::contains).toList();
    if (subjects.isEmpty()) {
      return Optional.empty();
    }
    var back = limits.searchBack().compareTo(BACK) < 0 ? limits.searchBack() : BACK;
    return Optional.of(
        new Playbook(subjects, room(concerned, pieces, limits), startedAt.minus(back)));
  }

  private static int room(Set<EntityKey> concerned, List<Assessment> pieces, Policy.Limits limits) {
    var all = limits.maxEntities() / PART;
    var found = pieces.stream().filter(a -> isFoundAt(concerned, a.evidence())).count();
    // Batches are looked at side by side, none knowing what the others will find.
    var share = Math.min(MOST_FOR_ONE, all / concerned.size());
    var deepest =
        pieces.stream()
            .filter(a -> concerned.contains(a.key()))
            .mapToInt(PlaybookRules::depth)
            .max();
    return deepest.orElse(0) < limits.maxDepth() && found < all ? share : 0;
  }

  private static int depth(Assessment a) {
    return a.evidence().depth();
  }

  private static boolean isFoundAt(Set<EntityKey> concerned, Evidence piece) {
    return piece.foundFrom() != null && concerned.contains(piece.foundFrom());
  }

  private static Set<EntityKey> concerned(List<Assessment> pieces) {
    var named = pieces.stream().map(Assessment::evidence).filter(e -> e.depth() == 0).toList();
    var hosts =
        named.stream()
            .map(Evidence::entity)
            .filter(OnDevice.class::isInstance)
            .flatMap(e -> ((OnDevice) e).deviceKey().stream())
            .collect(Collectors.toSet());
    return pieces.stream()
        .map(Assessment::evidence)
        .filter(
            e ->
                switch (e.entity()) {
                  case Device d -> e.depth() == 0 || hosts.contains(d.key());
                  case UserAccount u -> e.depth() == 0;
                  default -> false;
                })
        .map(Evidence::key)
        .collect(Collectors.toSet());
  }
}
