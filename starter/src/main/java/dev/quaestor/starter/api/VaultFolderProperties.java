package dev.quaestor.starter.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the worker keeps packages, samples and script outputs. The same name as the worker's own
 * property, so that one variable serves both.
 *
 * @param directory the worker's vault. Of it, {@code payloads} is written as well: what is too
 *     large for a history. Where it is not set, large cases do not get on
 */
@ConfigurationProperties("quaestor.vault")
public record VaultFolderProperties(@Nullable Path directory) {}
