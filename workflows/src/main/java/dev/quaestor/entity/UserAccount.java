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
    // The directory takes an id or a principal name for one another; a SID is none of them.
    if (userId != null) {
      return EntityKey.of("user", LetterCase.foldedId(userId));
    }
    if (userPrincipalName != null) {
      return EntityKey.of("user", MailAddress.canonical(userPrincipalName));
    }
    return sid != null
        ? EntityKey.of("user", "sid", LetterCase.foldedId(sid))
        : account(domain, String.valueOf(accountName));
  }

  /** A domain does not count case; an account of a machine alone may be of Linux, which does. */
  private static EntityKey account(@Nullable String domain, String name) {
    var cut = name.indexOf('\\');
    if ((domain == null || domain.isBlank()) && cut > 0) {
      return account(name.substring(0, cut), name.substring(cut + 1));
    }
    return domain == null || domain.isBlank()
        ? EntityKey.of("user", "account", null, name)
        : EntityKey.of("user", "account", LetterCase.foldedId(domain), LetterCase.foldedId(name));
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
