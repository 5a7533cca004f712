package dev.quaestor.execution;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.analyzer.mail.MailSenders;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.ClickHistory;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.connector.capability.Sightings.Sighting;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Field;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Finding.Effect;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.text.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where bad things were seen elsewhere: the same file or address on other devices, the same link or
 * file or sender in other mail, the people who clicked. Only what an examination itself finds bad
 * is followed; what is harmless leads nowhere.
 *
 * <p>Each question is asked once. What the alert calls bad is asked about {@linkplain #begin ahead}
 * of all judgement; an answer that turns out not to be wanted is never looked at, neither is its
 * failure.
 */
final class RelatedEvidenceSearch {
  /** Devices listed for one thing. */
  private static final int MOST_DEVICES = 200;

  /** Devices listed for all things of a batch, so that its answer stays a small payload. */
  private static final int DEVICES_IN_ALL = 300;

  private static final int MOST_USERS = 50;
  private static final int MOST_MEMBERS = 200;
  private static final int MEMBERS_IN_ALL = 1000;
  private static final int MOST_MAILBOXES = 20;

  /**
   * Things of one batch that are asked about before they are judged: few enough to leave the
   * look-ups room, and not to flood back ends for an alert that calls everything bad.
   */
  private static final int MOST_AHEAD = 8;

  private final Connectors connectors;
  private final ParallelCalls calls;
  private final BackEndQuestion asking;
  private final ExaminationRequest request;
  private final AnalysisSettings settings;

  /** By all that each question depends on. */
  private final Map<Entity, Future<Heard<List<Sighting>>>> sightings = new HashMap<>();

  private final Map<Url, Future<Heard<List<UserAccount>>>> clicks = new HashMap<>();
  private final Map<List<Criterion>, Future<Heard<Similar>>> mail = new HashMap<>();

  RelatedEvidenceSearch(
      Connectors connectors,
      ParallelCalls calls,
      BackEndQuestion asking,
      ExaminationRequest request,
      AnalysisSettings settings) {
    this.connectors = connectors;
    this.calls = calls;
    this.asking = asking;
    this.request = request;
    this.settings = settings;
  }

  /** A piece with what the analyzers found about it. */
  record Judged(Evidence evidence, List<Finding> findings) {

    boolean isBad() {
      var cleared = findings.stream().anyMatch(f -> f.effect() == Effect.CLEARS);
      var reported = evidence.reported();
      return VerdictRules.conclude(findings).isThreat()
          || (!cleared && reported != null && reported.verdict() == Verdict.MALICIOUS);
    }
  }

  /** What a piece led to, and what is to be said of that. */
  record Led(List<Evidence> related, List<Finding> findings) {
    static final Led NOWHERE = new Led(List.of(), List.of());

    /** What both led to. */
    Led and(Led other) {
      return new Led(
          Stream.concat(related.stream(), other.related.stream()).toList(),
          Stream.concat(findings.stream(), other.findings.stream()).toList());
    }
  }

  /** What was asked about one piece. */
  private record Trail(
      Evidence from,
      @Nullable Future<Heard<List<Sighting>>> devices,
      @Nullable Future<Heard<List<UserAccount>>> users,
      List<Criterion> criteria,
      @Nullable Future<Heard<Similar>> mail) {}

  /** Asks at once about what the alert itself calls bad. */
  void begin() {
    var followed = new HashSet<String>();
    request.evidence().stream()
        .filter(RelatedEvidenceSearch::isCalledBad)
        .limit(MOST_AHEAD)
        .forEach(from -> trail(from, followed));
  }

  private static boolean isCalledBad(Evidence evidence) {
    var reported = evidence.reported();
    return reported != null && reported.verdict() != null && reported.verdict().isThreat();
  }

  /** By the key of the piece that led there; those that are not bad are not in it. */
  Map<EntityKey, Led> follow(List<Judged> judged, BatchFacts gathered) {
    var trails = new ArrayList<Trail>();
    var followed = new HashSet<String>();
    judged.stream()
        .filter(Judged::isBad)
        .forEach(bad -> trail(bad, gathered, followed).ifPresent(trails::add));
    return new Harvest(gathered).of(trails);
  }

  private Optional<Trail> trail(Judged bad, BatchFacts gathered, Set<String> followed) {
    return bad.evidence().entity() instanceof MailMessage message
        ? ofSender(message, bad, gathered, followed)
        : trail(bad.evidence(), followed);
  }

  private Optional<Trail> trail(Evidence from, Set<String> followed) {
    return switch (from.entity()) {
      case FileArtifact file -> ofFile(file, from, followed);
      case Url url ->
          Optional.of(
              new Trail(
                  from,
                  sightings(url, s -> s.ofUrl(url, request.since(), MOST_DEVICES)),
                  clicks(url),
                  List.of(Field.URL.is(url.value())),
                  mail(List.of(Field.URL.is(url.value())))));
      case IpAddress address -> ofAddress(address, from);
      default -> Optional.empty();
    };
  }

  private Optional<Trail> ofFile(FileArtifact file, Evidence from, Set<String> followed) {
    var hash = file.sha256() != null ? file.sha256() : file.sha1();
    // Its copies elsewhere would only lead back.
    if (hash == null || foundBySameHash(from, hash) || !followed.add(lower(hash))) {
      return Optional.empty();
    }
    var criteria =
        file.sha256() == null ? List.<Criterion>of() : List.of(Field.FILE_HASH.is(file.sha256()));
    return Optional.of(
        new Trail(
            from,
            sightings(byHash(file), s -> s.ofFile(file, request.since(), MOST_DEVICES)),
            null,
            criteria,
            criteria.isEmpty() ? null : mail(criteria)));
  }

  /** An address of our own networks is spoken to by everybody. */
  private Optional<Trail> ofAddress(IpAddress address, Evidence from) {
    return IpLiteral.of(address.value()).filter(a -> !a.isInternal()).isPresent()
        ? Optional.of(
            new Trail(
                from,
                sightings(address, s -> s.ofAddress(address, request.since(), MOST_DEVICES)),
                null,
                List.of(),
                null))
        : Optional.empty();
  }

  private static boolean foundBySameHash(Evidence from, String hash) {
    var origin = from.foundFrom();
    return origin != null
        && origin.value().startsWith("file:")
        && lower(origin.value()).endsWith(":" + lower(hash));
  }

  /**
   * Other mail of who sent a malicious one: of the same address from the same host, because a From
   * alone can be forged. Our own people's mail is theirs, whatever one message was.
   */
  private Optional<Trail> ofSender(
      MailMessage message, Judged bad, BatchFacts gathered, Set<String> followed) {
    var sender = MailSenders.foreign(message, gathered.context().settings(message, settings));
    if (VerdictRules.conclude(bad.findings()) != Verdict.MALICIOUS
        || sender.isEmpty()
        || message.senderIp() == null
        || !followed.add("sender " + lower(sender.get()) + " " + message.senderIp())) {
      return Optional.empty();
    }
    var criteria =
        List.of(Field.SENDER_ADDRESS.is(sender.get()), Field.SENDER_IP.is(message.senderIp()));
    return Optional.of(new Trail(bad.evidence(), null, null, criteria, mail(criteria)));
  }

  /** A file is looked for by its strongest hash alone. */
  private static FileArtifact byHash(FileArtifact file) {
    var sha1 = file.sha256() == null ? file.sha1() : null;
    return new FileArtifact(null, null, null, file.sha256(), sha1, null, null, null);
  }

  private Future<Heard<List<Sighting>>> sightings(
      Entity thing, Function<Sightings, List<Sighting>> find) {
    return sightings.computeIfAbsent(
        thing,
        unasked -> {
          var offers = connectors.offering(Sightings.class);
          return calls.submit(
              () ->
                  asking.ofAll(
                      offers,
                      Sightings::records,
                      find,
                      some -> !some.isEmpty(),
                      (some, more) -> eachOnce(some, more, s -> s.device().key(), MOST_DEVICES)));
        });
  }

  private static <T> List<T> eachOnce(
      List<T> some, List<T> more, Function<T, Object> what, int most) {
    var all = new LinkedHashMap<Object, T>();
    Stream.concat(some.stream(), more.stream())
        .forEach(one -> all.putIfAbsent(what.apply(one), one));
    return all.sequencedValues().stream().limit(most).toList();
  }

  private Future<Heard<List<UserAccount>>> clicks(Url link) {
    return clicks.computeIfAbsent(
        link,
        url -> {
          var offers = connectors.offering(ClickHistory.class);
          return calls.submit(
              () ->
                  asking.ofAll(
                      offers,
                      history -> history,
                      history -> history.clickedThrough(url, request.since(), MOST_USERS),
                      some -> !some.isEmpty(),
                      (some, more) -> eachOnce(some, more, UserAccount::key, MOST_USERS)));
        });
  }

  private Future<Heard<Similar>> mail(List<Criterion> wanted) {
    return mail.computeIfAbsent(
        wanted,
        criteria -> {
          var offers =
              connectors.offering(MailSearch.class).stream()
                  .filter(offer -> offer.unsearchable(criteria).isEmpty())
                  .toList();
          return calls.submit(
              () -> MailSimilarity.inAll(offers, asking, criteria, request.since(), MOST_MEMBERS));
        });
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Brings the trails of one batch home, as much as one answer takes. */
  private final class Harvest {
    private final BatchFacts gathered;
    private int devices;
    private int members;
    private final List<MailCluster> clusters = new ArrayList<>();

    Harvest(BatchFacts gathered) {
      this.gathered = gathered;
    }

    Map<EntityKey, Led> of(List<Trail> trails) {
      request.evidence().stream()
          .filter(e -> e.entity() instanceof MailCluster)
          .forEach(e -> clusters.add((MailCluster) e.entity()));
      var led = new LinkedHashMap<EntityKey, Led>();
      for (var trail : trails) {
        led.put(trail.from().key(), of(trail));
      }
      return led;
    }

    private Led of(Trail trail) {
      var related = new ArrayList<Evidence>();
      var findings = new ArrayList<Finding>();
      answer(trail.devices(), "sightings", findings)
          .ifPresent(seen -> devices(trail.from(), seen, related, findings));
      answer(trail.users(), "clickHistory", findings)
          .ifPresent(
              users ->
                  users.forEach(
                      user -> related.add(Evidence.found(user, trail.from(), Role.ATTACKED))));
      answer(trail.mail(), "mailSearch", findings)
          .ifPresent(similar -> mail(trail, similar, related));
      if (trail.mail() != null) {
        limits(trail.criteria()).forEach(findings::add);
      }
      return new Led(Pivots.distinct(trail.from().key(), related), findings);
    }

    /** What a back end can never tell is said, and stays so however often it is asked. */
    private Stream<Finding> limits(List<Criterion> criteria) {
      return connectors.offers(MailSearch.class).stream()
          .flatMap(
              offer ->
                  offer.capability().unsearchable(criteria).stream()
                      .map(
                          why ->
                              Finding.inconclusive(
                                  "mailSearch",
                                  "NOT_SEARCHABLE",
                                  "Mail of %s was not searched: %s."
                                      .formatted(offer.connector(), why))));
    }

    private <V> Optional<V> answer(
        @Nullable Future<Heard<V>> asked, String source, List<Finding> findings) {
      if (asked == null) {
        return Optional.empty();
      }
      var heard = ParallelCalls.result(asked);
      heard
          .gap()
          .ifPresent(down -> findings.add(Finding.blind(source, down.code(), down.sentence())));
      return EntityEnrichment.known(heard.together());
    }

    private void devices(
        Evidence from, List<Sighting> seen, List<Evidence> related, List<Finding> findings) {
      var own = ownDevice(from);
      var elsewhere =
          seen.stream()
              .filter(s -> !String.valueOf(s.device().deviceId()).equalsIgnoreCase(own))
              .toList();
      var described = described(elsewhere);
      int others = 0;
      for (var sighting : elsewhere) {
        if (devices == DEVICES_IN_ALL) {
          break;
        }
        devices++;
        others++;
        related.add(
            Evidence.found(
                described.getOrDefault(sighting.device().key(), sighting.device()),
                from,
                Role.ATTACKED));
        if (sighting.file() != null) {
          related.add(Evidence.found(sighting.file(), from, Role.SUSPICIOUS));
        }
        if (sighting.process() != null) {
          related.add(Evidence.found(sighting.process(), from, Role.SUSPICIOUS));
        }
      }
      if (others > 0) {
        findings.add(
            Finding.nothing(
                "sightings",
                "SEEN_ON_OTHER_DEVICES",
                "It was seen on %s."
                    .formatted(Counted.of(others, "other device", "other devices"))));
      }
    }

    /**
     * As their directory has them: whoever decides on following it there asks which they are. What
     * it has just told of this batch's own devices is not asked again.
     */
    private Map<EntityKey, Device> described(List<Sighting> seen) {
      var devices = seen.stream().map(Sighting::device).limit(MOST_DEVICES).toList();
      var told = gathered.context().devices();
      var untold =
          devices.stream()
              .filter(device -> !(told.about(device.key()) instanceof Lookup.Known<KnownDevice>))
              .toList();
      var answers =
          asking
              .ofEach(connectors.offers(DeviceDirectory.class), untold, DeviceDirectory::find)
              .together();
      var described = new LinkedHashMap<EntityKey, Device>();
      for (var device : devices) {
        EntityEnrichment.known(told.about(device.key()))
            .or(() -> EntityEnrichment.known(answers.about(device.key())))
            .map(KnownDevice::device)
            .filter(known -> known.key().equals(device.key()))
            .ifPresent(known -> described.put(device.key(), known));
      }
      return described;
    }

    /** By the id by which others see it, where the thing says its device's name alone. */
    private @Nullable String ownDevice(Evidence from) {
      return from.entity() instanceof FileArtifact file
          ? file.deviceKey()
              .flatMap(key -> EntityEnrichment.known(gathered.context().devices().about(key)))
              .map(known -> known.device().deviceId())
              .orElse(file.deviceId())
          : null;
    }

    private void mail(Trail trail, Similar similar, List<Evidence> related) {
      var from = trail.from();
      // The mail that led here carries it itself.
      var fewest = from.foundFrom() == null && !(from.entity() instanceof MailMessage) ? 1 : 2;
      if (similar.count() < fewest) {
        return;
      }
      var room = Math.min(similar.messages().size(), MEMBERS_IN_ALL - members);
      // What is not listed is searched for again by whoever acts on it.
      var listed = similar.messages().subList(0, room);
      var cluster = new MailCluster(from.key(), trail.criteria(), listed, similar.count());
      if (clusters.stream().anyMatch(known -> MailSimilarity.covers(known, cluster))) {
        return;
      }
      clusters.add(cluster);
      members += room;
      new MailboxClaims(connectors)
          .apart(cluster)
          .forEach(part -> related.add(Evidence.found(part, from, Role.SUSPICIOUS)));
      if (from.entity() instanceof MailMessage) {
        similar.messages().stream()
            .map(MailCluster.Member::mailbox)
            .map(String::strip)
            .filter(address -> settings.owns(address.substring(address.lastIndexOf('@') + 1)))
            .map(RelatedEvidenceSearch::lower)
            .distinct()
            .limit(MOST_MAILBOXES)
            .forEach(
                address ->
                    related.add(
                        Evidence.found(new Mailbox(address, null), from, Role.DESTINATION)));
      }
    }
  }
}
