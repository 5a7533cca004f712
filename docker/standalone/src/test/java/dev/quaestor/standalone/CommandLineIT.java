package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The verbs of {@code ./quaestor} against the running house: 0 done, 1 no, 2 wrong usage. */
@ExtendWith(RealHouse.Shared.class)
class CommandLineIT {
  private final RealHouse house;
  private final Api api;

  CommandLineIT(RealHouse house) {
    this.house = house;
    this.api = house.api();
  }

  private static JsonNode json(RealHouse.Ended ended) {
    return QuaestorJson.mapper().readTree(ended.expect(0).out());
  }

  private String investigate(int device) throws IOException {
    var file = Files.createTempFile(house.root(), "alert", ".json");
    Files.writeString(file, Alerts.suspiciousProcessOn(device));
    return json(house.quaestor("investigate", "--json", file.toString()))
        .findValue("investigationId")
        .asString();
  }

  @Test
  void anAlertIsInvestigatedListedShownApprovedAndUndone() throws IOException {
    var id = investigate(120);
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();

    assertThat(house.quaestor("list").expect(0).out()).contains(id);
    assertThat(json(house.quaestor("list", "--json")).path("items").valueStream())
        .anyMatch(i -> i.path("investigationId").asString().equals(id));
    assertThat(house.quaestor("show", id, "--log").expect(0).out())
        .contains("Suspicious encoded PowerShell");
    assertThat(json(house.quaestor("show", id, "--json")).path("investigationId").asString())
        .isEqualTo(id);
    assertThat(house.quaestor("pending").expect(0).out()).contains(isolation);
    assertThat(json(house.quaestor("pending", "--json")).path("items")).isNotEmpty();

    house.quaestor("approve", isolation, "--comment", "seen").expect(0);
    api.action(isolation, "execution", "SUCCEEDED");
    assertThat(house.isolated(Alerts.device(120))).isTrue();
    assertThat(house.quaestor("reject", isolation).expect(1).err()).contains("already");

    house.quaestor("undo", isolation).expect(0);
    api.action(isolation, "undo", "UNDONE");
    assertThat(house.isolated(Alerts.device(120))).isFalse();
    assertThat(house.quaestor("show", isolation).expect(0).out()).containsIgnoringCase("undone");
  }

  @Test
  void anActionIsOrderedByHand() {
    var device = Alerts.device(121);

    var id =
        json(house.quaestor("act", "isolate-device", "device:" + device, "--json"))
            .path("actionId")
            .asString();
    api.action(id, "execution", "SUCCEEDED");

    assertThat(house.isolated(device)).isTrue();
    house.quaestor("undo", id, "--comment", "drill").expect(0);
    api.action(id, "undo", "UNDONE");
    house.quaestor("replay", "remediation/" + id, "undo/" + id).expect(0);
  }

  @Test
  void aCancelledInvestigationTakesBackWhatItDid() throws IOException {
    var id = investigate(122);
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    house.quaestor("approve", isolation).expect(0);
    api.action(isolation, "execution", "SUCCEEDED");

    house.quaestor("cancel", id, "--rollback").expect(0);

    api.until(id, "TERMINATED_BY_USER");
    assertThat(house.isolated(Alerts.device(122))).isFalse();
    house.quaestor("cancel", id).expect(1);
    house.quaestor("replay", id).expect(0);
  }

  @Test
  void aPolicyIsCheckedByItsLine() throws IOException {
    var right = house.root().resolve("right.yaml");
    var wrong = house.root().resolve("wrong.yaml");
    Files.writeString(right, api.get("/api/v1/policy").expect(200).text());
    Files.writeString(wrong, "name: a\nrules: []\n\n\n\n\nnonsense: 1\n");

    house.quaestor("policy", "check", right.toString()).expect(0);
    var refused = house.quaestor("policy", "check", wrong.toString()).expect(1);

    assertThat(refused.out() + refused.err()).contains("7").contains("nonsense");
  }

  @Test
  void aTokenIsMadeThatReadsButDoesNotDecide() throws IOException {
    var made = json(house.quaestor("token", "create", "vera", "--role", "viewer", "--json"));
    var file = house.root().resolve("vera-token");
    Files.writeString(file, made.path("token").asString());

    house.quaestor("list", "--token-file", file.toString()).expect(0);
    var refused =
        house.quaestor("act", "isolate-device", "device:x", "--token-file", file.toString());

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("role").doesNotContain("qst_");
  }

  @Test
  void whatIsWrongIsSaidInALineAndByTheExitCode() {
    assertThat(house.quaestor("show", "inv-none").expect(1).err()).contains("inv-none");
    assertThat(house.quaestor("approve", "act-none").expect(1).err()).contains("act-none");
    assertThat(house.quaestor("investigate", "none.json").expect(1).err()).contains("none.json");
    assertThat(house.quaestor("act", "format-disk", "device:x").expect(2).err())
        .contains("format-disk");
    assertThat(house.quaestor("frobnicate").expect(2).err()).contains("frobnicate");
    assertThat(
            house.quaestor("list", "--server", "http://127.0.0.1:" + Ports.free()).expect(1).err())
        .isNotBlank()
        .doesNotContain("Exception");
  }

  @Test
  void everyOpenRunIsReplayedBeforeANewVersionTakesOver() throws IOException {
    var id = investigate(127);
    api.pending(id, "ISOLATE_DEVICE");
    var kept = house.root().resolve("kept");

    var said = house.quaestor("replay", "--open", "--since", "7d", "--save", kept.toString());

    assertThat(said.expect(0).out())
        .containsPattern("(\\d+) of \\1 (history replays|histories replay)\\.");
    var all = json(house.quaestor("replay", "--open", "--json")).path("replayed");
    var workflow = json(house.quaestor("show", id, "--json")).path("workflowId").asString();
    assertThat(all.valueStream().map(r -> r.path("source").asString())).contains(workflow);

    try (var files = Files.list(kept)) {
      var file =
          files
              .filter(f -> f.getFileName().toString().startsWith(encoded(workflow)))
              .findFirst()
              .orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      // What is kept is replayed where there is no Temporal, and fails where it does not fit.
      house.quaestor("replay", "--temporal", "127.0.0.1:1", file.toString()).expect(0);
      var other = Files.readString(file).replace("ExamineEvidence", "ExamineSomethingElse");
      house
          .quaestor("replay", Files.writeString(kept.resolve("other.json"), other).toString())
          .expect(1);
    }
  }

  @Test
  void sinceWithoutOpenIsWrongUsage() {
    assertThat(house.quaestor("replay", "--since", "7d").expect(2).err()).contains("--open");
    house.quaestor("replay").expect(2);
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
