package dev.quaestor.evidence;

import dev.quaestor.entity.EntityKey;
import java.time.Instant;
import java.util.List;

/**
 * That devices and accounts of a batch are looked at closely: not only what a directory says of
 * them, but what was done there lately. Microsoft Defender for Endpoint, <em>Automated
 * investigations</em>: the alert's entities are analysed, and a general playbook runs on the
 * device.
 *
 * @param subjects the devices and accounts
 * @param room how many pieces each of them may lead to; with none it is said that nobody looked
 * @param since how far back
 */
public record Playbook(List<EntityKey> subjects, int room, Instant since) {
  /** How many things of one kind are looked at for one device or account, the newest. */
  public static final int OF_A_KIND = 20;

  public Playbook {
    subjects = List.copyOf(subjects);
  }
}
