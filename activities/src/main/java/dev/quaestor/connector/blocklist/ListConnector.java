package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The table of contents of this room. */
final class ListConnector implements Connector {
  private final String name;
  private final Lapsing lapsing;
  private final List<Capability> capabilities;

  ListConnector(ListSettings settings, Enforcer enforcer) {
    this(settings, enforcer, Clock.systemUTC(), Lapsing.EVERY);
  }

  ListConnector(ListSettings settings, Enforcer enforcer, Clock clock, Duration every) {
    this.name = settings.connector();
    var file = new ListFile(settings.file(), new Reload(settings.reload(), settings.patience()));
    var blocking = new ListBlocking(settings, file, enforcer, clock);
    this.lapsing = new Lapsing(settings.connector(), blocking, every);
    this.capabilities = List.of(blocking, new ListCheck(settings, file, enforcer));
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
    lapsing.close();
  }
}
