package dev.quaestor.starter.notice;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where people reach the page.
 *
 * @param publicUrl scheme, host and what stands before the page's own paths; needed where people
 *     are told by mail or chat
 */
@ConfigurationProperties("quaestor.web")
public record PublicAddress(@Nullable String publicUrl) {

  URI action(String actionId) {
    return page("actions", actionId);
  }

  URI investigation(String investigationId) {
    return page("investigations", investigationId);
  }

  URI overview() {
    return URI.create(base() + "/overview");
  }

  private String base() {
    var base = String.valueOf(publicUrl).strip();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  private URI page(String list, String id) {
    var path = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return URI.create("%s/%s/%s".formatted(base(), list, path));
  }
}
