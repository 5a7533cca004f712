package dev.quaestor.connector.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectoryContract;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.HostContainmentContract;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contracts of all that a Wazuh estate offers, kept in front of a stand-in. */
class WazuhContractTest {
  private static final Device WEB =
      new Device("wazuh-agent-001", "web-01.contoso.example", null, null, null, null);
  private static final Device NOBODY =
      new Device("wazuh-agent-777", "web-1.elsewhere.example", null, null, null, null);

  private static WazuhStandIn wazuh;

  @BeforeEach
  void open() {
    wazuh = new WazuhStandIn(Map.of("answer-within", "PT1S"));
  }

  @AfterEach
  void close() {
    wazuh.close();
  }

  private static <C> C port(Class<C> capability) {
    return wazuh.connector().capabilities().stream()
        .filter(capability::isInstance)
        .map(capability::cast)
        .findFirst()
        .orElseThrow();
  }

  private static ConnectorException failure(Runnable call) {
    return catchThrowableOfType(ConnectorException.class, call::run);
  }

  @Nested
  class Knowing extends DeviceDirectoryContract {
    @Override
    protected BackEnd backEnd() {
      return wazuh;
    }

    @Override
    protected Device known() {
      return WEB;
    }

    @Override
    protected Device another() {
      return new Device("wazuh-agent-002", "db-01.contoso.example", null, null, null, null);
    }

    @Override
    protected Device stranger() {
      return NOBODY;
    }

    @Override
    protected String nameOfSeveral() {
      return "twin";
    }

    @Test
    void theManagerItselfIsNoDevice() {
      assertThat(port().find(List.of(Device.ofId("wazuh-agent-000")))).isEmpty();
      assertThat(port().find(List.of(Device.ofId("manager.contoso.example")))).isEmpty();
    }

    /** Each manager counts its agents from 001 on. */
    @Test
    void anAgentOfTheSameNumberAtAnotherManagerIsAStranger() {
      assertThat(port().find(List.of(WEB.named("mail-01.fabrikam.example")))).isEmpty();
      assertThat(port().find(List.of(WEB.named("web-01.fabrikam.example")))).isEmpty();
      assertThat(port().find(List.of(WEB.named("WEB-01")))).hasSize(1);
    }

    @Test
    void anAddressIsNobodysName() {
      assertThat(port().find(List.of(Device.ofId("192.0.2.1")))).isEmpty();
    }

    @Test
    void whetherAnAgentReportsIsTheManagersWord() {
      var gone = Device.ofId("gone-01");
      assertThat(port().find(List.of(gone)).get(gone.key()).health())
          .isEqualTo(DeviceDirectory.Health.INACTIVE);
      assertThat(port().find(List.of(WEB)).get(WEB.key()).health())
          .isEqualTo(DeviceDirectory.Health.ACTIVE);
      assertThat(port().find(List.of(WEB)).get(WEB.key()).device().osPlatform()).isEqualTo("Linux");
    }

    @Test
    void pagesAreReadToTheirEnd() {
      for (int n = 1000; n < 2300; n++) {
        wazuh.agent("" + n, "bulk-" + n, "active", "ubuntu");
      }
      wazuh.agent("3000", "bulk", "active", "ubuntu");
      var bulk = Device.ofId("bulk");
      assertThat(port().find(List.of(bulk)).get(bulk.key()).device().deviceId())
          .isEqualTo("wazuh-agent-3000");
    }

    @Test
    void pagesWithoutEndAreNoAnswer() {
      wazuh.endless = true;
      assertThat(failure(() -> port().find(List.of(Device.ofId("web-01")))).isTooLarge()).isTrue();
    }
  }

  @Nested
  @Exempt(
      law = "aSelectiveIsolationIsNoFullOneAndIsNotWidened",
      because = "the script isolates in full only, which the port says beforehand")
  class Isolating extends HostContainmentContract {
    @Override
    protected BackEnd backEnd() {
      return wazuh;
    }

