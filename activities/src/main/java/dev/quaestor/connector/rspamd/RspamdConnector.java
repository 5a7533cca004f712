package dev.quaestor.connector.rspamd;

import dev.quaestor.connector.Access;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.capability.CredentialCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The table of contents of this room. */
final class RspamdConnector implements Connector {
  private final String name;
  private final Rspamd rspamd;
  private final List<Capability> capabilities;

  RspamdConnector(String name, Rspamd rspamd, Remedies remedies) {
    this.name = name;
    this.rspamd = rspamd;
    this.capabilities = List.of(new RspamdScan(name, rspamd), new Check(name, rspamd, remedies));
  }

  /** Whether it answers, and takes the password where there is one. */
  private record Check(String name, Rspamd rspamd, Remedies remedies) implements CredentialCheck {
    private static final byte[] EMPTY =
        "From: <quaestor@localhost>\r\nSubject: check\r\n\r\ncheck\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    public String sentence() {
      return "%s is %s".formatted(name, rspamd.sentence());
    }

    @Override
    public Access access() {
      try {
        var pong = rspamd.get("/ping");
        if (pong.statusCode() != 200
            || !new String(pong.body(), StandardCharsets.US_ASCII).strip().equals("pong")) {
          throw new ConnectorException(
              Kind.MALFORMED_ANSWER, "what answers there is no worker of Rspamd's");
        }
        // Only a scan tells whether it takes the password.
        var status = rspamd.post("/checkv2", EMPTY).statusCode();
        if (status == 401 || status == 403) {
          throw new ConnectorException(Kind.UNAUTHORIZED, "status " + status);
        }
        return Access.ofService(
            status == 200
                ? new Access.Service("it answers, and scans", Optional.empty())
                : new Access.Service(
                    "it answers", Optional.of("it does not scan (status %d)".formatted(status))));
      } catch (TimeoutException late) {
        throw new ConnectorException(
            Kind.DOWN, "no answer within " + rspamd.timeout().toMillis() + " ms");
      } catch (IOException gone) {
        throw new ConnectorException(Kind.DOWN, String.valueOf(gone.getMessage()));
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    rspamd.close();
  }
}
