package dev.quaestor.starter;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * The policy of a new installation.
 *
 * @param initial what becomes revision 1 where there is none yet; ignored afterwards
 * @param overrides values in the place of those that {@code initial} has at these paths, as {@code
 *     approvals.unsigned}
 */
@ConfigurationProperties("quaestor.policy")
public record PolicyProperties(
    @DefaultValue("classpath:dev/quaestor/starter/policy/default.yaml") Resource initial,
    @DefaultValue Map<String, String> overrides) {}
