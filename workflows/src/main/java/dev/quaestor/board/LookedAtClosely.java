package dev.quaestor.board;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.persistent.Positions;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The devices and accounts of a case that are looked at closely: see {@link PlaybookRules}.
 *
 * @param hosts what an alert names that is on a device, by that device
 * @param concerned where they stand
 * @param depths where they stand, by how far they are from an alert
 * @param foundFrom what was found, by what led to it
 * @param found how much was found from them
 */
record LookedAtClosely(
    Positions<EntityKey> hosts,
    Positions<EntityKey> concerned,
    Positions<Integer> depths,
    Positions<EntityKey> foundFrom,
    int found,
    int size) {
  static LookedAtClosely none() {
    return new LookedAtClosely(
        Positions.none(), Positions.none(), Positions.none(), Positions.none(), 0, 0);
  }

  /**
   * With a piece as it is now.
   *
   * @param find what the case has under a key, that piece as it is now
   */
  LookedAtClosely with(
      int position,
      EntityKey key,
      @Nullable Assessment then,
      Assessment now,
      Function<EntityKey, Optional<Integer>> find,
      Function<Integer, Assessment> get) {
    var evidence = now.evidence();
    if (then != null && then.evidence() == evidence) {
      return this;
    }
    var after = then == null ? finding(position, evidence) : this;
    var was = then == null ? Optional.<EntityKey>empty() : host(then.evidence());
    var is = host(evidence);
    if (!was.equals(is)) {
      after = after.hosted(was, is, position);
      for (var device : Stream.concat(was.stream(), is.stream()).toList()) {
        var there = find.apply(device);
        if (there.isPresent() && there.get() != position) {
          after = after.judged(there.get(), device, get.apply(there.get()).evidence());
        }
      }
    }
    return after.judged(position, key, evidence);
  }

  private LookedAtClosely finding(int position, Evidence evidence) {
    var from = evidence.foundFrom();
    return from == null
        ? this
        : new LookedAtClosely(
            hosts,
            concerned,
            depths,
            foundFrom.with(from, position),
            found + (concerned.has(from) ? 1 : 0),
            size);
  }

  private LookedAtClosely hosted(Optional<EntityKey> was, Optional<EntityKey> is, int position) {
    var there = hosts;
    if (was.isPresent()) {
      there = there.without(was.get(), position);
    }
    if (is.isPresent()) {
      there = there.with(is.get(), position);
    }
    return new LookedAtClosely(there, concerned, depths, foundFrom, found, size);
  }

  private static Optional<EntityKey> host(Evidence evidence) {
    return evidence.depth() == 0 && evidence.entity() instanceof OnDevice on
        ? on.deviceKey()
        : Optional.empty();
  }

  private LookedAtClosely judged(int position, EntityKey key, Evidence evidence) {
    var left = concerned.has(key) ? without(position, key) : this;
    return left.isConcerned(key, evidence) ? left.with(position, key, evidence.depth()) : left;
  }

  private boolean isConcerned(EntityKey key, Evidence evidence) {
    return switch (evidence.entity()) {
      case Device d -> evidence.depth() == 0 || hosts.has(key);
      case UserAccount u -> evidence.depth() == 0;
      default -> false;
    };
  }

  private LookedAtClosely with(int position, EntityKey key, int depth) {
    return new LookedAtClosely(
        hosts,
        concerned.with(key, position),
        depths.with(depth, position),
        foundFrom,
        found + foundFrom.count(key),
        size + 1);
  }

  private LookedAtClosely without(int position, EntityKey key) {
    var shallower = depths;
    for (var depth = 0; depth <= depths.greatest().orElse(0); depth++) {
      shallower =
          shallower.of(depth).contains(position) ? shallower.without(depth, position) : shallower;
    }
    return new LookedAtClosely(
        hosts,
        concerned.without(key, position),
        shallower,
        foundFrom,
        found - foundFrom.count(key),
        size - 1);
  }

  int deepest() {
    return depths.greatest().orElse(0);
  }
}
