package dev.quaestor.connector.defender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.Health;
import dev.quaestor.connector.capability.DeviceDirectory.Risk;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.capability.IndicatorList;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.lab.fault.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DefenderReadingTest {
  private final LabBackEnds backEnds = new LabBackEnds();
  private final Connectors connectors = backEnds.connectors();

  @AfterEach
  void close() {
    backEnds.close();
  }

  private <C extends Capability> C port(Class<C> port) {
    return connectors.offering(port).getFirst();
  }

  @Test
  void devicesAreFoundByIdAndByNameInOneBatch() {
    var byName = new Device(null, "lap-megan.contoso.example", null, null, null, null);
    var nobody = new Device(null, "nobody.example", null, null, null, null);
    var workstation = LabBackEnds.workstation();
    var server = LabBackEnds.server();

    var found = port(DeviceDirectory.class).find(List.of(workstation, server, byName, nobody));

    assertThat(found).containsOnlyKeys(workstation.key(), server.key(), byName.key());
    var known = found.get(workstation.key());
    assertThat(known.device().name()).isEqualTo("ws-jdoe.contoso.example");
    assertThat(known.device().group()).isEqualTo("Workstations");
    assertThat(known.device().tags()).containsExactly("lab");
    assertThat(known.health()).isEqualTo(Health.ACTIVE);
    assertThat(known.risk()).isEqualTo(Risk.HIGH);
    assertThat(backEnds.lab.requests("GET /api/machines")).isEqualTo(2);
  }

  @Test
  void aFileIsKnownByItsHashAndWhatWasNeverSeenIsAbsent() {
    var unseen = new FileArtifact(null, null, null, null, "0".repeat(40), null, null, null);
    var hashless = new FileArtifact(null, "a.exe", null, null, null, null, null, null);

    var found = port(FileReputation.class).find(List.of(LabBackEnds.invoice(), unseen, hashless));

    assertThat(found).containsOnlyKeys(LabBackEnds.invoice().key());
    var invoice = found.get(LabBackEnds.invoice().key());
    assertThat(invoice.determination()).isEqualTo(Determination.MALWARE);
    assertThat(invoice.globalPrevalence()).isEqualTo(37);
    assertThat(invoice.signerValid()).isNull();
  }

  @Test
  void aBlockNamesTheUrlAsBrowsersAskForIt() {
    port(UrlBlocking.class)
        .block(new Url("https:\\\\Evil.example\\login"), new Mandate("a1", "for a test"));

    assertThat(port(UrlBlocking.class).entry(new Url("https://evil.example/login")))
        .hasValueSatisfying(
            entry -> assertThat(entry.image()).contains("\"https://evil.example/login\""));
  }

  @Test
  void aBlockOfOursIsNoneOfTheOrganisationsReasons() {
    var ours = new Url("https://evil.example/login?x=1");
    var theirs = new Url("https://theirs.example/");
    port(UrlBlocking.class).block(ours, new Mandate("a1", "for a test"));
    port(UrlBlocking.class)
        .unblock(
            theirs,
            """
            {"indicatorValue":"theirs.example","indicatorType":"DomainName","action":"Block",
             "title":"Campaign of May","description":"SOC","expirationTime":"2999-01-01T00:00:00Z"}
            """,
            new Mandate("a2", "for a test"));

    assertThat(port(IndicatorList.class).all())
        .singleElement()
        .satisfies(
            indicator -> {
              assertThat(indicator.value()).isEqualTo("theirs.example");
              assertThat(indicator.effect()).isEqualTo(IndicatorList.Effect.BLOCK);
              assertThat(indicator.expiresAt()).isNotNull();
            });
    assertThat(port(UrlBlocking.class).entry(ours)).isPresent();
  }

  @Test
  void theListOfIndicatorsIsReadOnceForManyBatchesAndAnewAfterOurOwnWrites() {
    var list = port(IndicatorList.class);
    var url = new Url("https://evil.example/");
    list.all();
    list.all();
    assertThat(indicatorsAsked()).isEqualTo(1);

    port(UrlBlocking.class).block(url, new Mandate("a1", "for a test"));
    var afterBlock = indicatorsAsked();
    list.all();
    list.all();
    assertThat(indicatorsAsked()).isEqualTo(afterBlock + 1);

    port(UrlBlocking.class).unblock(url, null, new Mandate("a2", "for a test"));
    var afterUnblock = indicatorsAsked();
    list.all();
    assertThat(indicatorsAsked()).isEqualTo(afterUnblock + 1);
  }

  private long indicatorsAsked() {
    return backEnds.lab.requests("GET /api/indicators");
  }

  @Test
  void aListOfIndicatorsThatCannotBeReadIsAwayAndNotTheOldOne() {
    var list = port(IndicatorList.class);
    list.all();
    port(UrlBlocking.class)
        .block(new Url("https://evil.example/"), new Mandate("a1", "for a test"));
    backEnds.lab.fault(Fault.error("GET /api/indicators", 1, 503));

    assertThat(catchThrowableOfType(ConnectorException.class, list::all).kind())
        .isEqualTo(ConnectorException.Kind.DOWN);
    assertThat(list.all()).isNotNull();
  }

  @Test
  void whetherAUrlIsBlockedIsAlwaysAskedOfTheBackEnd() {
    var url = new Url("https://evil.example/");
    port(IndicatorList.class).all();
    var blocking = port(UrlBlocking.class);
    blocking.block(url, new Mandate("a1", "for a test"));
    var asked = indicatorsAsked();

    assertThat(blocking.entry(url)).isPresent();
    assertThat(blocking.entry(url)).isPresent();
    assertThat(indicatorsAsked()).isEqualTo(asked + 2);
  }

  @Test
  void aDeviceSeenMomentsAgoIsNotAskedForAgainByItsIdButByItsName() {
    var directory = port(DeviceDirectory.class);
    var byId = LabBackEnds.workstation();
    var byName = new Device(null, "lap-megan.contoso.example", null, null, null, null);
    var found = directory.find(List.of(byId));
    directory.find(List.of(byName));
    var asked = machinesAsked();

    assertThat(directory.lately(List.of(byId))).isEqualTo(found);
    assertThat(machinesAsked()).isEqualTo(asked);
    assertThat(directory.lately(List.of(byName))).containsOnlyKeys(byName.key());
    assertThat(machinesAsked()).isEqualTo(asked + 1);
    assertThat(directory.find(List.of(byId))).containsOnlyKeys(byId.key());
    assertThat(machinesAsked()).isEqualTo(asked + 2);
  }

  private long machinesAsked() {
    return backEnds.lab.requests("GET /api/machines")
        + backEnds.lab.requests("GET /api/machines/*");
  }

  @Test
  void aFileSeenMomentsAgoIsNotAskedForAgainAndOneThatNobodyKnewIs() {
    var files = port(FileReputation.class);
    var unseen = new FileArtifact(null, null, null, null, "0".repeat(40), null, null, null);
    var both = List.of(LabBackEnds.invoice(), unseen);
    var found = files.find(both);
    var asked = backEnds.lab.requests("GET /api/files/*");

    assertThat(files.lately(both)).isEqualTo(found);
    assertThat(backEnds.lab.requests("GET /api/files/*")).isEqualTo(asked + 1);
  }

  @Test
  void huntingAnswersSchemaAndRowsAndRefusesWhatDoesNotParse() {
    var table =
        port(HuntingQuery.class)
            .run("DeviceInfo | where DeviceName == \"ws-jdoe.contoso.example\" | project DeviceId");
    var wrong =
        catchThrowableOfType(
            ConnectorException.class,
            () -> port(HuntingQuery.class).run("DeviceInfo | frobnicate"));

    assertThat(table.schema()).extracting(HuntingQuery.Column::name).containsExactly("DeviceId");
    assertThat(table.rows()).hasSize(1);
    assertThat(wrong.kind()).isEqualTo(Kind.REJECTED);
  }

  @Test
  void aTokenThatWasRevokedOrHasExpiredIsRenewed() throws InterruptedException {
    var directory = port(DeviceDirectory.class);
    backEnds.lab.tokenLifetime(Duration.ofSeconds(1));
    directory.find(List.of(LabBackEnds.workstation()));

    Thread.sleep(1100);
    assertThat(directory.find(List.of(LabBackEnds.workstation()))).isNotEmpty();
    backEnds.lab.revokeTokens();
    assertThat(directory.find(List.of(LabBackEnds.workstation()))).isNotEmpty();

    assertThat(backEnds.lab.requests("POST /*/oauth2/v2.0/token")).isEqualTo(3);
  }

  @Test
  void throttlingErrorsAndCutsHaveTheirKinds() {
    var route = "GET /api/machines/*";
    backEnds.lab.fault(Fault.throttle(route, 1, 21));
    backEnds.lab.fault(Fault.error(route, 1, 500));

    var throttled = failure();
    assertThat(throttled.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(21));
    assertThat(failure().kind()).isEqualTo(Kind.DOWN);
    backEnds.lab.fault(Fault.cut(route, 10));
    assertThat(failure().kind()).isEqualTo(Kind.DOWN);
  }

  private ConnectorException failure() {
    return catchThrowableOfType(
        ConnectorException.class,
        () -> port(DeviceDirectory.class).find(List.of(LabBackEnds.workstation())));
  }
}
