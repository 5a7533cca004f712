package dev.quaestor.entity;

/**
 * Something a vendor names that Quaestor has no kind for. It is kept, shown and stays Unknown, so
 * that nothing an alert said is lost. Whether its case counts is not known, so it does.
 *
 * @param vendorKind the vendor's own word for it
 */
public record OtherArtifact(String vendorKind, String name) implements Entity {
  @Override
  public EntityKey key() {
    return EntityKey.of("other", vendorKind, name);
  }

  @Override
  public String label() {
    return vendorKind + " " + name;
  }
}
