package dev.quaestor.entity;

import org.jspecify.annotations.Nullable;

/** A mailbox by its primary address. */
public record Mailbox(String address, @Nullable String displayName) implements Entity {
  @Override
  public EntityKey key() {
    return EntityKey.whole("mailbox", MailAddress.canonical(address));
  }

  @Override
  public String label() {
    return address;
  }
}
