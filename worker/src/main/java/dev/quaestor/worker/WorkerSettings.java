package dev.quaestor.worker;

import dev.quaestor.secret.EncryptionSettings;
import dev.quaestor.setup.SettingGroup;
import dev.quaestor.setup.TemporalConnection;
import dev.quaestor.start.SettingsCheck;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** All that this process can be told. */
public final class WorkerSettings {
  private WorkerSettings() {}

  /** What can be set, by the records that take it. */
  public static List<SettingGroup> groups() {
    var listed = WorkerApplication.class.getAnnotation(EnableConfigurationProperties.class);
    return Stream.concat(
            Stream.of(
                new SettingGroup(TemporalConnection.PREFIX, TemporalConnection.class),
                new SettingGroup(EncryptionSettings.PREFIX, EncryptionSettings.class)),
            Stream.of(listed.value())
                .map(
                    type ->
                        new SettingGroup(
                            type.getAnnotation(ConfigurationProperties.class).value(), type)))
        .toList();
  }

  /** Those, and others of this JVM, which has one environment. */
  static SettingsCheck check(List<SettingGroup> others) {
    return new SettingsCheck(Stream.of(groups(), others).flatMap(List::stream).toList());
  }
}
