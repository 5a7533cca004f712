package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows accounts. */
public interface UserDirectory extends Capability {

  /**
   * An account as the directory knows it.
   *
   * @param enabled whether it may sign in; null when not said
   * @param synced whether its home is a directory on premises, from which it is copied
   * @param external whether it is a guest, whose home is another tenant
   */
  record KnownUser(
      UserAccount account,
      @Nullable String displayName,
      @Nullable Boolean enabled,
      boolean synced,
      boolean external) {

    public KnownUser(UserAccount account, @Nullable String displayName, @Nullable Boolean enabled) {
      this(account, displayName, enabled, false, false);
    }

    /** What is to be said of an account that was looked for and that the directory has not. */
    public static KnownUser unseen(UserAccount account) {
      var nameless = account.userPrincipalName() == null && account.sid() == null;
      return new KnownUser(
          new UserAccount(
              null,
              account.userPrincipalName(),
              account.sid(),
              nameless && account.accountName() == null ? account.userId() : account.accountName(),
              account.domain()),
          null,
          null);
    }

    /** Whether the directory knows it: then it has an id there. */
    public boolean seen() {
      return account.userId() != null;
    }
  }

  /**
   * Looks accounts up by object id or user principal name; one with neither is skipped.
   *
   * @return by the key of the account as it was asked for
   */
  Map<EntityKey, KnownUser> find(List<UserAccount> accounts);
}
