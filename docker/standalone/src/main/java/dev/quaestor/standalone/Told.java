package dev.quaestor.standalone;

import dev.quaestor.start.SettingsCheck;
import dev.quaestor.starter.StarterSettings;
import dev.quaestor.worker.WorkerSettings;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;

/** What a process would read of files, environment and arguments, without its being started. */
final class Told {
  private Told() {}

  /** Holds nothing: what is wanted of a context is its environment. */
  private static final class Nothing {}

  /**
   * @param file the name of its files, as {@code quaestor-worker}
   * @param arguments as {@code --quaestor.imap.host=…}
   */
  static Environment to(String file, List<String> arguments) {
    var context =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .properties("spring.config.name=" + file, "logging.level.root=off")
            .initializers(
                new SettingsCheck(
                    Stream.of(StarterSettings.groups(), WorkerSettings.groups())
                        .flatMap(List::stream)
                        .toList()))
            .run(arguments.toArray(String[]::new));
    context.close();
    return context.getEnvironment();
  }
}
