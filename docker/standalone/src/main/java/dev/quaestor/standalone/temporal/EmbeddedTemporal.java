package dev.quaestor.standalone.temporal;

import io.temporal.testserver.TestServer;
import java.util.Optional;

/** The SDK's test server in this JVM, with its time running like everybody's. */
final class EmbeddedTemporal implements TemporalServer {
  private final TestServer.PortBoundTestServer server;
  private final int port;

  private EmbeddedTemporal(TestServer.PortBoundTestServer server, int port) {
    this.server = server;
    this.port = port;
  }

  static EmbeddedTemporal start(int port) {
    return new EmbeddedTemporal(TestServer.createPortBoundServer(port, true), port);
  }

  @Override
  public Kind kind() {
    return Kind.EMBEDDED;
  }

  @Override
  public String target() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<String> webUi() {
    return Optional.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
