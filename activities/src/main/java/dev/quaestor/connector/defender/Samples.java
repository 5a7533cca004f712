package dev.quaestor.connector.defender;

import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.SampleCollection;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** {@code GetFile} of live response. */
final class Samples implements SampleCollection {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  private final LiveResponse live;
  private final MachineActions actions;
  private final Vault vault;

  Samples(LiveResponse live, MachineActions actions, Vault vault) {
    this.live = live;
    this.actions = actions;
    this.vault = vault;
  }

  @Override
  public Optional<String> obstacle(FileArtifact file, Acquaintance<KnownDevice> host) {
    return Requirements.first(
        Requirements.identified(file.deviceId(), host),
        Removals.path(file),
        Requirements.managed(host),
        Requirements.liveResponse(host));
  }

  @Override
  public Progress collect(FileArtifact file, Mandate mandate) {
    return settle(
        live.run(
            actions.machine(file.deviceId()),
            "GetFile",
            Map.of("Path", file.imagePath().orElseThrow()),
            mandate));
  }

  @Override
  public Progress poll(String ticket) {
    return settle(actions.get(ticket));
  }

  private Progress settle(MachineAction action) {
    if (!action.succeeded()) {
      return actions.progress(action);
    }
    var kept = live.result(action.id(), body -> vault.store(unpacked(body)));
    return new Progress.Collected(
        kept.sha256(), kept.size(), "the sample is in the vault as " + kept.sha256());
  }

  /** The back end may pack what it fetched; a sample is what was on the device. */
  private static InputStream unpacked(InputStream body) throws IOException {
    var peeked = new PushbackInputStream(body, GZIP.length);
    var head = peeked.readNBytes(GZIP.length);
    peeked.unread(head);
    return Arrays.equals(head, GZIP) ? new GZIPInputStream(peeked) : peeked;
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
