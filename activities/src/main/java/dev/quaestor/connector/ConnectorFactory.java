package dev.quaestor.connector;

/** Makes connectors of one back end from settings. */
public interface ConnectorFactory {

  /**
   * Builds a connector without calling the back end, so that a back end that is down at start only
   * fails its own calls.
   *
   * @throws IllegalArgumentException naming the setting that is missing or wrong, never its value
   */
  Connector create(ConnectorSettings settings);
}
