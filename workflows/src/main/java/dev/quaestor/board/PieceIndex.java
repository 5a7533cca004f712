package dev.quaestor.board;

import dev.quaestor.approval.PlanHash;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.persistent.Positions;
import dev.quaestor.text.Excerpt;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the pieces of a case stand, by what is asked for.
 *
 * @param verdicts by their verdict
 * @param kinds by what they are
 * @param alerts by the alerts that name them
 * @param names by what else they are called
 * @param devices by the device that they are, or are on
 * @param closely those that are looked at closely
 * @param accounts what was found of accounts, by the device that it was found on
 * @param deviceNames what the devices are called
 * @param mailboxes the mailboxes that they are, or are in: the hashes of their keys, because a
 *     person's address stays out of what is never encrypted
 */
record PieceIndex(
    Positions<Verdict> verdicts,
    Positions<EntityKind> kinds,
    Positions<String> alerts,
    KnownNames names,
    CaseDevices devices,
    LookedAtClosely closely,
    Positions<EntityKey> accounts,
    FirstNames deviceNames,
    FirstNames mailboxes) {

  /** What is shown of a name where many are. */
  private static final int LONGEST = 100;

  static PieceIndex none() {
    return new PieceIndex(
        Positions.none(),
        Positions.none(),
        Positions.none(),
        KnownNames.none(),
        CaseDevices.none(),
        LookedAtClosely.none(),
        Positions.none(),
        FirstNames.none(),
        FirstNames.none());
  }

  /**
   * With a piece as it is now.
   *
   * @param find where the case has a key, that piece included
   * @param get what stands there
   */
  PieceIndex with(
      int position,
      EntityKey key,
      @Nullable Assessment then,
      Assessment now,
      Function<EntityKey, Optional<Integer>> find,
      Function<Integer, Assessment> get) {
    var entity = now.evidence().entity();
    @Nullable Entity before = then == null ? null : then.evidence().entity();
    var isSame = before == entity;
    return new PieceIndex(
        then != null && then.verdict() == now.verdict()
            ? verdicts
            : (then == null ? verdicts : verdicts.without(then.verdict(), position))
                .with(now.verdict(), position),
        then == null ? kinds.with(entity.kind(), position) : kinds,
        named(position, then, now),
        names.with(position, then, now),
        devices.with(position, then, now),
        closely.with(position, key, then, now, find, get),
        then == null ? found(position, key, now, find, get) : accounts,
        isSame ? deviceNames : deviceNames.with(position, device(before), device(entity)),
        isSame ? mailboxes : mailboxes.with(position, mailbox(before), mailbox(entity)));
  }

  private Positions<String> named(int position, @Nullable Assessment then, Assessment now) {
    var ids = now.evidence().alertIds();
    if (then != null && then.evidence().alertIds().equals(ids)) {
      return alerts;
    }
    var left = alerts;
    if (then != null) {
      for (var id : then.evidence().alertIds()) {
        left = left.without(id, position);
      }
    }
    for (var id : ids) {
      left = left.with(id, position);
    }
    return left;
  }

  /** A thing's key tells its device, so what was found from a thing stays found on its device. */
  private Positions<EntityKey> found(
      int position,
      EntityKey key,
      Assessment now,
      Function<EntityKey, Optional<Integer>> find,
      Function<Integer, Assessment> get) {
    var there = accounts;
    @Nullable EntityKey from = now.evidence().foundFrom();
    if (from != null && now.evidence().entity() instanceof UserAccount) {
      var device =
          find.apply(from).flatMap(p -> ExpansionReach.deviceOf(get.apply(p).evidence().entity()));
      there = device.isPresent() ? there.with(device.get(), position) : there;
    }
    var own = ExpansionReach.deviceOf(now.evidence().entity());
    if (own.isPresent()) {
      // What led to an account mostly stands before it.
      for (int account : closely.foundFrom().of(key)) {
        there =
            get.apply(account).evidence().entity() instanceof UserAccount
                ? there.with(own.get(), account)
                : there;
      }
    }
    return there;
  }

  private static Optional<String> device(@Nullable Entity entity) {
    return entity instanceof Device d
        ? Optional.of(Excerpt.head(d.label(), LONGEST))
        : Optional.empty();
  }

  private static Optional<String> mailbox(@Nullable Entity entity) {
    @Nullable String address =
        entity instanceof Mailbox m
            ? m.address()
            : entity instanceof MailMessage m ? m.recipient() : null;
    return Optional.ofNullable(address)
        .map(a -> PlanHash.shortId(new Mailbox(a, null).key().value()));
  }
}
