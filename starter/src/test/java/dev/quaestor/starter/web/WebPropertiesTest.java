package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WebPropertiesTest {
  private static final URI UI = URI.create("http://ui.example/");

  private static @Nullable String link(Map<String, Object> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("quaestor.web", WebProperties.class)
        .workflow("so/c", "inv-1", "r 1");
  }

  @Test
  void aLinkNamesTheNamespaceInWhichTheWorkflowIs() {
    assertThat(link(Map.of("quaestor.web.temporal-ui", UI)))
        .isEqualTo("http://ui.example/namespaces/so%2Fc/workflows/inv-1/r%201/timeline");
  }

  @Test
  void aLinkNamesAnotherNamespaceWhereThatIsSet() {
    assertThat(
            link(
                Map.of("quaestor.web.temporal-ui", UI, "quaestor.web.temporal-namespace", "cloud")))
        .startsWith("http://ui.example/namespaces/cloud/");
  }

  @Test
  void withoutAWebUiThereIsNoLink() {
    assertThat(link(Map.of())).isNull();
  }
}
