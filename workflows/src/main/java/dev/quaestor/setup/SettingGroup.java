package dev.quaestor.setup;

/**
 * Settings that belong together.
 *
 * @param prefix what their names begin with, as {@code quaestor.api}
 * @param type the record that takes them, with a component for each
 */
public record SettingGroup(String prefix, Class<?> type) {}
