package dev.quaestor.starter.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.starter.intake.order.ActionReading;
import dev.quaestor.starter.intake.order.HuntingActionReader;
import dev.quaestor.starter.intake.order.MailActionReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each action can be ordered by the routes that the catalogue names, and by no other. */
class OrderRoutesTest {
  private static final MailCluster FOUND =
      new MailCluster(
          new EntityKey("mail:x"),
          List.of(new MailCluster.Criterion("SenderFromDomain", "evil.example")),
          List.of(new MailCluster.Member("a@contoso.example", null, "<1@x>", null)),
          1);

  private static byte[] order(ActionType type, String of) {
    var attachment =
        type.targets().equals(List.of(EntityKind.MAIL_MESSAGE))
            ? ",\"parameters\":{\"sha256\":\"" + "a".repeat(64) + "\"}"
            : "";
    return "{\"type\":\"%s\",%s%s}"
        .formatted(type, of, attachment)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isByMessage(ActionType type) {
    return type.sources().contains(ActionSource.EXPLORER_ACTION)
        && type.targets().contains(EntityKind.MAIL_MESSAGE);
  }

  private static void isReadAs(ActionType type, ActionReading reading) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            ActionReading.Read.class,
            read ->
                assertThat(read.actions())
                    .singleElement()
                    .satisfies(action -> assertThat(action.type()).isEqualTo(type)));
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void rowsOfAHunt(ActionType type) {
    var row =
        """
        "rows":[{"DeviceId":"d1","SHA1":"%s","FileName":"m.exe","AccountObjectId":"u1",
         "NetworkMessageId":"n1","RecipientEmailAddress":"a@contoso.example"}]"""
            .formatted("b".repeat(40));

    var reading = new HuntingActionReader().read(order(type, row));

    if (type.sources().contains(ActionSource.ADVANCED_HUNTING_ACTION)) {
      isReadAs(type, reading);
    } else {
      assertThat(reading).isInstanceOf(ActionReading.Refused.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void messagesByName(ActionType type) {
    var messages =
        "\"messages\":[{\"mailbox\":\"a@contoso.example\",\"internetMessageId\":\"<1@x>\"}]";

    var reading = new MailActionReader().read(order(type, messages));

    if (isByMessage(type)) {
      assertThat(reading)
          .isInstanceOfSatisfying(
              MailActionReader.Reading.Messages.class, read -> isReadAs(type, read.order()));
    } else {
      assertThat(reading).isInstanceOf(MailActionReader.Reading.Refused.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void allThatASearchFinds(ActionType type) {
    var reading =
        new MailActionReader().read(order(type, "\"all\":{\"senderDomain\":\"evil.example\"}"));

    if (isByMessage(type) && type.targets().contains(EntityKind.MAIL_CLUSTER)) {
      assertThat(reading)
          .isInstanceOfSatisfying(
              MailActionReader.Reading.All.class, all -> isReadAs(type, all.on(List.of(FOUND))));
    } else {
      assertThat(reading).isInstanceOf(MailActionReader.Reading.Refused.class);
    }
  }
}
