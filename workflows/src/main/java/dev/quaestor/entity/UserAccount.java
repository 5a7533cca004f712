package dev.quaestor.entity;

import org.jspecify.annotations.Nullable;

/**
 * An account of a person or a service.
 *
 * @param userId the directory's object id
 */
public record UserAccount(
    @Nullable String userId,
    @Nullable String userPrincipalName,
    @Nullable String sid,
    @Nullable String accountName,
    @Nullable String domain)
    implements Entity {
  public UserAccount {
    if (userId == null && userPrincipalName == null && sid == null && accountName == null) {
      throw new IllegalArgumentException(
          "a user needs userId, userPrincipalName, sid or accountName");
    }
  }

  @Override
  public EntityKey key() {
    if (userId != null) {
      return EntityKey.of("user", userId);
    }
    if (userPrincipalName != null) {
      return EntityKey.of("user", userPrincipalName);
    }
    return sid != null ? EntityKey.of("user", sid) : EntityKey.of("user", domain, accountName);
  }

  @Override
  public String label() {
    if (userPrincipalName != null) {
      return userPrincipalName;
    }
    if (accountName != null) {
      return domain == null ? accountName : domain + "\\" + accountName;
    }
    return sid != null ? sid : String.valueOf(userId);
  }
}
