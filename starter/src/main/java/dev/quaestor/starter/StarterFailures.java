package dev.quaestor.starter;

import dev.quaestor.start.CannotStart;
import dev.quaestor.starter.ledger.UnusableLedger;
import java.util.Optional;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerException;

/** What a start of this process can fail over, beyond what any process can. */
final class StarterFailures {
  private StarterFailures() {}

  static Optional<CannotStart> reason(Throwable failed) {
    return switch (failed) {
      case PortInUseException taken ->
          Optional.of(
              new CannotStart(
                  "Port " + taken.getPort() + " is in use by another program.",
                  "Stop what listens there, or set server.port.",
                  taken));
      case WebServerException unusable ->
          Optional.of(
              new CannotStart(
                  "The API cannot listen: " + unusable.getMessage() + ".",
                  "Set server.address to an address of this machine, and server.port.",
                  unusable));
      default -> UnusableLedger.reason(failed);
    };
  }
}
