package dev.quaestor.entity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A root of the Windows registry, in the words of regedit, PowerShell, .NET and the kernel. */
public enum RegistryHive {
  LOCAL_MACHINE("HKLM", "HKEY_LOCAL_MACHINE", "LocalMachine", "MACHINE"),
  USERS("HKU", "HKEY_USERS", "Users", "USER"),
  CURRENT_USER("HKCU", "HKEY_CURRENT_USER", "CurrentUser"),
  CLASSES_ROOT("HKCR", "HKEY_CLASSES_ROOT", "ClassesRoot", "HKEY_CLASSESROOT"),
  CURRENT_CONFIG("HKCC", "HKEY_CURRENT_CONFIG", "CurrentConfig");

  private final List<String> words;

  /**
   * @param words brief, whole, as .NET's {@code RegistryHive}, and otherwise
   */
  RegistryHive(String... words) {
    this.words = List.of(words);
  }

  /** The one of that name in any of its words and cases, with PowerShell's colon or without. */
  public static Optional<RegistryHive> named(String written) {
    var word = written.endsWith(":") ? written.substring(0, written.length() - 1) : written;
    return Arrays.stream(values())
        .filter(hive -> hive.words.stream().anyMatch(word::equalsIgnoreCase))
        .findFirst();
  }

  /** {@code HKLM}. */
  public String brief() {
    return words.get(0);
  }

  /** {@code HKEY_LOCAL_MACHINE}. */
  public String whole() {
    return words.get(1);
  }

  /** {@code LocalMachine}. */
  public String ofDotNet() {
    return words.get(2);
  }
}
