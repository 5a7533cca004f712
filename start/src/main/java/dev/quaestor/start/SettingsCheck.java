package dev.quaestor.start;

import dev.quaestor.setup.SettingGroup;
import dev.quaestor.setup.SettingNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Stops a start, before anything is made, over a setting that nobody reads.
 *
 * @param known of this process, and of others in this JVM, which have one environment with it
 */
public record SettingsCheck(List<SettingGroup> known)
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    new SettingNames(known)
        .check(
            context.getEnvironment().getPropertySources().stream()
                .flatMap(
                    source ->
                        source instanceof EnumerablePropertySource<?> listed
                            ? written(listed)
                            : Stream.of()));
  }

  private static Stream<SettingNames.Written> written(EnumerablePropertySource<?> source) {
    var variables = source instanceof SystemEnvironmentPropertySource;
    return Stream.of(source.getPropertyNames())
        .map(
            name ->
                new SettingNames.Written(
                    name,
                    variables,
                    Optional.ofNullable(OriginLookup.getOrigin(source, name))
                        .map(Object::toString)
                        .orElse(source.getName())));
  }
}
