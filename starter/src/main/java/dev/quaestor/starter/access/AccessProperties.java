package dev.quaestor.starter.access;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the starter's own secrets lie. Both files are made, readable by their owner only, when they
 * are missing.
 *
 * @param tokenFile the bootstrap admin token, one line
 * @param signingKeyFile the Ed25519 key pair that vouches for approvers, PEM
 */
@ConfigurationProperties("quaestor.access")
public record AccessProperties(
    @DefaultValue(".quaestor/admin-token") Path tokenFile,
    @DefaultValue(".quaestor/signing-key.pem") Path signingKeyFile) {}
