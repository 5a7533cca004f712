package dev.quaestor.execution;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.UserAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small directory of accounts, each known by its principal name, that can be disabled there. */
final class Accounts implements Connector {
  private final String name;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private final List<Capability> capabilities = List.of(new Directory(), new Control());

  /** By what somebody is signed in whom others have disabled. */
  final Map<String, String> signedIn = new ConcurrentHashMap<>();

  /** What it was told to do, each as verb and account. */
  final List<String> acts = new CopyOnWriteArrayList<>();

  volatile boolean away;

  Accounts(String name, String... known) {
    this.name = name;
    this.known.addAll(List.of(known));
  }

  void forget(String account) {
    known.remove(account);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public void close() {}

  private static String principal(UserAccount account) {
    return String.valueOf(account.userPrincipalName());
  }

  private final class Directory implements UserDirectory {
    @Override
    public Map<EntityKey, KnownUser> find(List<UserAccount> accounts) {
      if (away) {
        throw new ConnectorException(ConnectorException.Kind.DOWN, name + " is away");
      }
      var found = new LinkedHashMap<EntityKey, KnownUser>();
      accounts.stream()
          .filter(account -> known.contains(principal(account)))
          .forEach(
              account ->
                  found.put(
                      account.key(),
                      new KnownUser(
                          new UserAccount(
                              "id-" + principal(account), principal(account), null, null, null),
                          null,
                          true)));
      return found;
    }
  }

  private final class Control implements AccountControl {
    @Override
    public Optional<String> obstacle(
        UserAccount account, Power power, Acquaintance<KnownUser> acquaintance) {
      return acquaintance instanceof Acquaintance.Stranger<?>
          ? Optional.of(name + " has no such user")
          : Optional.empty();
    }

    @Override
    public Standing disabled(UserAccount account) {
      return disabled.contains(principal(account)) ? Standing.IN_FORCE : Standing.NOT_IN_FORCE;
    }

    @Override
    public Optional<String> stillSignedIn(UserAccount account) {
      return Optional.ofNullable(signedIn.get(principal(account)));
    }

    @Override
    public Progress disable(UserAccount account, Mandate mandate) {
      acts.add("disable " + principal(account));
      disabled.add(principal(account));
      return new Progress.Done("done by " + name);
    }

    @Override
    public Progress enable(UserAccount account, Mandate mandate) {
      acts.add("enable " + principal(account));
      disabled.remove(principal(account));
      return new Progress.Done("done by " + name);
    }

    @Override
    public Progress revokeSessions(UserAccount account, Mandate mandate) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Progress forcePasswordReset(UserAccount account, Mandate mandate) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Standing compromised(UserAccount account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Receipt.Risk risk(UserAccount account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> riskChangedSince(UserAccount account, Left left) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Progress confirmCompromised(UserAccount account, Mandate mandate) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Progress dismissRisk(UserAccount account, Mandate mandate) {
      throw new UnsupportedOperationException();
    }
  }
}
