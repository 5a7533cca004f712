package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows accounts. The connector that offers it acts on those alone. */
public interface UserDirectory extends Capability {

  /**
   * An account as the directory knows it.
   *
   * @param account with its id there
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

    public KnownUser {
      if (account.userId() == null) {
        throw new IllegalArgumentException("an account that is known has an id");
      }
    }

    public KnownUser(UserAccount account, @Nullable String displayName, @Nullable Boolean enabled) {
      this(account, displayName, enabled, false, false);
    }
  }

  /**
   * Looks accounts up by object id or, where there is none, by user principal name; one with
   * neither is skipped. Another directory's id is nobody's, whatever its form.
   *
   * @return by the key of the account as it was asked for
   */
  Map<EntityKey, KnownUser> find(List<UserAccount> accounts);
}
