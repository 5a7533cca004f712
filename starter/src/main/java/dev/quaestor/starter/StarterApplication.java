package dev.quaestor.starter;

import dev.quaestor.setup.SettingGroup;
import dev.quaestor.start.FailedStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/** The starter process. */
// Nobody is to be let in by a password that is in the log.
@SpringBootApplication(
    proxyBeanMethods = false,
    exclude = UserDetailsServiceAutoConfiguration.class)
public class StarterApplication {
  private static final String POOL = "com.zaxxer.hikari.pool.HikariPool";

  /**
   * Each of these would tell of a start that fails, with a stack; who starts this tells it in a
   * sentence.
   */
  private static final String[] QUIET = {
    "logging.level.%s=off".formatted(POOL),
    "logging.level.%s=error"
        .formatted(AnnotationConfigServletWebServerApplicationContext.class.getName()),
    "logging.level.org.springframework.boot.autoconfigure.logging=warn"
  };

  public static void main(String[] args) {
    FailedStart.orEnd(
        "starter",
        () -> {
          var started = builder(null, List.of()).run(args);
          LoggingSystem.get(StarterApplication.class.getClassLoader()).setLogLevel(POOL, null);
          return started;
        },
        StarterFailures::reason);
  }

  /**
   * Starts the starter inside another program.
   *
   * @param properties as in {@code application.yaml}, over what it says; by their full names
   * @param shared a registry that others use too, and that outlives this context; null for an own
   *     one
   * @param others settings of other processes in this JVM, which have one environment with this
   * @return when the ledger's worker polls and the port is open; closing it ends both
   */
  public static ConfigurableApplicationContext start(
      Map<String, Object> properties, @Nullable MeterRegistry shared, List<SettingGroup> others) {
    // As arguments, because a program's own properties must win over its environment.
    var arguments =
        properties.entrySet().stream()
            .map(e -> "--" + e.getKey() + "=" + e.getValue())
            .toArray(String[]::new);
    try {
      return builder(shared, others).registerShutdownHook(false).run(arguments);
    } catch (RuntimeException failed) {
      throw FailedStart.explained(failed, StarterFailures::reason);
    }
  }

  private static SpringApplicationBuilder builder(
      @Nullable MeterRegistry shared, List<SettingGroup> others) {
    var builder =
        new SpringApplicationBuilder(StarterApplication.class)
            .bannerMode(Banner.Mode.OFF)
            .initializers(StarterSettings.check(others))
            .properties(QUIET);
    if (shared != null) {
      builder.initializers(new SharedRegistry(shared));
    }
    return builder;
  }

  /**
   * Registered as a singleton that is there already, because Spring Boot closes every registry that
   * it has built or post-processed; the price is to bind the meters by hand.
   */
  private record SharedRegistry(MeterRegistry registry)
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      var beans = context.getBeanFactory();
      beans.registerSingleton("sharedMeterRegistry", registry);
      if (registry instanceof PrometheusMeterRegistry prometheus) {
        beans.registerSingleton("sharedPrometheusRegistry", prometheus.getPrometheusRegistry());
      }
      context.addApplicationListener(
          event -> {
            if (event instanceof ContextRefreshedEvent refreshed
                && refreshed.getApplicationContext() == context) {
              context.getBeansOfType(MeterBinder.class).values().forEach(b -> b.bindTo(registry));
            }
          });
    }
  }
}
