package dev.quaestor.action;

import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.UserAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lasting state of the world that several cases may want of the same thing: each that wants it
 * holds it, and it ends when nobody does. Mail that was moved away is none: what one case moved is
 * never where the next one looks for it.
 *
 * @param kind the type of action that brings it about
 * @param names what the thing is known by; two that share one are about the same thing
 */
public record HeldState(ActionType kind, List<String> names) {
  public HeldState {
    names = List.copyOf(names);
  }

  /**
   * What an action wants to last.
   *
   * @param receipt what its run has recorded, which may name the thing in one way more; null before
   * @return empty when it wants nothing to last, or nothing that could be taken back
   */
  public static Optional<HeldState> of(RemediationAction action, @Nullable Receipt receipt) {
    return !action.type().undoable() || action instanceof EmailAction.OnMessages
        ? Optional.empty()
        : Optional.of(new HeldState(action.type(), names(action.target(), receipt)));
  }

  private static List<String> names(Entity target, @Nullable Receipt receipt) {
    var names = new ArrayList<String>();
    names.add(target.key().value());
    switch (target) {
      case FileArtifact file -> {
        Stream.of(hashed(file, file.sha256(), null), hashed(file, null, file.sha1()))
            .flatMap(Optional::stream)
            .forEach(names::add);
        if (receipt instanceof Receipt.LockedAway locked) {
          hashed(file, null, locked.sha1()).ifPresent(names::add);
        }
      }
      case UserAccount user -> {
        if (user.userPrincipalName() != null) {
          names.add(
              new UserAccount(null, user.userPrincipalName(), null, null, null).key().value());
        }
      }
      default -> {}
    }
    return names.stream().distinct().toList();
  }

  private static Optional<String> hashed(
      FileArtifact file, @Nullable String sha256, @Nullable String sha1) {
    return sha256 == null && sha1 == null
        ? Optional.empty()
        : Optional.of(
            new FileArtifact(file.deviceId(), null, null, sha256, sha1, null, null, null)
                .key()
                .value());
  }
}
