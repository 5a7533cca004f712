package dev.quaestor.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Evidence;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far one thing has led beyond the devices of the case.
 *
 * @param subject the thing, whatever device it was seen on
 * @param thing the evidence of it that led there first
 * @param joined the devices that it brought into the case since a person last agreed to that
 * @param declined the devices to which nobody wanted it followed
 * @param held what was found on further devices and waits for a person
 */
record ExpansionReach(
    String subject,
    EntityKey thing,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EntityKey> joined,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EntityKey> declined,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Evidence> held) {
  ExpansionReach {
    joined = joined == null ? List.of() : List.copyOf(joined);
    declined = declined == null ? List.of() : List.copyOf(declined);
    held = held == null ? List.of() : List.copyOf(held);
  }

  static ExpansionReach of(String subject, EntityKey thing) {
    return new ExpansionReach(subject, thing, List.of(), List.of(), List.of());
  }

  /** What is the same thing on every device; empty for a device, which leads only to itself. */
  static Optional<String> subjectOf(Entity entity) {
    if (entity instanceof Device) {
      return Optional.empty();
    }
    if (entity instanceof ProcessArtifact process && process.image() != null) {
      return subjectOf(process.image());
    }
    if (entity instanceof MailMessage mail && mail.sender() != null) {
      return Optional.of("sender:" + mail.sender().toLowerCase(Locale.ROOT));
    }
    return Optional.of(
        (entity instanceof OnDevice ? entity.key().onAnyDevice() : entity.key()).value());
  }

  static Optional<EntityKey> deviceOf(Entity entity) {
    return entity instanceof Device d
        ? Optional.of(d.key())
        : entity instanceof OnDevice on ? on.deviceKey() : Optional.empty();
  }

  SequencedSet<EntityKey> heldDevices() {
    var devices = new LinkedHashSet<EntityKey>();
    held.forEach(e -> deviceOf(e.entity()).ifPresent(devices::add));
    return devices;
  }

  /** The devices that it leads to, with these. */
  int reachWith(Set<EntityKey> more) {
    var all = new LinkedHashSet<>(joined);
    all.addAll(declined);
    all.addAll(heldDevices());
    all.addAll(more);
    return all.size();
  }

  ExpansionReach joining(SequencedSet<EntityKey> devices) {
    var all = Stream.concat(joined.stream(), devices.stream()).distinct().toList();
    return new ExpansionReach(subject, thing, all, declined, held);
  }

  /** Waits as well; no more of them than could ever be folded in, and one that says so. */
  ExpansionReach holding(List<Evidence> more, int most) {
    var all = new LinkedHashMap<EntityKey, Evidence>();
    Stream.concat(held.stream(), more.stream()).forEach(e -> all.putIfAbsent(e.key(), e));
    return new ExpansionReach(
        subject, thing, joined, declined, all.sequencedValues().stream().limit(most + 1L).toList());
  }

  ExpansionReach keeping(List<Evidence> stillHeld) {
    return new ExpansionReach(subject, thing, joined, declined, stillHeld);
  }

  /** A person agreed: it is counted anew from here. */
  ExpansionReach approved() {
    return new ExpansionReach(subject, thing, List.of(), List.of(), List.of());
  }

  /** Nobody wants these. */
  ExpansionReach dropped() {
    var all = Stream.concat(declined.stream(), heldDevices().stream()).distinct().toList();
    return new ExpansionReach(subject, thing, joined, all, List.of());
  }
}
