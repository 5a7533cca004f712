package dev.quaestor.evidence;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.persistent.Positions;
import dev.quaestor.persistent.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found bad or stayed unknown, by what it speaks against, as {@link Propagation} has it of
 * a whole case, kept up with each piece that changes.
 *
 * @param groups where what speaks against something stands
 * @param assets what an organisation has, by what speaks against it
 * @param placed all that is on or in something the case may have, by that
 */
record Reach(Positions<Group> groups, Positions<Group> assets, Positions<EntityKey> placed) {

  /** Why one thing speaks against another. */
  enum Kind {
    THREAT_ITSELF,
    THREAT_THERE,
    THREAT_FOUND_FROM,
    OPEN_THERE,
    /** Of an alert, what can have reached all that it names. */
    THREAT,
    THREAT_ON_DEVICES,
    THREAT_ON_DEVICE,
    THREAT_ON_NO_DEVICE,
    THREAT_IN_MAIL,
    THREAT_IN_MAILBOX,
    THREAT_IN_NO_MAILBOX,
    OPEN_ON_DEVICES,
    OPEN_ON_NO_DEVICE,
    /** Of an alert, what it names of the organisation. */
    DEVICES,
    OTHERS,
    FOUND_FROM,
    USERS_OF_MAILBOX
  }

