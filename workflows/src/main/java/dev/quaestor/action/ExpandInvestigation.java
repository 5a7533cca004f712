package dev.quaestor.action;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.text.Counted;
import java.util.List;

/**
 * Lets an investigation follow one thing to many devices. Reaching that many is itself a step that
 * a person agrees to (DOMAIN §1.4); nothing is done to any back end, so that no activity is asked.
 *
 * @param target what was found on all of them
 * @param devices the names or ids of the devices that wait
 */
public record ExpandInvestigation(Entity target, List<String> devices)
    implements RemediationAction {
  public ExpandInvestigation {
    devices = devices.stream().sorted().distinct().toList();
  }

  /** Binds a decision to the very devices that were shown. */
  @Override
  public String parameters() {
    return String.join(",", devices);
  }

  /** It does nothing on the device that the thing was seen on. */
  @Override
  public EntityKey lane() {
    return target.key();
  }

  @Override
  public String summary() {
    return "%s to %s: %s"
        .formatted(
            type().title(), Counted.of(devices.size(), "device", "devices"), target().label());
  }
}
