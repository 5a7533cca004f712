package dev.quaestor.connector;

import java.util.Set;

/** Makes connectors of one back end from settings. */
public interface ConnectorFactory {

  /** The kind of back end, as the configuration names it: {@code defender}, {@code graph}. */
  String name();

  /** Names of the settings whose values must never be shown. */
  Set<String> secretSettings();

  /**
   * Builds a connector without calling the back end, so that a back end that is down at start only
   * fails its own calls.
   *
   * @throws IllegalArgumentException naming the setting that is missing or wrong, never its value
   */
  Connector create(ConnectorSettings settings);
}
