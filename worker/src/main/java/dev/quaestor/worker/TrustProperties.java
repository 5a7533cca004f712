package dev.quaestor.worker;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose word this worker believes.
 *
 * @param starterKeys the public keys of the starters, each a PEM file (the starter writes {@code
 *     signing-key.pub.pem} into its state directory) or the key itself in Base64; several while a
 *     key is being replaced
 */
@ConfigurationProperties("quaestor.trust")
public record TrustProperties(@DefaultValue List<String> starterKeys) {}
