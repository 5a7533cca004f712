package dev.quaestor.worker;

import static java.util.Objects.requireNonNullElseGet;

import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.WorkerDeploymentOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Worker versioning (<a href="https://docs.temporal.io/worker-versioning">Temporal's
 * documentation</a>); off until a deployment is named. With it a new worker is given no work before
 * its version is made current, and an old one none afterwards: {@code temporal worker deployment
 * set-current-version}. Cases move to the current version with their next step, because one that
 * waits for a person may wait for weeks.
 *
 * @param name of the deployment, the same for all workers of a namespace; null for none
 * @param buildId of this build; the revision that it was built from by default
 */
@ConfigurationProperties("quaestor.deployment")
public record DeploymentProperties(@Nullable String name, @Nullable String buildId) {

  Optional<WorkerDeploymentOptions> options() {
    return Optional.ofNullable(name)
        .filter(given -> !given.isBlank())
        .map(
            given ->
                WorkerDeploymentOptions.newBuilder()
                    .setUseVersioning(true)
                    .setVersion(
                        new WorkerDeploymentVersion(
                            given, requireNonNullElseGet(buildId, Build::revision)))
                    .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                    .build());
  }
}
