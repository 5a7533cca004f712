package dev.quaestor.standalone.temporal;

import java.util.Optional;

/** One that somebody else runs. */
record ExternalTemporal(String target) implements TemporalServer {
  @Override
  public Kind kind() {
    return Kind.EXTERNAL;
  }

  @Override
  public Optional<String> webUi() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Not ours to end.
  }
}
