package dev.quaestor.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.fixtures.FakeStarter;
import dev.quaestor.fixtures.Fixtures;
import dev.quaestor.investigation.CancelMessage;
import dev.quaestor.investigation.ClassifyMessage;
import dev.quaestor.order.RemediationWorkflow;
import dev.quaestor.order.UndoWorkflow;
import dev.quaestor.order.Withdrawal;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A seal counts for one message to one workflow by one author, and for nothing else. */
class SealTest {
  private static final String WORKFLOW = "investigation/dev-1";
  private static final Instant AT = Instant.parse("2026-11-02T10:00:00Z");
  private static final KeyPair KEYS = FakeStarter.freshKeys();
  private static final List<PublicKey> KNOWN = List.of(KEYS.getPublic());
  private static final Author EVE =
      new Author(
          "token:eve",
          "eve@contoso.example",
          Remit.of(List.of(Area.EMAIL)).within(List.of("Laptops")),
          List.of("email-approver", "operator"),
          Instant.parse("2026-11-02T09:55:00Z"));
  private static final JsonMapper JSON = QuaestorJson.mapper();

  /** One of each, every field filled. */
  static Stream<SignedMessage<?>> messages() {
    return Stream.of(
        new AlertMessage(
            Fixtures.deviceAlert(
                "a1", Severity.HIGH, Fixtures.laptop(), Fixtures.processOnServer())),
        new DecisionMessage(
            List.of("act-1", "act-2"),
            DecisionMessage.Choice.APPROVE,
            "eve",
            "because",
            "hash",
            "dec-1",
            null),
        new CancelMessage("eve", "mistake", true, "inv-1", null),
        new ClassifyMessage(
            "key",
            "a1",
            Classification.TRUE_POSITIVE,
            Determination.MALWARE,
            "eve",
            "because",
            true,
            "inv-1",
            null),
        new Withdrawal("eve", "mistake", null),
        new RemediationWorkflow.Order(
            "act-1",
            new DeviceAction.IsolateDevice(Fixtures.laptop(), DeviceAction.Isolation.FULL),
            ActionSource.MANUAL_DEVICE_ACTION,
            "because",
            "inv-1",
            true,
            "act-0",
            "grp-1",
            null),
        new UndoWorkflow.Request("act-1", "mistake", null));
  }

  private static <M extends SignedMessage<M>> M sealed(SignedMessage<M> message) {
    return sealed(message, KEYS);
  }

  @SuppressWarnings("unchecked")
  private static <M extends SignedMessage<M>> M sealed(SignedMessage<M> message, KeyPair keys) {
    return Seal.set(keys.getPrivate(), WORKFLOW, (M) message, EVE, AT);
  }

  private static Voucher verified(SignedMessage<?> message) {
    return Seal.verify(KNOWN, Statement.of(WORKFLOW, message), message.signature());
  }

