package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.starter.FakeBackEnds;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Scope;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor.WorkflowStartOutput;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Acting by hand: at once, by proposal, on many, on what a hunt or a search found. */
class ManualRoutesApiTest {
  private static final String ACTIONS = "/api/v1/actions";

  private final RunningStarter starter = RunningStarter.get();
  private final String analyst = starter.tokenOf("analyst");
  private final String approver = starter.tokenOf("device-approver");

  private static String device() {
    return "\"target\":{\"type\":\"device\",\"deviceId\":\"%s\"}".formatted(UUID.randomUUID());
  }

  private RunningStarter.Answer post(String token, String path, String body) {
    return starter.send(
        starter
            .as(token, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private RunningStarter.Answer post(String token, String path, String key, String body) {
    return starter.send(
        starter.as(token, path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)));
  }

  private static String id(RunningStarter.Answer ordered) {
    assertThat(ordered.status()).as(ordered.http().body()).isEqualTo(202);
    return ordered.body().path("actionId").asString();
  }

  private JsonNode await(String actionId, String field, String value) {
    return starter.await(ACTIONS + "/" + actionId, a -> a.path(field).asString().equals(value));
  }

  private String proposal() {
    return id(post(analyst, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
  }

  // ---- proposals

  @Test
  void anAnalystRunsWhatThePolicyListsAndProposesTheRest() {
    var scan = post(analyst, ACTIONS, "{\"type\":\"RUN_ANTIVIRUS_SCAN\"," + device() + "}");
    var isolate = post(analyst, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}");

    assertThat(scan.body().path("decision").asString()).isEqualTo("APPROVED");
    assertThat(isolate.status()).isEqualTo(202);
    assertThat(isolate.body().path("decision").asString()).isEqualTo("PENDING");
    var action = starter.get(ACTIONS + "/" + id(isolate)).body();
    assertThat(action.path("gate").asString()).isEqualTo("APPROVAL");
    assertThat(action.path("execution").asString()).isEqualTo("NOT_STARTED");
    assertThat(action.path("requestedBy").asString()).isEqualTo("Ms analyst");
    assertThat(action.path("workflowId").asString()).isEqualTo("remediation/" + id(isolate));
    assertThat(action.path("expiresAt").asString()).isNotBlank();
  }

  @Test
  void aProposalIsApprovedAsAnyPendingActionAndRuns() {
    var proposed = proposal();

    var approved = post(approver, ACTIONS + "/" + proposed + "/approve", "{\"comment\":\"go\"}");

    assertThat(approved.status()).as(approved.http().body()).isEqualTo(200);
    assertThat(approved.body().path("decision").asString()).isEqualTo("APPROVED");
    assertThat(approved.body().path("verified").asBoolean()).isTrue();
    var done = await(proposed, "execution", "SUCCEEDED");
    assertThat(done.path("undo").asString()).isEqualTo("AVAILABLE");
  }

  @Test
  void aRejectedProposalNeverRuns() {
    var proposed = proposal();

    post(approver, ACTIONS + "/" + proposed + "/reject", "{}");

    var action = await(proposed, "decision", "REJECTED");
    assertThat(action.path("execution").asString()).isEqualTo("NOT_STARTED");
  }

  @Test
  void whoeverWantsNoProposalIsRefusedAndNothingIsOrdered() {
    var refused =
        post(analyst, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\",\"propose\":false," + device() + "}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.body().path("type").asString()).isEqualTo("urn:quaestor:problem:forbidden");
  }

  @Test
  void anApproverMayAskForASecondPairOfEyes() {
    var proposed =
        post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\",\"propose\":true," + device() + "}");

    assertThat(proposed.body().path("decision").asString()).isEqualTo("PENDING");
  }

  @Test
  void whatCannotBeDoneIsUnsupportedBeforeAnybodyIsAsked() {
    var ordered = post(analyst, ACTIONS, "{\"type\":\"OFFBOARD_DEVICE\"," + device() + "}");

    assertThat(ordered.status()).isEqualTo(202);
    var action = await(id(ordered), "execution", "UNSUPPORTED");
    assertThat(action.path("decision").asString()).isEqualTo("NOT_NEEDED");
    assertThat(action.path("outcome").asString()).isEqualTo("It is not on Windows.");
  }

  @Test
  void aProposalIsWithdrawnByWhoeverMadeItAndNobodyElse() {
    var proposed = proposal();
    var path = ACTIONS + "/" + proposed + "/withdraw";

    assertThat(post(approver, path, "{}").status()).isEqualTo(403);
    var withdrawn = post(analyst, path, "{\"comment\":\"the wrong one\"}");

    assertThat(withdrawn.status()).isEqualTo(200);
    assertThat(withdrawn.body().path("decision").asString()).isEqualTo("REJECTED");
    assertThat(withdrawn.body().path("comment").asString()).contains("the wrong one");
    assertThat(post(analyst, path, "{}").status()).isEqualTo(409);
  }

  @RepeatedTest(5)
  void aWithdrawalThatComesLateIsNotAnsweredAsOneThatCounted() throws Exception {
    var path = ACTIONS + "/" + proposal();
    var approval = CompletableFuture.supplyAsync(() -> post(approver, path + "/approve", "{}"));
    var withdrawal = post(analyst, path + "/withdraw", "{}");

    assertThat(withdrawal.status() == 200).isNotEqualTo(approval.get().status() == 200);
    assertThat(withdrawal.body().path("decision").asString(""))
        .isNotEqualTo(withdrawal.status() == 200 ? "APPROVED" : "PENDING");
  }

  @Test
  void anAnalystProposesAnUndoAndItsApprovalUndoesTheAction() {
    var action = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
    await(action, "undo", "AVAILABLE");

    var proposed = post(analyst, ACTIONS + "/" + action + "/undo", "{}");
    var proposal = proposed.body().path("actionId").asString();

    assertThat(proposed.status()).isEqualTo(202);
    assertThat(proposed.body().path("undoes").asString()).isEqualTo(action);
    assertThat(proposed.body().path("type").asString()).isEqualTo("RELEASE_DEVICE");
    post(approver, ACTIONS + "/" + proposal + "/approve", "{}");
    await(proposal, "execution", "SUCCEEDED");
    await(action, "undo", "UNDONE");
  }

  @Test
  void anUndoThatIsAskedForAgainStandsOnceAndIsTheFirstOnes() {
    var action = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
    await(action, "undo", "AVAILABLE");
    var undo = ACTIONS + "/" + action + "/undo";
    var other = starter.tokenOf("analyst", "source");

    var first = id(post(analyst, undo, "{}"));
    var again = id(post(analyst, undo, "{\"comment\":\"please\"}"));
    var others = id(post(other, undo, "{}"));

    assertThat(again).isEqualTo(first);
    assertThat(others).isEqualTo(first);
    assertThat(post(other, ACTIONS + "/" + first + "/withdraw", "{}").status()).isEqualTo(403);
    assertThat(post(analyst, ACTIONS + "/" + first + "/withdraw", "{}").status()).isEqualTo(200);
    await(first, "decision", "REJECTED");
    assertThat(id(post(other, undo, "{}"))).isNotEqualTo(first);
  }

  @Test
  void aProposalThatTheLedgerDoesNotShowYetIsToBeAskedForAgain() {
    var action = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
    await(action, "undo", "AVAILABLE");
    var started = new WorkflowStartOutput(WorkflowExecution.getDefaultInstance());
    var undos =
        new UndosController(starter.orders(() -> Optional.of(started)), starter.bean(Ledger.class));
    var ann = new Caller("token:ann", "ann", Set.of(AccessRole.ANALYST), Scope.ALL, null);

    assertThatThrownBy(() -> undos.undo(action, null, ann))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(503);
              assertThat(refused.problem().type()).endsWith(":ledger-behind");
            });
  }

  // ---- orders

  @Test
  void anOrderNamesItsRouteAndOneThatItsTypeCannotTakeIsRefused() {
    var kill =
        "{\"type\":\"KILL_PROCESS\",%s\"target\":{\"type\":\"process\",\"deviceId\":\"d\",\"processId\":7}}";

    var byApi = id(post(approver, ACTIONS, kill.formatted("")));
    var byConsole =
        id(post(approver, ACTIONS, kill.formatted("\"source\":\"MANUAL_LIVE_RESPONSE_ACTION\",")));
    var wrong = post(approver, ACTIONS, kill.formatted("\"source\":\"EXPLORER_ACTION\","));

    assertThat(await(byApi, "execution", "SUCCEEDED").path("source").asString())
        .isEqualTo("LIVE_RESPONSE_ACTION_API");
    assertThat(await(byConsole, "execution", "SUCCEEDED").path("source").asString())
        .isEqualTo("MANUAL_LIVE_RESPONSE_ACTION");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().path("field").asString()).isEqualTo("source");
  }

  @Test
  void anOrderForACaseThatDoesNotExistNamesTheField() {
    var refused =
        post(
            approver,
            ACTIONS,
            "{\"type\":\"ISOLATE_DEVICE\",\"investigationId\":\"inv-none\"," + device() + "}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("field").asString()).isEqualTo("investigationId");
  }

  @Test
  void oneFileOnManyDevicesIsOneGroupThatIsCounted() {
    var body =
        """
        {"type":"STOP_AND_QUARANTINE_FILE",
         "target":{"type":"file","name":"evil.exe","sha256":"%s"},"devices":[%s]}\
        """
            .formatted(hash(), devices(12));
    var key = UUID.randomUUID().toString();

    var first = post(approver, ACTIONS, key, body);
    var again = post(approver, ACTIONS, key, body);
    var other =
        post(approver, ACTIONS, key, body.replace("evil.exe", "other.exe").replace("d0", "e0"));

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.body().path("actions")).hasSize(12);
    assertThat(again.body().path("groupId")).isEqualTo(first.body().path("groupId"));
    assertThat(other.status()).isEqualTo(422);
    var group = first.body().path("groupId").asString();
    var counts =
        starter.await(ACTIONS + "/groups/" + group, g -> g.path("succeeded").asInt() == 12);
    assertThat(counts.path("total").asInt()).isEqualTo(12);
    assertThat(counts.path("pending").asInt()).isZero();
    assertThat(starter.get(ACTIONS + "?group=" + group).body().path("total").asInt()).isEqualTo(12);
  }

  private static String devices(int count) {
    var prefix = UUID.randomUUID();
    return IntStream.range(0, count)
        .mapToObj(i -> "\"d" + i + "-" + prefix + "\"")
        .collect(Collectors.joining(","));
  }

  private static String hash() {
    return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
  }

  @Test
  void moreThanAThousandAtOnceIsRefused() {
    var refused =
        post(
            approver,
            ACTIONS,
            "{\"type\":\"ISOLATE_DEVICE\",\"devices\":[%s]}".formatted(devices(1001)));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("field").asString()).isEqualTo("devices");
  }

