package dev.quaestor.starter;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The starter process. */
@SpringBootApplication(proxyBeanMethods = false)
public class StarterApplication {

  public static void main(String[] args) {
    builder(null).run(args);
  }

  /**
   * Starts the starter inside another program.
   *
   * @param properties as in {@code application.yaml}, over what it says; by their full names
   * @param shared a registry that others use too, and that outlives this context; null for an own
   *     one
   * @return when the ledger's worker polls and the port is open; closing it ends both
   */
  public static ConfigurableApplicationContext start(
      Map<String, Object> properties, @Nullable MeterRegistry shared) {
    // As arguments, because a program's own properties must win over its environment.
    var arguments =
        properties.entrySet().stream()
            .map(e -> "--" + e.getKey() + "=" + e.getValue())
            .toArray(String[]::new);
    return builder(shared).registerShutdownHook(false).run(arguments);
  }

  private static SpringApplicationBuilder builder(@Nullable MeterRegistry shared) {
    var builder =
        new SpringApplicationBuilder(StarterApplication.class).bannerMode(Banner.Mode.OFF);
    if (shared != null) {
      builder.initializers(new SharedRegistry(shared));
    }
    return builder;
  }

  private record SharedRegistry(MeterRegistry registry)
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      var beans = (GenericApplicationContext) context;
      // Closing this context must not close a registry that is not its own.
      if (registry instanceof PrometheusMeterRegistry prometheus) {
        beans.registerBean(
            PrometheusMeterRegistry.class,
            () -> prometheus,
            definition -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""));
        beans.registerBean(PrometheusRegistry.class, prometheus::getPrometheusRegistry);
      } else {
        beans.registerBean(
            MeterRegistry.class,
            () -> registry,
            definition -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""));
      }
    }
  }
}