  /** One reason with the alert or the thing that it is about. */
  record Group(Kind kind, String alert, @Nullable EntityKey key) implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::kind)
            .thenComparing(Group::alert)
            .thenComparing(Group::key, Comparator.nullsFirst(Comparator.<EntityKey>naturalOrder()));

    static Group of(Kind kind, EntityKey key) {
      return new Group(kind, "", key);
    }

    static Group of(Kind kind, String alert) {
      return new Group(kind, alert, null);
    }

    boolean isOpen() {
      return kind == Kind.OPEN_THERE
          || kind == Kind.OPEN_ON_DEVICES
          || kind == Kind.OPEN_ON_NO_DEVICE;
    }

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  static Reach none() {
    return new Reach(Positions.none(), Positions.none(), Positions.none());
  }

  /** What a piece speaks against, on that board. */
  static List<Group> groups(Assessment piece, Positions<EntityKey> board) {
    var evidence = piece.evidence();
    var entity = evidence.entity();
    var isAsset = Subjects.isAsset(entity);
    var groups = new ArrayList<Group>();
    var from = evidence.foundFrom();
    if (piece.answered() && piece.verdict() == Verdict.UNKNOWN && !piece.leftAlone()) {
      if (from != null) {
        groups.add(Group.of(Kind.OPEN_THERE, from));
      }
      if (!isAsset) {
        var places = Propagation.places(entity);
        places.forEach(p -> groups.add(Group.of(Kind.OPEN_THERE, p)));
        if (entity instanceof OnDevice) {
          var isNowhere = places.stream().noneMatch(board::has);
          for (var alert : evidence.alertIds()) {
            groups.add(Group.of(Kind.OPEN_ON_DEVICES, alert));
            if (isNowhere) {
              groups.add(Group.of(Kind.OPEN_ON_NO_DEVICE, alert));
            }
          }
        }
      }
    }
    if (piece.verdict().isThreat() && !isAsset) {
      addThreat(piece, board, groups);
    }
    return groups;
  }

  private static void addThreat(Assessment piece, Positions<EntityKey> board, List<Group> groups) {
    var evidence = piece.evidence();
    groups.add(Group.of(Kind.THREAT_ITSELF, piece.key()));
    if (evidence.foundFrom() != null) {
      groups.add(Group.of(Kind.THREAT_FOUND_FROM, evidence.foundFrom()));
    }
    var places = Propagation.places(evidence.entity());
    places.forEach(p -> groups.add(Group.of(Kind.THREAT_THERE, p)));
    var here = places.stream().filter(board::has).toList();
    for (var alert : evidence.alertIds()) {
      switch (evidence.entity().kind()) {
        case MAIL_MESSAGE, MAIL_CLUSTER, MAILBOX_RULE -> {
          groups.add(Group.of(Kind.THREAT_IN_MAIL, alert));
          if (here.isEmpty()) {
            groups.add(Group.of(Kind.THREAT_IN_NO_MAILBOX, alert));
          }
          here.forEach(p -> groups.add(new Group(Kind.THREAT_IN_MAILBOX, alert, p)));
        }
        case FILE, PROCESS, REGISTRY_ENTRY, SCHEDULED_TASK, SERVICE, DRIVER -> {
          groups.add(Group.of(Kind.THREAT_ON_DEVICES, alert));
          if (here.isEmpty()) {
            groups.add(Group.of(Kind.THREAT_ON_NO_DEVICE, alert));
          }
          here.forEach(p -> groups.add(new Group(Kind.THREAT_ON_DEVICE, alert, p)));
        }
        case DEVICE, USER, MAILBOX, IP, URL, OTHER -> groups.add(Group.of(Kind.THREAT, alert));
      }
    }
  }

  private static List<Group> asset(Evidence evidence) {
    if (!Subjects.isAsset(evidence.entity())) {
      return List.of();
    }
    var groups = new ArrayList<Group>();
    if (evidence.foundFrom() != null) {
      groups.add(Group.of(Kind.FOUND_FROM, evidence.foundFrom()));
    }
    for (var alert : evidence.alertIds()) {
      groups.add(Group.of(evidence.entity() instanceof Device ? Kind.DEVICES : Kind.OTHERS, alert));
      if (evidence.entity() instanceof UserAccount user && user.userPrincipalName() != null) {
        var mailbox = Propagation.mailboxKey(user.userPrincipalName());
        groups.add(new Group(Kind.USERS_OF_MAILBOX, alert, mailbox));
      }
    }
    return groups;
  }

  /**
   * With a piece as it is now.
   *
   * @param then as it was; null for one that is new
   * @param against what it spoke against, and does no longer
   * @param anew what it did not speak against, and does now
   */
  Reach changed(
      int position,
      @Nullable Assessment then,
      Assessment now,
      List<Group> against,
      List<Group> anew) {
    var speaking = groups;
    for (var group : against) {
      speaking = speaking.without(group, position);
    }
    for (var group : anew) {
      speaking = speaking.with(group, position);
    }
    var named = assets;
    var there = placed;
    if (then == null || then.evidence() != now.evidence()) {
      if (then != null) {
        for (var group : asset(then.evidence())) {
          named = named.without(group, position);
        }
        for (var place : Propagation.places(then.evidence().entity())) {
          there = there.without(place, position);
        }
      }
      for (var group : asset(now.evidence())) {
        named = named.with(group, position);
      }
      for (var place : Propagation.places(now.evidence().entity())) {
        there = there.with(place, position);
      }
    }
    return new Reach(speaking, named, there);
  }

  /** Adds the assets that such a reason speaks against. */
  void addAssets(Group group, Positions<EntityKey> board, SortedSet<Integer> to) {
    var key = group.key();
    switch (group.kind()) {
      case THREAT_THERE, THREAT_FOUND_FROM, OPEN_THERE, THREAT_ON_DEVICE ->
          to.addAll(key == null ? List.of() : board.of(key));
      case THREAT_ITSELF ->
          to.addAll(key == null ? List.of() : assets.of(Group.of(Kind.FOUND_FROM, key)));
      case THREAT -> {
        to.addAll(assets.of(Group.of(Kind.DEVICES, group.alert())));
        to.addAll(assets.of(Group.of(Kind.OTHERS, group.alert())));
      }
      case THREAT_ON_NO_DEVICE, OPEN_ON_NO_DEVICE ->
          to.addAll(assets.of(Group.of(Kind.DEVICES, group.alert())));
      case THREAT_ON_DEVICES, THREAT_IN_MAIL, THREAT_IN_NO_MAILBOX, OPEN_ON_DEVICES ->
          to.addAll(assets.of(Group.of(Kind.OTHERS, group.alert())));
      case THREAT_IN_MAILBOX -> {
        to.addAll(key == null ? List.of() : board.of(key));
        to.addAll(assets.of(new Group(Kind.USERS_OF_MAILBOX, group.alert(), key)));
      }
      case DEVICES, OTHERS, FOUND_FROM, USERS_OF_MAILBOX -> {}
    }
  }

  /** What the case says of an asset, as things stand in that row. */
  List<Finding> on(Evidence asset, Row<Assessment> pieces) {
    var threat =
        Stream.concat(
                Stream.of(
                    groups.first(Group.of(Kind.THREAT_THERE, asset.key())),
                    asset.foundFrom() == null
                        ? OptionalInt.empty()
                        : groups.first(Group.of(Kind.THREAT_ITSELF, asset.foundFrom())),
                    groups.first(Group.of(Kind.THREAT_FOUND_FROM, asset.key()))),
                asset.alertIds().stream().map(alert -> firstBeside(asset.entity(), alert)))
            .filter(OptionalInt::isPresent)
            .findFirst();
    return threat.isPresent()
        ? List.of(Propagation.reached(pieces.get(threat.get().getAsInt())))
        : openOn(asset, pieces).stream().toList();
  }

  /** The first that an alert names beside it and that can have reached it. */
  private OptionalInt firstBeside(Entity asset, String alert) {
    return reaching(asset, alert).stream().flatMapToInt(g -> groups.first(g).stream()).min();
  }

  private static List<Group> reaching(Entity asset, String alert) {
    var any = Group.of(Kind.THREAT, alert);
    var onDevices = Group.of(Kind.THREAT_ON_DEVICES, alert);
    var inNoMailbox = Group.of(Kind.THREAT_IN_NO_MAILBOX, alert);
    return switch (asset) {
      case Device device ->
          List.of(
              any,
              Group.of(Kind.THREAT_ON_NO_DEVICE, alert),
              new Group(Kind.THREAT_ON_DEVICE, alert, device.key()));
      case Mailbox mailbox ->
          List.of(
              any, onDevices, inNoMailbox, new Group(Kind.THREAT_IN_MAILBOX, alert, mailbox.key()));
      case UserAccount user ->
          user.userPrincipalName() == null
              ? List.of(any, onDevices, Group.of(Kind.THREAT_IN_MAIL, alert))
              : List.of(
                  any,
                  onDevices,
                  inNoMailbox,
                  new Group(
                      Kind.THREAT_IN_MAILBOX,
                      alert,
                      Propagation.mailboxKey(user.userPrincipalName())));
      default -> List.of(any, onDevices);
    };
  }

  /** Who is as clean as what is there, of which nobody knows. */
  private Optional<Finding> openOn(Evidence asset, Row<Assessment> pieces) {
    var kind = asset.entity() instanceof Device ? Kind.OPEN_ON_NO_DEVICE : Kind.OPEN_ON_DEVICES;
    var there =
        Stream.concat(
                Stream.of(groups.of(Group.of(Kind.OPEN_THERE, asset.key()))),
                asset.alertIds().stream().map(alert -> groups.of(Group.of(kind, alert))))
            .filter(open -> !open.isEmpty())
            .toList();
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(Propagation.foundThere(count(there), pieces.get(there.getFirst().first())));
  }

  /** How many different ones are in these; the largest is not gone through. */
  private static int count(List<NavigableSet<Integer>> sets) {
    if (sets.size() == 1) {
      return sets.getFirst().size();
    }
    var bySize =
        sets.stream()
            .sorted(Comparator.<NavigableSet<Integer>>comparingInt(NavigableSet::size).reversed())
            .toList();
    return bySize.getFirst().size()
        + IntStream.range(1, bySize.size())
            .map(
                i ->
                    (int)
                        bySize.get(i).stream()
                            .filter(
                                p -> bySize.subList(0, i).stream().noneMatch(s -> s.contains(p)))
                            .count())
            .sum();
  }
}
