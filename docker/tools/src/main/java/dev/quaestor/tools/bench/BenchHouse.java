package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.client.QuaestorClient;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The house under measure, up and empty.
 *
 * @param api with a token that may do everything
 * @param temporal host and port
 * @param temporalKind as {@code dev-server}
 * @param measures whether that Temporal is one whose times mean something
 * @param rows where the fair floor keeps its rows: a file that is not there yet
 * @param startUp from the start of this JVM until the house answered
 */
record BenchHouse(
    QuaestorClient api,
    LabTenant lab,
    String temporal,
    String temporalKind,
    boolean measures,
    Path rows,
    Duration startUp) {}
