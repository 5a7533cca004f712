package dev.quaestor.connector.capability;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.UserAccount;
import java.util.Optional;

/**
 * Holds sway over accounts, each where it lives: in the cloud's directory, or in one on premises
 * from which the cloud's is copied.
 */
public interface AccountControl extends Capability {

  /** What is wanted of an account. */
  enum Power {
    /** Keeping it from signing in, and letting it again. */
    ACCESS,
    SESSIONS,
    PASSWORD,
    /** The mark of compromise. */
    RISK
  }

  /**
   * Why this cannot be had of this account; empty when it can, as far as can be said without
   * asking.
   *
   * @param known the account as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(UserAccount account, Power power, Acquaintance<KnownUser> known);

  /**
   * Whether it is kept from signing in.
   *
   * @throws dev.quaestor.connector.ConnectorException {@code NOT_FOUND} also when there is no such
   *     account
   */
  Standing disabled(UserAccount account);

  /**
   * By what one that is kept from signing in is signed in all the same, as a clause for people:
   * somebody else has disabled it and left that. Empty for nothing, and where nobody can tell.
   */
  Optional<String> stillSignedIn(UserAccount account);

  /**
   * Keeps it from signing in; repeating it changes nothing. The same mandate again is {@link
   * Progress.Done} again, so that a repeat after a lost answer can be undone.
   */
  Progress disable(UserAccount account, Mandate mandate);

  /**
   * Lets it sign in again; repeating it changes nothing, and the same mandate again is {@link
   * Progress.Done} again. Of another mandate one that may sign in is {@link Progress.Already},
   * where the back end can tell the two apart.
   */
  Progress enable(UserAccount account, Mandate mandate);

  /** Ends all sessions; it takes minutes to bite, and repeating it ends newer ones too. */
  Progress revokeSessions(UserAccount account, Mandate mandate);

  /**
   * Has the user choose a new password at the next sign-in; repeating it changes nothing. Where the
   * back end lets it be read, it has been read again.
   */
  Progress forcePasswordReset(UserAccount account, Mandate mandate);

  /** Whether it is marked as compromised. */
  Standing compromised(UserAccount account);

  /** Its risk as it stands now, and when it last changed. */
  Receipt.Risk risk(UserAccount account);

  /** What the directory says of its risk anew since it was left so; empty when nothing. */
  Optional<String> riskChangedSince(UserAccount account, Left left);

  /** Marks it. */
  Progress confirmCompromised(UserAccount account, Mandate mandate);

  /** Takes the mark away. */
  Progress dismissRisk(UserAccount account, Mandate mandate);
}
