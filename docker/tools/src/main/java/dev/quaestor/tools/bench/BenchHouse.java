package dev.quaestor.tools.bench;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.starter.cli.client.QuaestorClient;
import java.time.Duration;

/**
 * The house under measure, up and empty.
 *
 * @param api with a token that may do everything
 * @param temporal host and port
 * @param temporalKind as {@code dev-server}
 * @param measures whether that Temporal is one whose times mean something
 * @param startUp from the start of this JVM until the house answered
 */
record BenchHouse(
    QuaestorClient api,
    LabTenant lab,
    String temporal,
    String temporalKind,
    boolean measures,
    Duration startUp) {}