    @Override
    protected Device known() {
      return WEB;
    }

    @Override
    protected Device stranger() {
      return NOBODY;
    }

    @Override
    protected boolean inForce() {
      return wazuh.isIsolated("001");
    }

    private Progress isolate(Mandate mandate) {
      return ended(port().isolate(WEB, DeviceAction.Isolation.FULL, mandate));
    }

    @Test
    void whatTheManagerSaysItSentAndTheAgentDoesNotDoIsNotSeenToBeSo() {
      wazuh.mode = WazuhStandIn.Agents.IGNORE;

      assertThat(isolate(mandate())).isInstanceOf(Progress.Unseen.class);
      assertThat(wazuh.orders()).hasSize(1);
      assertThat(port().isolated(WEB)).as("nobody has heard").isEqualTo(Standing.UNKNOWN);

      wazuh.mode = WazuhStandIn.Agents.OBEY;
      assertThat(ended(port().release(WEB, mandate()))).isInstanceOf(Progress.Already.class);
      assertThat(wazuh.orders()).as("the release goes out all the same").hasSize(2);
      assertThat(port().isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
    }

    @Test
    void aReleaseThatTheAgentDoesNotDoIsNotSeenToBeSo() {
      done(port().isolate(WEB, DeviceAction.Isolation.FULL, mandate()));
      wazuh.mode = WazuhStandIn.Agents.IGNORE;

      assertThat(ended(port().release(WEB, mandate()))).isInstanceOf(Progress.Unseen.class);
      assertThat(port().isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    }

    @Test
    void anAnswerThatComesLateCountsAllTheSame() {
      wazuh.mode = WazuhStandIn.Agents.IGNORE;
      var mandate = mandate();
      assertThat(isolate(mandate)).isInstanceOf(Progress.Unseen.class);
      wazuh.mode = WazuhStandIn.Agents.OBEY;

      assertThat(isolate(mandate)).isInstanceOf(Progress.Done.class);
      assertThat(port().isolated(WEB)).isEqualTo(Standing.IN_FORCE);
    }

    @Test
    void anotherAgentsLineAnotherActionsAndOneFromAnotherLogAreNoAnswer() {
      wazuh.mode = WazuhStandIn.Agents.IGNORE;
      var mandate = mandate();
      wazuh.line("002", "isolate", mandate.actionId(), "DONE", "", "forged");
      wazuh.line("001", "isolate", "contract-of-another", "DONE", "", "forged");
      wazuh.line("001", "release_isolation", mandate.actionId(), "DONE", "", "forged");
      wazuh.line("001", "isolate", mandate.actionId(), "DONE", "", "x").put("location", "/tmp/x");
      wazuh
          .line("001", "isolate", mandate.actionId(), "DONE", "", "x")
          .putObject("rule")
          .put("id", "5710")
          .put("level", 3);

      assertThat(isolate(mandate)).isInstanceOf(Progress.Unseen.class);
    }

    @Test
    void whatTheAgentRefusesHasFailedAndIsTriedAgainWhenItIsAskedAgain() {
      wazuh.mode = WazuhStandIn.Agents.REFUSE;
      var mandate = mandate();
      assertThat(isolate(mandate))
          .isEqualTo(new Progress.Failed("NO_NFTABLES", "the host has no nftables"));
      wazuh.mode = WazuhStandIn.Agents.OBEY;

      assertThat(isolate(mandate)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void anOrderThatIsRepeatedAfterTheReleaseIsolatesNobody() {
      var mandate = mandate();
      done(port().isolate(WEB, DeviceAction.Isolation.FULL, mandate));
      done(port().release(WEB, mandate()));

      assertThat(isolate(mandate)).isInstanceOf(Progress.Done.class);
      assertThat(port().isolated(WEB)).isEqualTo(Standing.NOT_IN_FORCE);
      assertThat(inForce()).isFalse();
    }

    @Test
    void anAgentThatIsNotConnectedIsAwayAndGetsNoOrder() {
      var gone = Device.ofId("wazuh-agent-005");
      assertThat(failure(() -> port().isolate(gone, DeviceAction.Isolation.FULL, mandate())).kind())
          .isEqualTo(Kind.DEVICE_AWAY);
      assertThat(wazuh.orders()).isEmpty();
    }

    @Test
    void anAgentOfAnotherSystemOrTooOldIsNotIsolated() {
      var windows = Device.ofId("wazuh-agent-006");
      assertThat(
              port()
                  .obstacle(
                      windows,
                      new dev.quaestor.connector.capability.Acquaintance.Known<>(
                          WazuhContractTest.port(DeviceDirectory.class)
                              .find(List.of(windows))
                              .get(windows.key()))))
          .contains("The script that isolates is for Linux, and the agent runs on Windows");
      wazuh
          .agent("001", "web-01.contoso.example", "active", "ubuntu")
          .put("version", "Wazuh v4.1.5");
      assertThat(isolate(mandate())).isInstanceOf(Progress.Failed.class);
      assertThat(wazuh.orders()).isEmpty();
    }

    @Test
    void whatTheManagerRefusesOrBreaksAtIsToldAsSuch() {
      wazuh.managerStatus = 429;
      var throttled = failure(() -> isolate(mandate()));
      assertThat(throttled.kind()).isEqualTo(Kind.THROTTLED);
      assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7));
      wazuh.managerStatus = 500;
      assertThat(failure(() -> isolate(mandate())).kind()).isEqualTo(Kind.DOWN);
      wazuh.managerStatus = 403;
      assertThat(failure(() -> isolate(mandate())).kind()).isEqualTo(Kind.UNAUTHORIZED);
      wazuh.managerStatus = 0;
      wazuh.indexerStatus = 503;
      var down = failure(() -> isolate(mandate()));
      assertThat(down.kind()).isEqualTo(Kind.DOWN);
      assertThat(down.mayHaveActed()).isFalse();
      assertThat(wazuh.orders()).isEmpty();
    }

    @Test
    void anAnswerOfTheIndexerFromAPartOfItIsNone() {
      wazuh.partly = true;
      assertThat(failure(() -> port().isolated(WEB)).kind()).isEqualTo(Kind.DOWN);
      wazuh.partly = false;
      wazuh.noIndex = true;
      assertThat(failure(() -> port().isolated(WEB)).kind()).isEqualTo(Kind.OUT_OF_REACH);
    }
  }

  @Test
  void aTokenServesManyCallsAndIsRenewedWhenTheManagerDropsIt() {
    try (var connector = wazuh.connect(Map.of())) {
      var directory =
          (DeviceDirectory)
              connector.capabilities().stream()
                  .filter(DeviceDirectory.class::isInstance)
                  .findFirst()
                  .orElseThrow();
      var before = wazuh.tokens();
      directory.find(List.of(WEB));
      directory.find(List.of(WEB));
      assertThat(wazuh.tokens()).isEqualTo(before + 1);

      wazuh.token = "revoked";
      assertThat(directory.find(List.of(WEB))).hasSize(1);
      assertThat(wazuh.tokens()).isEqualTo(before + 2);
    }
  }

  @Test
  void bothCredentialsAreTried() {
    var check = port(CredentialCheck.class);
    assertThat(check.access().missing()).isEmpty();
    assertThat(check.sentence()).doesNotContain("hush");
    for (var wrong : List.of("password", "indexer-password")) {
      try (var other = wazuh.connect(Map.of(wrong, "guess"))) {
        var its =
            (CredentialCheck)
                other.capabilities().stream()
                    .filter(CredentialCheck.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        assertThat(failure(its::access).kind()).as(wrong).isEqualTo(Kind.UNAUTHORIZED);
      }
    }
    assertThat(port(HostContainment.class)).isNotNull();
  }
}
