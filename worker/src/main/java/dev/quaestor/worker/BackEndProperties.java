package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import java.util.Optional;

/** The settings of one kind of back end. */
sealed interface BackEndProperties
    permits DefenderProperties,
        GraphProperties,
        LinuxProperties,
        ImapProperties,
        KeycloakProperties,
        WazuhProperties,
        SquidProperties,
        UnboundProperties,
        ClamAvProperties,
        RspamdProperties {

  /** What its own settings begin with after {@code quaestor.}, and what its connector is called. */
  String kind();

  /** Whether what it cannot do without is set. */
  boolean isOn();

  /** Of the one under its own settings; empty when it is off. */
  default Optional<ConnectorSettings> settings() {
    return isOn() ? Optional.of(settings(kind(), "quaestor." + kind())) : Optional.empty();
  }

  /**
   * @param prefix what the names of these settings begin with
   */
  ConnectorSettings settings(String name, String prefix);
}
