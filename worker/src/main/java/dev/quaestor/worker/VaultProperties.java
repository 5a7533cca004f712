package dev.quaestor.worker;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where bodies are kept.
 *
 * @param directory a folder that every worker and the starter share, because payloads that are too
 *     large for a history lie in it as well; made where it is missing
 * @param maxSize the largest body; Defender's packages are tens of megabytes
 */
@ConfigurationProperties("quaestor.vault")
public record VaultProperties(
    @DefaultValue(".quaestor/vault") Path directory, @DefaultValue("512MB") DataSize maxSize) {}
