package dev.quaestor.connector.graph;

import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.connector.capability.AccountControlContract;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.UserDirectoryContract;
import dev.quaestor.entity.UserAccount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import tools.jackson.databind.JsonNode;

/** The contracts of all that Graph offers, kept in front of the lab tenant. */
class GraphContractTest {
  private static final UserAccount DOE =
      new UserAccount(
          "1d9c9b0e-6c1f-4a07-9a35-0f4f5c1f2a01", "j.doe@contoso.example", null, null, null);

  /** Another directory's id: an address or an id of its own the lab takes for somebody's. */
  private static final UserAccount NOBODY =
      new UserAccount("keycloak-4711", null, null, null, null);

  private static LabBackEnds lab;
  private static BackEnd graph;

  @BeforeAll
  static void open() {
    lab = new LabBackEnds();
    graph = lab.graph();
  }

  @BeforeEach
  void reset() {
    lab.lab.reset();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Nested
  class Knowing extends UserDirectoryContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    @Override
    protected UserAccount known() {
      return DOE;
    }

    @Override
    protected UserAccount stranger() {
      return NOBODY;
    }
  }

  @Nested
  @Exempt(
      law = "whoMaySignInIsEnabledAlready",
      because =
          "Entra ID keeps no mark of whose change it was, so that a user who was enabled by a call"
              + " whose answer was lost looks like one whom nobody has disabled")
  class Holding extends AccountControlContract {
    @Override
    protected BackEnd backEnd() {
      return graph;
    }

    @Override
    protected UserAccount known() {
      return DOE;
    }

    @Override
    protected UserAccount stranger() {
      return NOBODY;
    }

    private JsonNode doe() {
      return lab.lab.user("j.doe@contoso.example").orElseThrow();
    }

    @Override
    protected boolean maySignIn() {
      return doe().path("accountEnabled").asBoolean();
    }

    @Override
    protected boolean isSignedIn() {
      return !doe().path("sessionsRevoked").asBoolean();
    }

    @Override
    protected boolean mustChangePassword() {
      return doe().path("mustChangePassword").asBoolean();
    }

    @Override
    protected boolean isMarked() {
      return doe().path("riskState").asString().equals("confirmedCompromised");
    }
  }
}
