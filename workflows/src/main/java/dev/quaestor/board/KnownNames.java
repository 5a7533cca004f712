package dev.quaestor.board;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.persistent.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What else the things of a case are called, as far as those say so who keep them: a device that an
 * alert names by its name is sighted under its id. A name that two of them have is nobody's.
 */
record KnownNames(Positions<EntityKey> claimed) {
  static KnownNames none() {
    return new KnownNames(Positions.none());
  }

  KnownNames with(int position, @Nullable Assessment then, Assessment now) {
    if (!mayHaveOthers(now.evidence().entity())) {
      return this;
    }
    var names = claimed;
    if (then != null) {
      for (var other : others(then)) {
        names = names.without(other, position);
      }
    }
    for (var other : others(now)) {
      names = names.with(other, position);
    }
    return new KnownNames(names);
  }

  /** A key may take long to make: of nothing else is one made. */
  private static boolean mayHaveOthers(Entity entity) {
    return entity instanceof Device || entity instanceof UserAccount;
  }

  private static List<EntityKey> others(Assessment a) {
    var others = new ArrayList<EntityKey>();
    var entity = a.evidence().entity();
    var device = a.confirmed();
    if (device != null) {
      others.add(device.key());
      a.names().forEach(name -> others.add(Device.ofId(name).key()));
      // A first label alone may be another machine's as well.
      if (device.name() != null && device.name().indexOf('.') > 0) {
        others.add(Device.ofId(device.name()).key());
      }
    } else if (entity instanceof UserAccount user && a.examined()) {
      if (user.sid() != null) {
        others.add(new UserAccount(null, null, user.sid(), null, null).key());
      }
      if (user.accountName() != null && user.domain() != null && !user.domain().isBlank()) {
        others.add(new UserAccount(null, null, null, user.accountName(), user.domain()).key());
      }
    }
    return others.stream().distinct().filter(k -> !k.equals(a.key())).toList();
  }

  /** The same evidence under the names by which the case has it, and what it is on. */
  Evidence asHere(Evidence evidence, IndexedPieces pieces) {
    if (mayHaveOthers(evidence.entity())) {
      return called(evidence.key(), pieces).map(evidence::withEntity).orElse(evidence);
    }
    return evidence.entity() instanceof OnDevice on
            && on.deviceKey().flatMap(d -> called(d, pieces)).orElse(null) instanceof Device here
        ? evidence.withEntity(on.movedTo(here.handle()))
        : evidence;
  }

  /** A piece that goes by that name itself is that thing; a name of two is of neither. */
  private Optional<Entity> called(EntityKey name, IndexedPieces pieces) {
    return claimed.count(name) == 1 && !pieces.has(name)
        ? Optional.of(pieces.get(claimed.first(name).orElseThrow()).evidence().entity())
        : Optional.empty();
  }
}
