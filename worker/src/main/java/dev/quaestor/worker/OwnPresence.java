package dev.quaestor.worker;

import dev.quaestor.start.roll.BackEndState;
import dev.quaestor.start.roll.Presence;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What this worker says of itself to those who ask who polls. */
final class OwnPresence implements Supplier<Presence> {
  private final String process = ManagementFactory.getRuntimeMXBean().getName();
  private final String instance = UUID.randomUUID().toString().substring(0, 8);
  private final Supplier<List<String>> keys;
  private final String vault;
  private final List<String> encryption;
  private final Supplier<Map<String, BackEndState>> backEnds;

  /**
   * @param keys fingerprints of those that are believed now
   * @param vault the mark of the vault; empty where it has none
   * @param backEnds how they took the credentials
   */
  OwnPresence(
      Supplier<List<String>> keys,
      String vault,
      List<String> encryption,
      Supplier<Map<String, BackEndState>> backEnds) {
    this.keys = keys;
    this.vault = vault;
    this.encryption = List.copyOf(encryption);
    this.backEnds = backEnds;
  }

  @Override
  public Presence get() {
    return new Presence(process, instance, 0, keys.get(), vault, encryption, backEnds.get());
  }
}
