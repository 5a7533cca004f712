package dev.quaestor.starter;

import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.setup.SettingGroup;
import dev.quaestor.setup.SettingNames;
import dev.quaestor.setup.TemporalConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * All that this process can be told. It stops the start, before anything is made, over a setting
 * that nobody reads.
 *
 * @param others settings of other processes in this JVM, which have one environment with this
 */
public record StarterSettings(List<SettingGroup> others)
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  /** What can be set, by the records that take it: those of this process's own rooms. */
  public static List<SettingGroup> groups() {
    var records = new ClassPathScanningCandidateComponentProvider(false);
    records.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return Stream.concat(
            Stream.of(
                new SettingGroup(TemporalConnection.PREFIX, TemporalConnection.class),
                new SettingGroup(EncryptionSettings.PREFIX, EncryptionSettings.class)),
            records.findCandidateComponents(StarterApplication.class.getPackageName()).stream()
                .map(
                    found ->
                        ClassUtils.resolveClassName(
                            Objects.requireNonNull(found.getBeanClassName()), null))
                .map(
                    type ->
                        new SettingGroup(
                            type.getAnnotation(ConfigurationProperties.class).value(), type)))
        .toList();
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var known = Stream.of(groups(), others).flatMap(List::stream).toList();
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
