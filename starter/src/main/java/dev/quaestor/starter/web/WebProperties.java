package dev.quaestor.starter.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The page.
 *
 * @param temporalUi where the Temporal Web UI is, for people who read the page; no link without it
 * @param temporalNamespace the namespace that the links name, where that is another there; else the
 *     one in which the workflows are
 */
@ConfigurationProperties("quaestor.web")
record WebProperties(@Nullable URI temporalUi, @Nullable String temporalNamespace) {

  /**
   * The page of a workflow's run; null without a Web UI.
   *
   * @param namespace in which it is
   */
  @Nullable String workflow(String namespace, String workflowId, String runId) {
    if (temporalUi == null) {
      return null;
    }
    var address = temporalUi.toString();
    return "%s/namespaces/%s/workflows/%s/%s/timeline"
        .formatted(
            address.endsWith("/") ? address.substring(0, address.length() - 1) : address,
            encoded(temporalNamespace == null ? namespace : temporalNamespace),
            encoded(workflowId),
            encoded(runId));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
