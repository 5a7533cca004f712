package dev.quaestor.connector.capability;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Remedies;

/** Trying a credential without doing anything with it. */
public interface CredentialCheck extends Capability {

  /** What to do where it does not work, by the connector's own settings. */
  Remedies remedies();

  /** Where the back end is and as whom it is spoken to, for people; without any secret. */
  String sentence();

  /**
   * Asks the back end whether it takes the credential, by a call that reads next to nothing. It may
   * be repeated at will.
   *
   * @throws dev.quaestor.connector.ConnectorException {@code UNAUTHORIZED} when it is refused, as
   *     any other call when the back end cannot be asked
   */
  Access access();
}
