package dev.quaestor.lab.tenant;

import tools.jackson.databind.node.ObjectNode;

/**
 * A process, scheduled task, registry entry, service or driver of a device: what it is like, and
 * whether it is there (runs, is enabled).
 */
public final class DeviceItem {
  private final String kind;
  private final String name;
  private ObjectNode image;
  private boolean present = true;

  DeviceItem(String kind, String name, ObjectNode image) {
    this.kind = kind;
    this.name = name;
    this.image = image;
  }

  /** {@code process}, {@code task}, {@code registry}, {@code service} or {@code driver}. */
  public String kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /** What a script on the device would read of it. */
  ObjectNode image() {
    return image;
  }

  public boolean present() {
    return present;
  }

  void remove() {
    present = false;
  }

  void restore(ObjectNode asItWas) {
    image = asItWas;
    present = true;
  }
}
