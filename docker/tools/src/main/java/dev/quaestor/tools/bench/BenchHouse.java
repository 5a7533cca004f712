package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.standalone.Home;
import dev.quaestor.standalone.HouseOptions;
import dev.quaestor.standalone.Standalone;
import dev.quaestor.standalone.temporal.TemporalChoice;
import dev.quaestor.standalone.temporal.TemporalServer;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.tools.production.ProductionHouse;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.wire.PayloadVault;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The house under measure, up and empty.
 *
 * @param api with a token that may do everything
 * @param temporal host and port
 * @param namespace where its workflows are
 * @param temporalKind as {@code dev-server}
 * @param measures whether that Temporal is one whose times mean something
 * @param rows where the fair floor keeps its rows: a file that is not there yet
 * @param startUp from the start of this JVM until the house answered
 * @param payloads where it keeps large ones
 */
record BenchHouse(
    QuaestorClient api,
    LabTenant lab,
    String temporal,
    String namespace,
    String temporalKind,
    boolean measures,
    Path rows,
    Duration startUp,
    PayloadVault payloads) {

  private static final String DEFAULT_NAMESPACE = "default";

  /** Production, with these paths for what the bench itself writes. */
  static BenchHouse of(ProductionHouse house, Path rows, Duration startUp) {
    return new BenchHouse(
        house.clients().getFirst(),
        house.lab(),
        house.temporalTarget(),
        house.namespace(),
        house.temporalSentence(),
        true,
        rows,
        startUp,
        new PayloadFiles(house.vault()));
  }

  /** To be called as soon as it is up. */
  static BenchHouse of(Standalone house, Home own) throws IOException {
    // A JVM takes a second before it runs us; people wait for that too.
    var startUp = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    var token = Files.readString(own.file("admin-token")).strip();
    var kind = house.temporal().kind();
    return new BenchHouse(
        new QuaestorClient(URI.create(house.address().api()), () -> token),
        house.lab(),
        house.temporal().target(),
        DEFAULT_NAMESPACE,
        kind.wireName(),
        kind != TemporalServer.Kind.EMBEDDED,
        own.file("fair-floor"),
        startUp,
        house.payloads());
  }

  static void refuseNoMeasure(Standalone house, HouseOptions options) {
    var embedded = house.temporal().kind() == TemporalServer.Kind.EMBEDDED;
    if (embedded && !(options.temporal() instanceof TemporalChoice.Embedded)) {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "There is no real Temporal here, and times on the in-JVM test server mean nothing.",
          "Put the temporal CLI on the PATH, or name a server with --temporal HOST:PORT.",
          "To run it anyway: --temporal embedded.");
    }
  }
}
