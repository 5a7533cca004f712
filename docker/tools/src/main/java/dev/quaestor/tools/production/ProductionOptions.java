package dev.quaestor.tools.production;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quaestor.standalone.Home;
import dev.quaestor.starter.cli.Quaestor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What every command takes that runs production on this machine, and how it begins. */
public final class ProductionOptions {
  @Option(
      names = "--temporal-server",
      paramLabel = "FILE",
      description = {
        "Temporal's server, with its schema tool sql beside it. Default: temporal-server on the PATH,",
        "else the temporal CLI's dev server."
      })
  private @Nullable Path temporalServer;

  /**
   * In an emptied folder; each step is said to people. Its own log stays silent: what matters of it
   * the processes write to files.
   *
   * @param own its folder
   * @param layout how many processes of each there are
   */
  public ProductionHouse start(Home own, ProductionHouse.Layout layout, Quaestor root) {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    var programs = Programs.find(root.surroundings().environment(), temporalServer);
    return ProductionHouse.start(
        own.emptied().state(), programs, layout, s -> root.console().progress("starting {}", s));
  }
}
