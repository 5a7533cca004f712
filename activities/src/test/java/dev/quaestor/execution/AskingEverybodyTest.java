package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.SHA256;
import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.known;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.ClickHistory;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.MailSearch;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailCluster.Criterion;
import dev.quaestor.entity.MailCluster.Member;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.lookup.LookupAnswer;
import dev.quaestor.lookup.LookupRequest;
import dev.quaestor.wire.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What several estates have seen is put together, and who could not be asked is not forgotten. */
class AskingEverybodyTest {
  private static final Instant NOW = Instant.parse("2026-11-30T18:00:00Z");
  private static final Device LAPTOP = host("laptop-1");
  private static final Device WEB = host("web-1");
  private static final Device BOTH = host("both-1.contoso.example");
  private static final FileArtifact DROPPER =
      new FileArtifact(null, "dropper", null, SHA256, null, null, null, null);
  private static final Url LINK = new Url("http://evil.example/x");

  private static Device host(String id) {
    return new Device(id, id, null, null, List.of(), List.of());
  }

  private static Examination examine(
      Patience patience, ExaminationRequest request, Connector... connectors) {
    return new EvidenceExecution(
            new Connectors(List.of(connectors)),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> patience)
        .examine(request)
        .getFirst();
  }

  private static Examination bad(Entity thing, Connector... connectors) {
    return bad(broke -> false, thing, connectors);
  }

  private static Examination bad(Patience patience, Entity thing, Connector... connectors) {
    var evidence = reported(thing, Verdict.MALICIOUS, null);
    return examine(patience, new ExaminationRequest("case", List.of(evidence), NOW), connectors);
  }

  private static Stream<EntityKey> ledTo(Examination found) {
    return found.related().stream().map(Evidence::key);
  }

  private static Stream<Finding> of(Examination found, String source) {
    return found.findings().stream().filter(f -> f.source().equals(source));
  }

  // ---- where a thing was seen

  /** Saw the file on these, or is away. */
  private static final class Saw implements Sightings {
    private final Object records;
    private final List<Device> devices;
    private volatile boolean away;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Saw(@Nullable Object records, Device... devices) {
      this.records = records == null ? this : records;
      this.devices = List.of(devices);
    }

    Saw away() {
      away = true;
      return this;
    }

    @Override
    public Object records() {
      return records;
    }

    @Override
    public List<Sighting> ofFile(FileArtifact file, Instant since, int limit) {
      asked.add("file");
      if (away) {
        throw new ConnectorException(ConnectorException.Kind.DOWN, "its records are away");
      }
      return devices.stream().map(d -> new Sighting(d, null, null)).toList();
    }

    @Override
    public List<Sighting> ofUrl(Url url, Instant since, int limit) {
      return List.of();
    }

    @Override
    public List<Sighting> ofAddress(IpAddress address, Instant since, int limit) {
      return List.of();
    }
  }

  @Test
  void aFileIsFollowedToTheDevicesOfEveryEstateEachOnce() {
    var found =
        bad(
            DROPPER,
            Estate.of("defender", new Saw(null, LAPTOP, BOTH)),
            Estate.of("linux", new Saw(null, BOTH, WEB)));

    assertThat(ledTo(found)).containsOnlyOnce(LAPTOP.key(), BOTH.key(), WEB.key());
    assertThat(found.away()).isNull();
  }

  @Test
  void whoIsAwayIsToldBesideWhatTheOthersHaveSeenAndAskedAgain() {
    var away = Estate.of("linux", new Saw(null).away());
    var there = Estate.of("defender", new Saw(null, LAPTOP));
    for (var order : List.of(List.of(there, away), List.of(away, there))) {
      var found = bad(broke -> true, DROPPER, order.getFirst(), order.getLast());

      assertThat(ledTo(found)).contains(LAPTOP.key());
      assertThat(of(found, "sightings"))
          .anyMatch(f -> f.effect() == Finding.Effect.BLIND)
          .anyMatch(f -> f.code().equals("SEEN_ON_OTHER_DEVICES"));
      assertThat(found.away()).isNotNull();
    }
  }

