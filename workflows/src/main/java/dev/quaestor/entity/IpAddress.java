package dev.quaestor.entity;

/** An IPv4 or IPv6 address. With a zone it is one of that interface, whose name counts its case. */
public record IpAddress(String value) implements Entity {
  @Override
  public EntityKey key() {
    var text = value.strip();
    var zone = text.indexOf('%');
    var address = zone < 0 ? text : text.substring(0, zone);
    return EntityKey.whole(
        "ip",
        IpLiteral.of(address).map(IpLiteral::canonical).orElse(address)
            + (zone < 0 ? "" : text.substring(zone)));
  }

  @Override
  public String label() {
    return value;
  }
}
