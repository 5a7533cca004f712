package dev.quaestor.standalone.temporal;

import java.util.Optional;

/** A Temporal that answers. Closing it ends what was started for it, and only that. */
public sealed interface TemporalServer extends AutoCloseable
    permits DevServer, EmbeddedTemporal, ExternalTemporal {

  /** Which of the ways it is. */
  enum Kind {
    EXTERNAL("external"),
    DEV_SERVER("dev-server"),
    EMBEDDED("embedded");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  Kind kind();

  /** Host and port of the frontend. */
  String target();

  /** The Web UI's address; empty where there is none. */
  Optional<String> webUi();

  @Override
  void close();
}
