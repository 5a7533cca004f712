package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.defender.MachineAction.Type;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.FileArtifact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code StopAndQuarantineFile}: per device, by SHA-1 only. */
final class Quarantine implements FileQuarantine {
  private static final Pattern MICROSOFT = Pattern.compile("(?i)Microsoft(?: .{0,60})?");

  private final MachineActions actions;
  private final Sha1s sha1s;
  private final @Nullable ScriptedRelease release;

  /**
   * @param release what can have given a file back; null when nothing can
   */
  Quarantine(MachineActions actions, Sha1s sha1s, @Nullable ScriptedRelease release) {
    this.actions = actions;
    this.sha1s = sha1s;
    this.release = release;
  }

  @Override
  public Optional<String> obstacle(
      FileArtifact file, Acquaintance<KnownDevice> host, Acquaintance<KnownFile> known) {
    return Requirements.first(
        Requirements.identified(file.deviceId(), host),
        nameless(file, known),
        signed(known),
        Requirements.managed(host),
        Requirements.isolation(host)
            .map(old -> "Quarantine" + old.substring("Isolation".length())));
  }

  private static Optional<String> nameless(FileArtifact file, Acquaintance<KnownFile> known) {
    var found =
        switch (known) {
          case Acquaintance.Known<KnownFile> met -> met.value().sha1() != null;
          case Acquaintance.Stranger<KnownFile> never -> false;
          // By SHA-256 alone it is looked up when it is locked away.
          case Acquaintance.NotAsked<KnownFile> unasked -> file.sha256() != null;
          case Acquaintance.NoDirectory<KnownFile> none -> file.sha256() != null;
        };
    return Sha1s.told(file) || found
        ? Optional.empty()
        : Optional.of("Defender quarantines by SHA-1 only, and the file's SHA-1 is not known");
  }

  /** Defender refuses to lock away what Microsoft signed, and would take the system with it. */
  private static Optional<String> signed(Acquaintance<KnownFile> known) {
    return known
        .known()
        .filter(KnownFile::isValidlySigned)
        .filter(file -> file.signer() != null && MICROSOFT.matches(file.signer()))
        .map(file -> "The file is validly signed by Microsoft, which Defender never quarantines");
  }

  @Override
  public Standing quarantined(FileArtifact file) {
    var sha1 = sha1s.of(file);
    var machineId = actions.machine(file.deviceId());
    var known =
        release == null
            ? actions.of(machineId, Type.QUARANTINE)
            : actions.of(machineId, Type.QUARANTINE, Type.LIVE_RESPONSE);
    return known.stream()
            .filter(a -> a.type() == Type.QUARANTINE && a.succeeded() && sha1.equals(a.sha1()))
            .findFirst()
            .filter(locked -> release == null || !release.followed(locked, known, sha1))
            .isPresent()
        ? Standing.IN_FORCE
        : Standing.NOT_IN_FORCE;
  }

  @Override
  public Progress quarantine(FileArtifact file, Mandate mandate) {
    var sha1 = sha1s.of(file);
    var order =
        new MachineActions.Order(
            Type.QUARANTINE,
            "/api/machines/{id}/StopAndQuarantineFile",
            BackEndJson.object().put("Sha1", sha1),
            open -> sha1.equals(open.sha1()));
    return actions.order(actions.machine(file.deviceId()), order, mandate).progress(false);
  }

  @Override
  public Optional<String> sha1(FileArtifact file) {
    return Optional.of(sha1s.of(file));
  }

  @Override
  public Progress poll(String ticket) {
    return actions.poll(ticket);
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    actions.cancel(ticket, mandate);
  }
}
