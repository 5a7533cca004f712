package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.file;
import static dev.quaestor.analyzer.Fixtures.known;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reported;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Playbook;
import dev.quaestor.evidence.Verdict;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What will most likely be asked is asked beside the look-ups; what comes out is the same. */
class AskedAheadTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Device DEVICE = Device.ofId("f980c21f678367cc05efd88ce7cf321cafa13a84");
  private static final Device OTHER = Device.ofId("164ffc9c820d1afc68f3100083311952c4fa946b");

  private final CountDownLatch hunted = new CountDownLatch(1);
  private final List<String> questions = new CopyOnWriteArrayList<>();

  @Test
  void whatTheAlertCallsBadIsHuntedForWhileItIsLookedUp() {
    FileReputation files =
        some -> {
          waitForHunting();
          return Map.of();
        };

    var found =
        examine(request(reported(file("a.exe"), Verdict.MALICIOUS, null)), files, new Hunting());

    assertThat(found.related()).extracting(Evidence::key).contains(OTHER.key());
    assertThat(questions).containsExactly("file");
  }

  @Test
  void whatNobodyCallsBadIsHuntedForOnlyOnceItIsFoundBad() {
    FileReputation files =
        some -> {
          assertThat(questions).isEmpty();
          return Map.of(some.getFirst().key(), known(Determination.MALWARE, 3L, null));
        };

    var found = examine(request(named(file("a.exe"))), files, new Hunting());

    assertThat(found.related()).extracting(Evidence::key).contains(OTHER.key());
    assertThat(questions).containsExactly("file");
  }

  @Test
  void whatTurnsOutHarmlessLeadsNowhereWhateverWasAskedAhead() {
    FileReputation files =
        some -> Map.of(some.getFirst().key(), known(Determination.CLEAN, 100_000L, true));

    var found =
        examine(request(reported(file("a.exe"), Verdict.SUSPICIOUS, null)), files, new Hunting());

    assertThat(questions).containsExactly("file");
    assertThat(found.related()).extracting(Evidence::key).doesNotContain(OTHER.key());
    assertThat(found.findings()).noneMatch(f -> f.code().equals("SEEN_ON_OTHER_DEVICES"));
  }

  @Test
  void aFailureToHuntForWhatTurnsOutHarmlessIsNoFailure() {
    FileReputation files =
        some -> Map.of(some.getFirst().key(), known(Determination.CLEAN, 100_000L, true));
    var request = request(reported(file("a.exe"), Verdict.SUSPICIOUS, null));

    assertThat(examine(broke -> true, request, files, new Away()).findings())
        .noneMatch(f -> f.source().equals("sightings"));
    assertThatThrownBy(
            () ->
                examine(
                    broke -> true,
                    request(reported(file("a.exe"), Verdict.MALICIOUS, null)),
                    new Away()))
        .isInstanceOf(ApplicationFailure.class);
  }

  @Test
  void onlyTheFirstOfManyThingsAreHuntedForAhead() {
    FileReputation files =
        some -> {
          waitForHunting();
          assertThat(questions).hasSizeLessThanOrEqualTo(8);
          return Map.of();
        };
    var many =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    new FileArtifact(
                        null, "f", null, "%064x".formatted(i + 1), null, null, null, null))
            .map(f -> reported(f, Verdict.MALICIOUS, null))
            .toArray(Evidence[]::new);

    examine(request(many), files, new Hunting());

    assertThat(questions).hasSize(30);
  }

  @Test
  void aDeviceThatTheCaseNamesByItsIdIsLookedAtWhileItsDirectoryIsAsked() {
    var traces = new Traced();
    DeviceDirectory directory =
        new Directory() {
          @Override
          public Map<EntityKey, KnownDevice> find(List<Device> devices) {
            waitForHunting();
            return super.find(devices);
          }
        };

    var found = examine(closely(DEVICE), directory, traces);

    assertThat(found.related())
        .extracting(Evidence::key)
        .contains(new IpAddress("203.0.113.9").key());
    assertThat(questions).containsExactly(DEVICE.deviceId());
  }

  @Test
  void aDeviceThatItsDirectoryDoesNotKnowWasNotLookedAtWhateverWasAskedAhead() {
    DeviceDirectory nobody =
        new Directory() {
          @Override
          public Map<EntityKey, KnownDevice> find(List<Device> devices) {
            return Map.of();
          }
        };

    var found = examine(closely(DEVICE), nobody, new Traced());

    assertThat(found.related()).isEmpty();
    assertThat(found.findings()).noneMatch(f -> f.source().equals("playbook"));
  }

  @Test
  void aDeviceThatIsNamedOtherwiseIsLookedAtUnderTheIdThatItsDirectoryTells() {
    var byName = new Device(null, "ws-1", null, null, List.of(), List.of());
    DeviceDirectory directory =
        new Directory() {
          @Override
          public Map<EntityKey, KnownDevice> find(List<Device> devices) {
            assertThat(questions).isEmpty();
            return Map.of(
                byName.key(), new KnownDevice(DEVICE, Health.ACTIVE, Risk.NONE, NOW, true));
          }
        };

    var found = examine(closely(byName), directory, new Traced());

    assertThat(questions).containsExactly(DEVICE.deviceId());
    assertThat(found.findings()).anyMatch(f -> f.code().equals("RECENT_ACTIVITY"));
  }

  private void waitForHunting() {
    try {
      assertThat(hunted.await(10, TimeUnit.SECONDS)).as("hunting has begun").isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static ExaminationRequest request(Evidence... evidence) {
    return new ExaminationRequest("case", List.of(evidence), NOW);
  }

  private static ExaminationRequest closely(Device device) {
    return request(named(device)).with(new Playbook(List.of(device.key()), 10, NOW));
  }

  private static Examination examine(ExaminationRequest request, Capability... capabilities) {
    return examine(broke -> false, request, capabilities);
  }

  private static Examination examine(
      Patience patience, ExaminationRequest request, Capability... capabilities) {
    return new EvidenceExecution(
            new Connectors(List.of(new Fake(List.of(capabilities)))),
            contoso(),
            Analyzers.all(contoso()),
            InstantSource.fixed(NOW),
            () -> patience)
        .examine(request)
        .getFirst();
  }

  private record Fake(List<Capability> capabilities) implements Connector {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void close() {}
  }

  /** Saw everything on the other device. */
  private class Hunting implements Sightings {
    @Override
    public List<Sighting> ofFile(FileArtifact file, Instant since, int limit) {
      questions.add("file");
      hunted.countDown();
      return List.of(new Sighting(OTHER, file.movedTo(OTHER.deviceId()), null));
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

  private final class Away extends Hunting {
    @Override
    public List<Sighting> ofFile(FileArtifact file, Instant since, int limit) {
      throw new ConnectorException(ConnectorException.Kind.DOWN, "away");
    }
  }

  /** Knows every device by its id. */
  private static class Directory implements DeviceDirectory {
    @Override
    public boolean hasOwnId(Device device) {
      return device.deviceId() != null;
    }

    @Override
    public Map<EntityKey, KnownDevice> find(List<Device> devices) {
      var found = new LinkedHashMap<EntityKey, KnownDevice>();
      devices.forEach(
          d -> found.put(d.key(), new KnownDevice(d, Health.ACTIVE, Risk.NONE, NOW, true)));
      return found;
    }
  }

  /** Every device spoke to one address. */
  private final class Traced implements RecentActivity {
    @Override
    public Set<Kind> kinds() {
      return Set.of(Kind.CONNECTIONS);
    }

    @Override
    public Map<EntityKey, Traces> on(List<Device> devices, Kind kind, Instant since, int limit) {
      var traces = new LinkedHashMap<EntityKey, Traces>();
      devices.forEach(
          device -> {
            questions.add(String.valueOf(device.deviceId()));
            traces.put(
                device.key(), new Traces(List.of(new IpAddress("203.0.113.9")), false, null));
          });
      hunted.countDown();
      return traces;
    }

    @Override
    public Map<EntityKey, Traces> by(
        List<UserAccount> accounts, Kind kind, Instant since, int limit) {
      return Map.of();
    }
  }
}
