package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.OWN;
import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.one;
import static dev.quaestor.starter.intake.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OtherArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.intake.json.Problem;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnJsonTest {
  private static final String SHA256 = "ab".repeat(32);

  private static Reading manual(String body, String caseId) {
    return new ManualCaseReader().read(body.getBytes(StandardCharsets.UTF_8), caseId);
  }

  private static Alert manualCase(String body, String caseId) {
    var reading = manual(body, caseId);
    assertThat(reading).as("%s", reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).alerts().getFirst();
  }

  private static List<Entity> oneOfEach() {
    var file =
        new FileArtifact("d", "a", "/tmp", SHA256, "cd".repeat(20), "ef".repeat(16), 7L, "s");
    return List.of(
        new Device("d", "n", "Linux", "g", List.of("t"), List.of("192.0.2.1")),
        file,
        new ProcessArtifact("d", 7L, Instant.EPOCH, "cmd", file, "root"),
        new Url("http://evil.example/"),
        new IpAddress("192.0.2.1"),
        new MailMessage(
            "n",
            "<i>",
            "r",
            "s",
            "sn",
            "rp",
            "rt",
            "192.0.2.1",
            "subj",
            Instant.EPOCH,
            List.of(new MailMessage.Link("t", "http://x")),
            List.of(new MailMessage.Attachment("a", "b", "c", SHA256, 1L)),
            List.of("mx; spf=pass"),
            List.of("Phish")),
        new MailCluster(
            new EntityKey("mail:<i>:r"),
            List.of(new MailCluster.Criterion("Subject", "x")),
            List.of(new MailCluster.Member("m", "n", "<i>", "inbox")),
            3),
        new Mailbox("a@contoso.example", "A"),
        new MailboxRule("a@contoso.example", "AQ", "fwd", false, List.of("x@evil.example")),
        new UserAccount("id", "upn", "sid", "acc", "dom"),
        new RegistryEntry("d", "HKLM", "Run", "v", "data", "c:\\x.exe"),
        new ScheduledTask("d", "task", "/tmp/x"),
        new SystemService("d", "svc", "/tmp/x"),
        new Driver("d", "drv", "/tmp/x"),
        new OtherArtifact("k", "n"));
  }

  @Test
  void everyEntityIsReadAsTheApiWritesIt() {
    var mapper = QuaestorJson.mapper();
    for (var entity : oneOfEach()) {
      var json = mapper.writerFor(Entity.class).writeValueAsString(entity);
      var body =
          "{\"quaestor\":\"alert/v1\",\"id\":\"1\",\"title\":\"t\",\"entities\":[" + json + "]}";
      assertThat(one(body).evidence().getFirst().entity()).isEqualTo(entity);
    }
    assertThat(oneOfEach().stream().map(Entity::kind).distinct())
        .hasSize(dev.quaestor.entity.EntityKind.values().length);
  }

  @Test
  void anAlertOfOurOwnKeepsRolesAndVerdicts() {
    var alert = one(OWN);
    assertThat(alert.severity()).isEqualTo(Severity.HIGH);
    var file = alert.evidence().get(1);
    assertThat(file.roles()).containsExactly(Role.CREATED);
    assertThat(file.reported())
        .isEqualTo(new Evidence.ReportedVerdict("falco", Verdict.SUSPICIOUS, null));
    assertThat(entities(alert, Device.class)).hasSize(1);
  }

  @Test
  void wrongEntitiesAreNamed() {
    var body =
        """
        {"quaestor":"alert/v2","id":"1","title":"t","severity":"CRITICAL","entities":[
          {"type":"fille"},{"type":"device"},{"type":"url"},{"type":"file","name":"x","sha256":"zz"},
          {"type":"mailCluster","rootMessage":"m"},{}, 7]}
        """;
    assertThat(refusal(body))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "quaestor",
            "severity",
            "entities[0].type",
            "entities[1]",
            "entities[2].value",
            "entities[3].sha256",
            "entities[4].criteria",
            "entities[5].type",
            "entities[6]");
  }

  @Test
  void aManualCaseIsAnAlertOfItsOwn() {
    var body =
        """
        {"title":"Look at this","severity":"MEDIUM","comment":"odd traffic",
         "entities":[{"type":"device","name":"ws-1"}]}
        """;
    var alert = manualCase(body, "key-1");
    assertThat(alert.source()).isEqualTo(AlertSource.MANUAL);
    assertThat(alert.description()).isEqualTo("odd traffic");
    assertThat(alert.alertId()).startsWith("manual:");
    assertThat(alert.correlationKey()).startsWith("case-");
    assertThat(manualCase(body, "key-1")).isEqualTo(alert);
    assertThat(manualCase(body, "key-2").alertId()).isNotEqualTo(alert.alertId());
  }

  @Test
  void aManualCaseWithoutTitleOrEntitiesIsRefused() {
    assertThat(refusal(manual("{\"severity\":\"urgent\"}", "k")))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("title", "entities", "severity");
    assertThat(refusal(manual("[]", "k"))).isNotEmpty();
    assertThat(refusal(manual("{\"title\":", "k")).getFirst().line()).isEqualTo(1);
  }
}
