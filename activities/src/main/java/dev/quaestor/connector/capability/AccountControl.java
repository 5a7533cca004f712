package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.UserAccount;

/** Holds sway over accounts. */
public interface AccountControl extends Capability {

  boolean knows(UserAccount account);

  /** Whether it is kept from signing in. */
  Standing disabled(UserAccount account);

  Progress disable(UserAccount account, Mandate mandate);

  Progress enable(UserAccount account, Mandate mandate);

  /** Ends all sessions; it takes minutes to bite, and repeating it ends newer ones too. */
  Progress revokeSessions(UserAccount account, Mandate mandate);

  /** Whether it is marked as compromised. */
  Standing compromised(UserAccount account);

  Progress confirmCompromised(UserAccount account, Mandate mandate);

  Progress dismissRisk(UserAccount account, Mandate mandate);
}
