package dev.quaestor.board;

import dev.quaestor.action.Area;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.persistent.Positions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a case. Whoever may not act on devices brings one into it for what rests on their
 * own word: what waits for a person on anybody's better word goes on waiting.
 *
 * @param all what is on each, and the device itself
 * @param vouched of that, what somebody named who may act there, or was found on the word of one
 *     who may
 */
record CaseDevices(Positions<EntityKey> all, Positions<EntityKey> vouched) {
  static CaseDevices none() {
    return new CaseDevices(Positions.none(), Positions.none());
  }

  CaseDevices with(int position, @Nullable Assessment then, Assessment now) {
    var before = then == null ? null : then.evidence();
    var evidence = now.evidence();
    if (before == evidence) {
      return this;
    }
    var left = before == null ? this : changed(position, before, false);
    return left.changed(position, evidence, true);
  }

  private CaseDevices changed(int position, Evidence evidence, boolean isIn) {
    return ExpansionReach.deviceOf(evidence.entity())
        .map(
            device ->
                new CaseDevices(
                    changed(all, device, position, isIn),
                    mayAct(evidence) ? changed(vouched, device, position, isIn) : vouched))
        .orElse(this);
  }

  private static Positions<EntityKey> changed(
      Positions<EntityKey> all, EntityKey device, int position, boolean isIn) {
    return isIn ? all.with(device, position) : all.without(device, position);
  }

  private static boolean mayAct(Evidence e) {
    return e.remit().covers(Area.DEVICE);
  }

  /** These, and what joins now. */
  Known and(List<Evidence> joining) {
    var named = new HashSet<EntityKey>();
    var trusted = new HashSet<EntityKey>();
    for (var e : joining) {
      ExpansionReach.deviceOf(e.entity())
          .ifPresent(
              device -> {
                named.add(device);
                if (mayAct(e)) {
                  trusted.add(device);
                }
              });
    }
    return new Known(this, named, trusted);
  }

  /** The devices of a case with those of what joins it. */
  record Known(CaseDevices devices, Set<EntityKey> named, Set<EntityKey> trusted) {
    boolean has(Evidence e) {
      return ExpansionReach.deviceOf(e.entity())
          .filter(
              d ->
                  mayAct(e)
                      ? devices.vouched.has(d) || trusted.contains(d)
                      : devices.all.has(d) || named.contains(d))
          .isPresent();
    }

    boolean isBeyond(Evidence e) {
      return ExpansionReach.deviceOf(e.entity()).isPresent() && !has(e);
    }
  }
}