  @Test
  void severalTargetsAreEachNamedWhenOneIsWrong() {
    var refused =
        post(
            approver,
            ACTIONS,
            """
            {"type":"ISOLATE_DEVICE","targets":[{"type":"device","deviceId":"a"},
             {"type":"url","value":"http://x"}]}\
            """);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("field").asString()).isEqualTo("targets[1].type");
  }

  @Test
  void theCatalogueSaysHowEachTypeIsOrderedAndWhetherItCanBeTakenBack() {
    var types = starter.get(ACTIONS + "/types").body().path("types");

    var byName =
        types.valueStream().collect(Collectors.toMap(t -> t.path("type").asString(), t -> t));
    assertThat(byName.get("ISOLATE_DEVICE").path("parameters").get(0).path("values"))
        .extracting(JsonNode::asString)
        .containsExactly("FULL", "SELECTIVE");
    assertThat(byName.get("KILL_PROCESS").path("notUndoableBecause").asString()).isNotBlank();
    assertThat(byName.get("RESTORE_EMAIL").path("orderable").asBoolean()).isFalse();
  }

  // ---- undo

  @Test
  void allInstancesOfAQuarantinedFileAreTakenBackAtOnce() {
    var hash = hash();
    var body =
        """
        {"type":"STOP_AND_QUARANTINE_FILE",
         "target":{"type":"file","name":"evil.exe","sha256":"%s"},"devices":[%s]}\
        """;
    var group = post(approver, ACTIONS, body.formatted(hash, devices(3))).body();
    post(approver, ACTIONS, body.formatted(hash(), devices(1)));
    starter.await(
        ACTIONS + "/groups/" + group.path("groupId").asString(),
        g -> g.path("succeeded").asInt() == 3);
    var one = group.path("actions").get(0).path("actionId").asString();

    var undone = post(approver, ACTIONS + "/" + one + "/undo", "{\"allInstances\":true}");

    assertThat(undone.status()).isEqualTo(202);
    assertThat(undone.body().path("results")).hasSize(3);
    starter.await(
        ACTIONS + "/groups/" + group.path("groupId").asString(),
        g -> g.path("undone").asInt() == 3);
  }

  @Test
  void allInstancesIsForQuarantinesAlone() {
    var action = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));

    var refused = post(approver, ACTIONS + "/" + action + "/undo", "{\"allInstances\":true}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().path("field").asString()).isEqualTo("allInstances");
  }

  @Test
  void severalActionsOfOneTypeAreUndoneTogetherAndOfSeveralTypesNot() {
    var one = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
    var two = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
    var scan = id(post(approver, ACTIONS, "{\"type\":\"RUN_ANTIVIRUS_SCAN\"," + device() + "}"));
    await(one, "undo", "AVAILABLE");
    await(two, "undo", "AVAILABLE");

    var mixed =
        post(approver, ACTIONS + "/undo", "{\"actionIds\":[\"%s\",\"%s\"]}".formatted(one, scan));
    var both =
        post(
            approver,
            ACTIONS + "/undo",
            "{\"actionIds\":[\"%s\",\"%s\",\"act-none\"]}".formatted(one, two));

    assertThat(mixed.status()).isEqualTo(422);
    assertThat(mixed.body().path("field").asString()).isEqualTo("actionIds");
    assertThat(both.body().path("results"))
        .extracting(r -> r.path("status").asInt())
        .containsExactly(202, 202, 404);
    await(two, "undo", "UNDONE");
  }

  // ---- hunting and mail

  @Test
  void aHuntIsAnsweredWithColumnsAndRows() {
    var answer =
        post(
            analyst,
            "/api/v1/hunting/run",
            "{\"query\":\"DeviceInfo | take 1\",\"backEnd\":\"graph\",\"timespan\":\"P7D\"}");

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.body().path("schema").get(0).path("name").asString()).isEqualTo("DeviceId");
    assertThat(answer.body().path("rows").get(0).path("DeviceId").asString()).isEqualTo("d1");
    assertThat(FakeBackEnds.ASKED.toString()).contains("PT168H", "graph");
  }

  @ParameterizedTest
  @CsvSource({"nonsense |, 422, Syntax error", "away, 503, down", "slow, 504, Nobody"})
  void aHuntThatIsRefusedIsAnsweredInTheBackEndsOwnWords(String query, int status, String words) {
    var answer = post(analyst, "/api/v1/hunting/run", "{\"query\":\"%s\"}".formatted(query));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("detail").asString()).contains(words);
  }

  @ParameterizedTest
  @CsvSource({"lucene, kql for fake", "sql, kql or lucene"})
  void aHuntInALanguageThatIsNotKnownThereNamesTheField(String language, String words) {
    var answer =
        post(
            analyst,
            "/api/v1/hunting/run",
            "{\"query\":\"DeviceInfo\",\"language\":\"%s\"}".formatted(language));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asString()).startsWith("language: ").contains(words);
  }

  @ParameterizedTest
  @CsvSource({
    "query, {}",
    "backEnd, '{\"query\":\"x\",\"backEnd\":\"../sql\"}'",
    "timespan, '{\"query\":\"x\",\"timespan\":\"a week\"}'"
  })
  void aHuntThatIsNoneNamesTheField(String field, String body) {
    var answer = post(analyst, "/api/v1/hunting/run", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
  }

  @Test
  void rowsOfAHuntBecomeOneGroupAndEachThingIsActedOnOnce() {
    var answer =
        post(
            approver,
            "/api/v1/hunting/actions",
            """
            {"type":"ISOLATE_DEVICE","name":"Beacons","comment":"C2",
             "rows":[{"DeviceId":"h1","Timestamp":"x"},{"DeviceId":"h1","Timestamp":"x"},
              {"DeviceId":"h2"}]}\
            """);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    assertThat(answer.body().path("actions")).hasSize(2);
    var id = answer.body().path("actions").get(0).path("actionId").asString();
    var action = await(id, "execution", "SUCCEEDED");
    assertThat(action.path("source").asString()).isEqualTo("ADVANCED_HUNTING_ACTION");
    assertThat(action.path("requestComment").asString()).isEqualTo("Beacons: C2");
    assertThat(action.path("group")).isEqualTo(answer.body().path("groupId"));
  }

  @Test
  void aRowThatLacksAColumnIsNamed() {
    var answer =
        post(
            approver,
            "/api/v1/hunting/actions",
            "{\"type\":\"STOP_AND_QUARANTINE_FILE\",\"rows\":[{\"DeviceId\":\"a\"}]}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("rows[0].SHA1");
  }

  @Test
  void aMailSearchListsAndCounts() {
    var answer = post(analyst, "/api/v1/mail/search", "{\"senderDomain\":\"evil.example\"}");

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    assertThat(answer.body().path("count").asInt()).isEqualTo(7);
    assertThat(answer.body().path("messages").get(0).path("mailbox").asString())
        .isEqualTo("a@contoso.example");
  }

  @Test
  void aMailSearchForNothingIsRefused() {
    var answer = post(analyst, "/api/v1/mail/search", "{\"limit\":5}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("detail").asString()).contains("senderDomain");
  }

  @Test
  void allThatASearchFindsIsOneActionOnAClusterAndWaitsForAnApproverOfMail() {
    var answer =
        post(
            analyst,
            "/api/v1/mail/actions",
            "{\"type\":\"SOFT_DELETE_EMAIL\",\"all\":{\"senderDomain\":\"evil.example\"}}");

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    var item = answer.body().path("actions").get(0);
    assertThat(item.path("target").path("count").asInt()).isEqualTo(7);
    assertThat(item.path("decision").asString()).isEqualTo("PENDING");
    var action = await(item.path("actionId").asString(), "decision", "PENDING");
    assertThat(action.path("source").asString()).isEqualTo("EXPLORER_ACTION");
  }

  /** Whoever acted on it whole would say of the others' messages that they are gone. */
  @Test
  void whatLiesInTheMailboxesOfTwoConnectorsIsAnActionForEach() {
    var answer =
        post(
            analyst,
            "/api/v1/mail/actions",
            "{\"type\":\"SOFT_DELETE_EMAIL\",\"all\":{\"senderDomain\":\"both.example\"}}");

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    assertThat(answer.body().path("actions").valueStream().map(i -> i.path("target")))
        .extracting(target -> target.path("count").asInt() + " in " + estate(target))
        .containsExactly("3 in graph", "2 in imap");
  }

  private static String estate(JsonNode cluster) {
    return cluster
        .path("criteria")
        .valueStream()
        .filter(c -> c.path("field").asString().equals("Estate"))
        .map(c -> c.path("value").asString())
        .findFirst()
        .orElse("none");
  }

  @Test
  void nothingFoundIsNothingToActOn() {
    var answer =
        post(
            analyst,
            "/api/v1/mail/actions",
            "{\"type\":\"SOFT_DELETE_EMAIL\",\"all\":{\"senderDomain\":\"none.example\"}}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("field").asString()).isEqualTo("all");
  }

  @Test
  void messagesByNameAreActedOnOneByOne() {
    var answer =
        post(
            starter.tokenOf("email-approver"),
            "/api/v1/mail/actions",
            """
            {"type":"MOVE_EMAIL_TO_JUNK","messages":[
              {"mailbox":"a@contoso.example","internetMessageId":"<1@x>"},
              {"mailbox":"b@contoso.example","networkMessageId":"n-2"}]}\
            """);

    assertThat(answer.body().path("actions")).hasSize(2);
  }

  // ---- files, scripts, downloads

  @Test
  void aFileIsKnownByBackEndsAndByWhatWasDoneToIt() {
    var hash = hash();
    var action =
        id(
            post(
                approver,
                ACTIONS,
                """
                {"type":"STOP_AND_QUARANTINE_FILE",
                 "target":{"type":"file","deviceId":"d1","sha256":"%s"}}\
                """
                    .formatted(hash)));
    await(action, "execution", "SUCCEEDED");

    var file = starter.get("/api/v1/files/" + hash.toUpperCase()).body();

    assertThat(file.path("knownBy").get(0).path("determination").asString()).isEqualTo("Malware");
    assertThat(file.path("actions").get(0).path("actionId").asString()).isEqualTo(action);
    assertThat(starter.get("/api/v1/files/xyz").status()).isEqualTo(400);
  }

  @Test
  void theScriptsOfTheLibraryAreListed() {
    var scripts = starter.get("/api/v1/live-response/scripts").body().path("scripts");
    assertThat(scripts.get(0).path("name").asString()).isEqualTo("triage.ps1");
  }

  private String collected(String type, String target, String content)
      throws IOException, NoSuchAlgorithmException {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    var folder = Files.createDirectories(starter.state().resolve("vault/" + hash.substring(0, 2)));
    Files.write(folder.resolve(hash), bytes);
    var key = UUID.randomUUID().toString();
    var entity = target.replace("KEY", key);
    FakeBackEnds.COLLECTED.put(
        type.equals("REQUEST_SAMPLE") ? "file:" + key + ":" + "c".repeat(64) : "device:" + key,
        hash);
    var id = id(post(approver, ACTIONS, "{\"type\":\"%s\",%s}".formatted(type, entity)));
    await(id, "execution", "SUCCEEDED");
    return id;
  }

  @Test
  void aPackageIsDownloadedAsItLiesInTheVault() throws Exception {
    var id =
        collected(
            "COLLECT_INVESTIGATION_PACKAGE",
            "\"target\":{\"type\":\"device\",\"deviceId\":\"KEY\"}",
            "zip!" + UUID.randomUUID());

    var answer = starter.send(starter.as(analyst, ACTIONS + "/" + id + "/artifact").GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().body()).startsWith("zip!");
    assertThat(answer.contentType()).isEqualTo("application/octet-stream");
    assertThat(answer.http().headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.http().headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment")
        .doesNotContain("\n");
  }

  @Test
  void aSampleIsForDeviceApproversAndADamagedOneForNobody() throws Exception {
    var id =
        collected(
            "REQUEST_SAMPLE",
            "\"target\":{\"type\":\"file\",\"deviceId\":\"KEY\",\"sha256\":\"%s\"}"
                .formatted("c".repeat(64)),
            "virus" + UUID.randomUUID());
    var path = ACTIONS + "/" + id + "/artifact";

    assertThat(starter.send(starter.as(analyst, path).GET()).status()).isEqualTo(403);
    assertThat(starter.send(starter.as(approver, path).GET()).status()).isEqualTo(200);

    try (var files = Files.walk(starter.state().resolve("vault"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).startsWith("virus")) {
          Files.writeString(file, "something else");
        }
      }
    }
    assertThat(starter.send(starter.as(approver, path).GET()).status()).isEqualTo(410);
  }

  @Test
  void whatCollectsNothingHasNothingToDownload() {
    var action = id(post(approver, ACTIONS, "{\"type\":\"ISOLATE_DEVICE\"," + device() + "}"));
    await(action, "execution", "SUCCEEDED");

    var answer = starter.get(ACTIONS + "/" + action + "/artifact");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("type").asString()).endsWith("nothing-stored");
  }
}