  private static SignedMessage<?> read(JsonNode tree, SignedMessage<?> like) {
    return JSON.treeToValue(tree, like.getClass());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void itIsStillTheAuthorsAfterItTravelled(SignedMessage<?> message) {
    var arrived = read(JSON.readTree(JSON.writeValueAsBytes(sealed(message))), message);

    assertThat(verified(arrived)).isEqualTo(new Voucher.Vouched(EVE, AT));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anySingleChangedFieldIsRefused(SignedMessage<?> message) {
    ObjectNode whole = JSON.valueToTree(sealed(message));
    var changed = new ArrayList<JsonNode>();
    changes(whole, whole, changed);

    var refused = 0;
    for (var tree : changed) {
      SignedMessage<?> arrived;
      try {
        arrived = read(tree, message);
      } catch (RuntimeException noSuchMessage) {
        continue;
      }
      if (arrived.equals(sealed(message))) {
        // An empty list left out is no other message.
        continue;
      }
      assertThat(verified(arrived)).as("%s", tree).isEqualTo(new Voucher.Invalid());
      refused++;
    }
    // What could not be read, or says the same, proves nothing.
    assertThat(refused).isGreaterThan(1);
  }

  /** The whole with one leaf written otherwise, for each leaf but the seal itself. */
  private static void changes(ObjectNode whole, JsonNode at, List<JsonNode> changed) {
    if (at instanceof ObjectNode object) {
      for (var name : List.copyOf(object.propertyNames())) {
        if (object == whole && name.equals("signature")) {
          continue;
        }
        var before = object.get(name);
        for (var other : otherThan(before)) {
          object.set(name, other);
          changed.add(whole.deepCopy());
        }
        object.remove(name);
        changed.add(whole.deepCopy());
        object.set(name, before);
        changes(whole, before, changed);
      }
    } else if (at instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        var before = array.get(i);
        array.set(i, JSON.getNodeFactory().stringNode("another"));
        changed.add(whole.deepCopy());
        array.set(i, before);
        changes(whole, before, changed);
      }
    }
  }

  private static List<JsonNode> otherThan(JsonNode value) {
    var nodes = JSON.getNodeFactory();
    if (value.isBoolean()) {
      return List.of(nodes.booleanNode(!value.booleanValue()));
    }
    if (value.isString()) {
      return Stream.of("REJECT", "FALSE_POSITIVE", "LOW", "dana", value.stringValue() + "x")
          .filter(word -> !word.equals(value.stringValue()))
          .<JsonNode>map(nodes::stringNode)
          .toList();
    }
    return value.isNumber() ? List.of(nodes.numberNode(value.longValue() + 1)) : List.of();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void itCountsInNoOtherWorkflow(SignedMessage<?> message) {
    var sealed = sealed(message);

    assertThat(Seal.verify(KNOWN, Statement.of("investigation/dev-2", sealed), sealed.signature()))
        .isEqualTo(new Voucher.Invalid());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void itCountsForNoOtherKindOfMessage(SignedMessage<?> message) {
    var sealed = sealed(message);
    var own = Statement.of(WORKFLOW, sealed);
    for (var kind : MessageKind.values()) {
      assertThat(
              Seal.verify(KNOWN, new Statement(WORKFLOW, kind, own.digest()), sealed.signature())
                  instanceof Voucher.Vouched)
          .isEqualTo(kind == message.kind());
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aKeyThatTheWorkerDoesNotKnowVouchesForNobody(SignedMessage<?> message) {
    assertThat(verified(sealed(message, FakeStarter.freshKeys()))).isEqualTo(new Voucher.Invalid());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void duringARotationBothKeysCount(SignedMessage<?> message) {
    var next = FakeStarter.freshKeys();
    for (var keys : List.of(KEYS, next)) {
      var sealed = sealed(message, keys);
      assertThat(
              Seal.verify(
                  List.of(KEYS.getPublic(), next.getPublic()),
                  Statement.of(WORKFLOW, sealed),
                  sealed.signature()))
          .isInstanceOf(Voucher.Vouched.class);
    }
  }

  @Test
  void nobodyWritesThemselvesALargerRemit() {
    var sealed = sealed(new UndoWorkflow.Request("act-1", "mistake", null));
    var parts = String.valueOf(sealed.signature()).split("\\.");
    var claims = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
    for (var forged :
        List.of(
            claims.replace("EMAIL", "DEVICE"),
            claims.replace("Laptops", "Servers"),
            claims.replace("\"groups\":[\"Laptops\"]", "\"groups\":[]"),
            claims.replace("operator", "admin"),
            claims.replace(",\"operator\"", ""),
            claims.replace("09:55", "09:59"),
            claims.replaceAll(",\"signedInAt\":\"[^\"]*\"", ""),
            claims.replaceAll(",\"roles\":\\[[^]]*]", ""),
            claims.replace("token:eve", "token:dana"),
            claims.replace("eve@contoso", "dana@contoso"),
            claims.replace("2026", "2027"))) {
      assertThat(forged).isNotEqualTo(claims);
      var seal =
          Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(forged.getBytes(StandardCharsets.UTF_8))
              + "."
              + parts[1];
      assertThat(verified(sealed.signed(seal))).isEqualTo(new Voucher.Invalid());
    }
  }

  @Test
  void whatIsNoSealAtAllVouchesForNobodyAndBreaksNothing() {
    var message = new UndoWorkflow.Request("act-1", "mistake", null);
    var random = new Random(9);
    var seals =
        new ArrayList<>(List.of("", ".", "..", "a.b", "\u0000", "=.=", "x".repeat(100_000)));
    var real = String.valueOf(sealed(message).signature());
    for (int i = 0; i < 500; i++) {
      int at = random.nextInt(real.length());
      seals.add(real.substring(0, at) + (char) random.nextInt(128) + real.substring(at));
      seals.add(real.substring(0, at));
    }
    for (var seal : seals) {
      assertThat(verified(message.signed(seal))).as(seal).isEqualTo(new Voucher.Invalid());
    }
    assertThat(verified(message)).isEqualTo(new Voucher.None());
  }
}