  @Test
  void whoIsAwayIsWaitedForWhereNobodyElseHasSeenAnything() {
    var away = Estate.of("linux", new Saw(null).away());
    var blank = Estate.of("defender", new Saw(null));

    assertThatThrownBy(() -> bad(broke -> true, DROPPER, blank, away))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            f -> assertThat(f.getType()).isEqualTo(FailureType.BACK_END_DOWN.name()));
    assertThat(of(bad(DROPPER, blank, away), "sightings"))
        .anyMatch(f -> f.effect() == Finding.Effect.BLIND);
  }

  @Test
  void whoReadsTheSameRecordsIsAskedOnlyWhereTheFirstHasNothing() {
    var first = new Saw("tables", LAPTOP);
    var second = new Saw("tables", LAPTOP);
    var other = new Saw(null, WEB);
    var found =
        bad(
            DROPPER,
            Estate.of("defender", first),
            Estate.of("linux", other),
            Estate.of("graph", second));

    assertThat(ledTo(found)).contains(LAPTOP.key(), WEB.key());
    assertThat(second.asked).isEmpty();

    var none = new Saw("tables");
    bad(DROPPER, Estate.of("defender", none), Estate.of("graph", second));
    assertThat(none.asked).hasSize(1);
    assertThat(second.asked).hasSize(1);
  }

  @Test
  void whoClickedIsToldByEveryEstate() {
    ClickHistory here = (url, since, most) -> List.of(user("doe"), user("roe"));
    ClickHistory there = (url, since, most) -> List.of(user("roe"), user("poe"));

    assertThat(ledTo(bad(LINK, Estate.of("graph", here), Estate.of("proxy", there))))
        .containsOnlyOnce(user("doe").key(), user("roe").key(), user("poe").key());
  }

  private static UserAccount user(String name) {
    return new UserAccount(null, name + "@contoso.example", null, null, null);
  }

  // ---- mail

  private static Member member(String mailbox) {
    return new Member(mailbox + "@contoso.example", null, "<1@evil.example>", "inbox");
  }

  private static final class Mail implements MailSearch {
    private final int count;
    private final List<Member> members;
    private boolean away;

    Mail(int count, Member... members) {
      this.count = count;
      this.members = List.of(members);
    }

    @Override
    public Similar similar(List<Criterion> criteria, Instant since, int limit) {
      if (away) {
        throw new ConnectorException(ConnectorException.Kind.DOWN, "the mail is away");
      }
      return new Similar(members, count);
    }

    @Override
    public Map<EntityKey, Location> locate(List<MailMessage> messages) {
      return Map.of();
    }
  }

  private static MailCluster cluster(Member... named) {
    return new MailCluster(
        LINK.key(),
        List.of(MailCluster.Field.SENDER_ADDRESS.is("alerts@evil.example")),
        List.of(named),
        named.length);
  }

  private static MailCluster searched(Connector... connectors) {
    return (MailCluster) plain(cluster(member("ann")), connectors).entity();
  }

  private static Examination plain(Entity thing, Connector... connectors) {
    return examine(
        broke -> false, new ExaminationRequest("case", List.of(named(thing)), NOW), connectors);
  }

  @Test
  void mailIsSearchedInEveryEstateAndWhatTwoOfThemHoldIsCountedOnce() {
    var found =
        searched(
            Estate.of("graph", new Mail(3, member("ann"), member("bob"))),
            Estate.of("imap", new Mail(2, member("bob"), member("cid"))));

    assertThat(found.messages())
        .extracting(Member::mailbox)
        .containsExactly("ann@contoso.example", "bob@contoso.example", "cid@contoso.example");
    assertThat(found.count()).isEqualTo(4);
  }

  /** On half a search nothing happens without a person, and what was named is not lost. */
  @Test
  void ofMailThatWasSearchedOnlyInPartAPersonIsAskedAndItsNamedMessagesStay() {
    var away = new Mail(0);
    away.away = true;
    var found =
        plain(
            cluster(member("ann"), member("zoe")),
            Estate.of("graph", new Mail(1, member("ann"))),
            Estate.of("imap", away));

    assertThat(((MailCluster) found.entity()).messages())
        .extracting(Member::mailbox)
        .containsExactlyInAnyOrder("ann@contoso.example", "zoe@contoso.example");
    assertThat(found.withheld())
        .isNotEmpty()
        .allMatch(w -> w.waitsForAPerson() && w.because().contains("searched only in part"));
    assertThat(found.findings()).anyMatch(f -> f.effect() == Finding.Effect.BLIND);
    assertThat(found.away()).isNotNull();
  }

  @Test
  void whoeverLooksForMailIsShownThatOfAllOrNothing() {
    var away = new Mail(0);
    var one = Estate.of("graph", new Mail(1, member("ann")));
    var looking =
        new LookupExecution(
            new Connectors(
                List.of(
                    one, Estate.of("imap", new Mail(1, member("cid"))), Estate.of("old", away))));
    var request =
        new LookupRequest.FindMail(
            List.of(MailCluster.Field.SUBJECT.is("invoice")), NOW.minusSeconds(60), 10);

    assertThat(looking.lookUp(request))
        .isInstanceOfSatisfying(
            LookupAnswer.Mail.class, mail -> assertThat(mail.count()).isEqualTo(2));
    away.away = true;
    assertThatThrownBy(() -> looking.lookUp(request)).isInstanceOf(ApplicationFailure.class);
  }

  // ---- files

  private static FileReputation says(@Nullable KnownFile word) {
    return files -> word == null ? Map.of() : Map.of(files.getFirst().key(), word);
  }

  private static FileReputation down() {
    return files -> {
      throw new ConnectorException(ConnectorException.Kind.DOWN, "it is away");
    };
  }

  private static List<Finding> words(FileReputation... of) {
    var connectors = new ArrayList<Connector>();
    for (int i = 0; i < of.length; i++) {
      connectors.add(Estate.of("estate-" + i, of[i]));
    }
    return plain(DROPPER, connectors.toArray(Connector[]::new)).findings().stream()
        .filter(f -> f.source().startsWith("fileReputation"))
        .toList();
  }

  private static KnownFile judged(Determination determination) {
    return known(determination, null, null);
  }

  @Test
  void eachThatKnowsAFileHasAWordUnderItsName() {
    assertThat(words(says(judged(Determination.MALWARE)), says(judged(Determination.PUA))))
        .extracting(f -> f.source() + " " + f.code())
        .containsExactly(
            "fileReputation:estate-0 FILE_MALWARE", "fileReputation:estate-1 FILE_UNWANTED");
    assertThat(words(says(judged(Determination.MALWARE)), says(null)))
        .extracting(Finding::source)
        .containsExactly("fileReputation:estate-0");
  }

  @Test
  void twoWhoDisagreeArePutBeforeAPerson() {
    var malware = says(judged(Determination.MALWARE));
    var clean = says(judged(Determination.CLEAN));

    assertThat(VerdictRules.conclude(words(malware, clean))).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(VerdictRules.conclude(words(clean, malware))).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(VerdictRules.conclude(words(clean, clean, malware))).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void whoRepeatsWhatAnotherSaysWeighsNothingMore() {
    var rare = says(known(Determination.UNKNOWN, 3L, false));

    assertThat(words(rare, rare, rare).stream().mapToInt(Finding::weight).sum())
        .isEqualTo(words(rare).stream().mapToInt(Finding::weight).sum())
        .isPositive();
  }

  @Test
  void thatOneHasNotJudgedItCountsOnlyWhereNobodyHas() {
    var clean = says(judged(Determination.CLEAN));
    var unjudged = says(judged(Determination.UNKNOWN));

    assertThat(VerdictRules.conclude(words(unjudged, clean))).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(VerdictRules.conclude(words(unjudged, unjudged))).isEqualTo(Verdict.UNKNOWN);
  }

  /** It may know it as malware. */
  @Test
  void whatIsCleanForOneWhileAnotherIsAwayIsNotCleared() {
    var words = words(says(judged(Determination.CLEAN)), down());

    assertThat(VerdictRules.conclude(words)).isEqualTo(Verdict.UNKNOWN);
    assertThat(words)
        .anyMatch(
            f ->
                f.source().equals("fileReputation:estate-1") && f.effect() == Finding.Effect.BLIND);
  }

  // ---- what was done on a device

  /** Says of whatever it is asked what it saw: nothing, of what it never met. */
  private static final class Traced implements RecentActivity {
    private final Map<String, IpAddress> seen;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Traced(Map<String, IpAddress> seen) {
      this.seen = seen;
    }

    @Override
    public Set<Kind> kinds() {
      return Set.of(Kind.CONNECTIONS);
    }

    @Override
    public Map<EntityKey, Traces> on(List<Device> devices, Kind kind, Instant since, int limit) {
      var traces = new LinkedHashMap<EntityKey, Traces>();
      for (var device : devices) {
        asked.add(String.valueOf(device.deviceId()));
        var address = seen.get(String.valueOf(device.deviceId()));
        traces.put(
            device.key(), new Traces(address == null ? List.of() : List.of(address), false, null));
      }
      return traces;
    }

    @Override
    public Map<EntityKey, Traces> by(
        List<UserAccount> accounts, Kind kind, Instant since, int limit) {
      return Map.of();
    }
  }

  private static Examination closely(Device device, Connector... connectors) {
    return examine(
        broke -> false,
        new ExaminationRequest("case", List.of(named(device)), NOW)
            .with(new Playbook(List.of(device.key()), 10, NOW)),
        connectors);
  }

  private static final IpAddress THERE = new IpAddress("203.0.113.9");
  private static final IpAddress HERE = new IpAddress("203.0.113.10");

  /** Of a stranger it would say that nothing happened, which reads as a look. */
  @Test
  void whatHappenedOnADeviceIsToldByThoseWhoKnowIt() {
    var defenders = new Traced(Map.of("laptop-1", THERE));
    var defender = Estate.of("defender", defenders).with("laptop-1", "laptop-1");
    var linux = Estate.of("linux").with("web-1", "web-1");

    assertThat(closely(WEB, defender, linux).findings())
        .anyMatch(f -> f.code().equals("NOTHING_LOOKED_AT"))
        .noneMatch(f -> f.code().equals("RECENT_ACTIVITY"));
    assertThat(defenders.asked).isEmpty();
    assertThat(ledTo(closely(LAPTOP, linux, defender))).contains(THERE.key());
  }

  @Test
  void whatTwoEstatesSawOnOneDeviceIsToldByBoth() {
    var defender =
        Estate.of("defender", new Traced(Map.of("there", THERE)))
            .with("there", "both-1.contoso.example");
    var linux =
        Estate.of("linux", new Traced(Map.of("here", HERE))).with("here", "both-1.contoso.example");
    var both = new Device(null, "both-1.contoso.example", null, null, List.of(), List.of());

    assertThat(ledTo(closely(both, defender, linux))).contains(THERE.key(), HERE.key());
  }

  /** Its own records may be the directory's; with several directories nobody can say whose. */
  @Test
  void whoHasNoDirectoryTellsOfWhatTheOnlyOneKnows() {
    var records = new Traced(Map.of("laptop-1", THERE));
    Connector graph = new Plain("graph", records);
    var defender = Estate.of("defender").with("laptop-1", "laptop-1");
    var linux = Estate.of("linux").with("web-1", "web-1");

    assertThat(ledTo(closely(LAPTOP, defender, graph))).contains(THERE.key());
    records.asked.clear();
    closely(WEB, defender, linux, graph);
    assertThat(records.asked).isEmpty();
  }

  private record Plain(String name, RecentActivity activity) implements Connector {
    @Override
    public List<dev.quaestor.connector.Capability> capabilities() {
      return List.of(activity);
    }

    @Override
    public void close() {}
  }
}
