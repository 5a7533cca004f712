package dev.quaestor.connector;

import java.util.List;

/** One configured back end. Safe for use by many threads. */
public interface Connector extends AutoCloseable {

  /** As the configuration calls it; unique in a worker. */
  String name();

  /** What it can do as it is configured; the same list for its whole life. */
  List<Capability> capabilities();

  @Override
  void close();
}
