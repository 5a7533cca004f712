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
   */
  record KnownUser(UserAccount account, @Nullable String displayName, @Nullable Boolean enabled) {}

  /**
   * Looks accounts up by object id or user principal name; one with neither is skipped.
   *
   * @return by the key of the account as it was asked for
   */
  Map<EntityKey, KnownUser> find(List<UserAccount> accounts);
}
