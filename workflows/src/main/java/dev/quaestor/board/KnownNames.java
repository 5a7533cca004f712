package dev.quaestor.board;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;

/**
 * What else the things of a case are called, as far as those say so who keep them: a device that an
 * alert names by its name is sighted under its id. A name that two of them have is nobody's.
 */
final class KnownNames {
  private final Map<EntityKey, Entity> called = new LinkedHashMap<>();

  private KnownNames() {}

  static KnownNames of(SequencedCollection<Assessment> pieces) {
    var names = new KnownNames();
    var taken = new HashSet<EntityKey>();
    pieces.stream()
        .filter(a -> mayHaveOthers(a.evidence().entity()))
        .forEach(a -> taken.add(a.key()));
    for (var a : pieces) {
      for (var other : others(a)) {
        // A piece that goes by that name itself is that thing; a name of two is of neither.
        if (!taken.contains(other)
            && names.called.putIfAbsent(other, a.evidence().entity()) != null) {
          names.called.remove(other);
          taken.add(other);
        }
      }
    }
    return names;
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
  Evidence asHere(Evidence evidence) {
    if (called.isEmpty()) {
      return evidence;
    }
    if (mayHaveOthers(evidence.entity())) {
      var same = called.get(evidence.key());
      return same == null ? evidence : evidence.withEntity(same);
    }
    return evidence.entity() instanceof OnDevice on
            && on.deviceKey().map(called::get).orElse(null) instanceof Device here
        ? evidence.withEntity(on.movedTo(here.handle()))
        : evidence;
  }
}
