package dev.quaestor.starter;

import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.setup.SettingGroup;
import dev.quaestor.setup.TemporalConnection;
import dev.quaestor.start.SettingsCheck;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** All that this process can be told. */
public final class StarterSettings {
  private StarterSettings() {}

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

  /** Those, and others of this JVM, which has one environment. */
  public static SettingsCheck check(List<SettingGroup> others) {
    return new SettingsCheck(Stream.of(groups(), others).flatMap(List::stream).toList());
  }
}
