package dev.quaestor.connector.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.AccountControl;
import dev.quaestor.connector.capability.AccountControl.Power;
import dev.quaestor.connector.capability.AccountControlContract;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.connector.capability.UserDirectoryContract;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.UserAccount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The contracts of what Keycloak offers, kept in front of a real one that all of these share. */
class KeycloakContractTest {
  private static final String ANNA = "anna@contoso.example";
  private static final String NO_MARK = "Keycloak keeps no mark of compromise";

  @TempDir static Path folder;
  private static RealKeycloak keycloak;

  private static UserAccount anna;

  @BeforeAll
  static void up() throws Exception {
    keycloak = RealKeycloak.up(folder);
  }

  @AfterAll
  static void down() {
    if (keycloak != null) {
      keycloak.close();
    }
  }

  @BeforeEach
  void asAtFirst() {
    keycloak.forgetUsers();
    keycloak.call(
        "PUT", "/admin/realms/corp", "{\"eventsEnabled\":false,\"loginWithEmailAllowed\":true}");
    anna = new UserAccount(keycloak.user("anna", ANNA, true, ""), ANNA, null, null, null);
  }

  private static <C extends Capability> C port(Class<C> port) {
    return keycloak.connector().capabilities().stream()
        .filter(port::isInstance)
        .map(port::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Mandate mandate() {
    return new Mandate("act-" + UUID.randomUUID(), "");
  }

  private static UserAccount named(String name) {
    return new UserAccount(null, name, null, null, null);
  }

  /** An account of another directory, with an id of the same form. */
  private static final UserAccount STRANGER =
      new UserAccount(
          "1d9c9b0e-6c1f-4a07-9a35-0f4f5c1f2a01", "roe@fabrikam.example", null, null, null);

  @Nested
  class Knowing extends UserDirectoryContract {
    @Override
    protected BackEnd backEnd() {
      return keycloak;
    }

    @Override
    protected UserAccount known() {
      return anna;
    }

    @Override
    protected UserAccount stranger() {
      return STRANGER;
    }
  }

  @Nested
  @Exempt(
      law = "whoMaySignInIsEnabledAlready",
      because = "Keycloak keeps no mark of whose change it was")
  @Exempt(law = "theMarkOfCompromiseIsReadAsItIsBeforeAfterAndOnceItIsDismissed", because = NO_MARK)
  @Exempt(law = "aRiskThatIsSetAgainSinceIsToldApart", because = NO_MARK)
  @Exempt(law = "awayIsNoRiskEither", because = NO_MARK)
  class Holding extends AccountControlContract {
    @BeforeEach
    void signedIn() throws Exception {
      assertThat(keycloak.signIn("anna", "openid").has("refresh_token")).isTrue();
    }

    @Override
    protected BackEnd backEnd() {
      return keycloak;
    }

    @Override
    protected UserAccount known() {
      return anna;
    }

    @Override
    protected UserAccount stranger() {
      return STRANGER;
    }

    /** By Keycloak's own word; trying would begin a session. */
    @Override
    protected boolean maySignIn() {
      return user().path("enabled").asBoolean();
    }

    @Override
    protected boolean isSignedIn() {
      return keycloak.sessions(anna.userId()).size() > 0;
    }

    @Override
    protected boolean mustChangePassword() {
      return user().path("requiredActions").toString().contains("UPDATE_PASSWORD");
    }

    @Override
    protected boolean isMarked() {
      return false;
    }

    private JsonNode user() {
      return keycloak.call("GET", "/admin/realms/corp/users/" + anna.userId(), "");
    }
  }

  @Test
  void whoIsDisabledHasNoSessionLeftAndNoneComesBackWithTheRightToSignIn() throws Exception {
    var session = keycloak.signIn("anna", "openid");
    var offline = keycloak.signIn("anna", "openid offline_access");
    assertThat(keycloak.renewed(session).has("access_token")).isTrue();
    assertThat(keycloak.renewed(offline).has("access_token")).isTrue();
    var control = port(AccountControl.class);

    assertThat(control.disable(anna, mandate())).isInstanceOf(Progress.Done.class);
    assertThat(keycloak.sessions(anna.userId()).size()).isZero();
    assertThat(keycloak.signIn("anna", "openid").has("access_token")).isFalse();

    assertThat(control.enable(anna, mandate())).isInstanceOf(Progress.Done.class);
    assertThat(keycloak.renewed(session).path("error").asString()).isEqualTo("invalid_grant");
    assertThat(keycloak.renewed(offline).path("error").asString()).isEqualTo("invalid_grant");
    assertThat(keycloak.signIn("anna", "openid").has("access_token")).isTrue();
  }

  @Test
  void whatWasDisabledByOthersWithASessionLeftIsDisabledToItsEnd() throws Exception {
    keycloak.signIn("anna", "openid");
    keycloak.call("PUT", "/admin/realms/corp/users/" + anna.userId(), "{\"enabled\":false}");
    assertThat(keycloak.sessions(anna.userId()).size()).isEqualTo(1);
    assertThat(port(AccountControl.class).stillSignedIn(anna))
        .get()
        .asString()
        .startsWith("1 session is left");

    assertThat(port(AccountControl.class).disable(anna, mandate()))
        .isInstanceOf(Progress.Done.class);

    assertThat(keycloak.sessions(anna.userId()).size()).isZero();
    assertThat(port(AccountControl.class).stillSignedIn(anna)).isEmpty();
    assertThat(port(AccountControl.class).disabled(anna)).isEqualTo(Standing.IN_FORCE);
  }

  @Test
  void endingSessionsEndsThoseThatOutliveSigningOutToo() throws Exception {
    var offline = keycloak.signIn("anna", "openid offline_access");

    assertThat(port(AccountControl.class).revokeSessions(anna, mandate()))
        .isInstanceOf(Progress.Done.class);

    assertThat(keycloak.renewed(offline).path("error").asString()).isEqualTo("invalid_grant");
    assertThat(keycloak.call("GET", "/admin/realms/corp/users/" + anna.userId() + "/consents", ""))
        .isEmpty();
  }

  @Test
  void nothingElseOfAUserIsChanged() {
    var id =
        keycloak.user(
            "berta", "berta@contoso.example", false, ",\"requiredActions\":[\"VERIFY_EMAIL\"]");
    var berta = named("berta");
    var before = keycloak.call("GET", "/admin/realms/corp/users/" + id, "").toString();

    port(AccountControl.class).forcePasswordReset(berta, mandate());
    assertThat(
            keycloak
                .call("GET", "/admin/realms/corp/users/" + id, "")
                .path("requiredActions")
                .toString())
        .contains("VERIFY_EMAIL", "UPDATE_PASSWORD");
    keycloak.call(
        "PUT", "/admin/realms/corp/users/" + id, "{\"requiredActions\":[\"VERIFY_EMAIL\"]}");

    port(AccountControl.class).disable(berta, mandate());
    port(AccountControl.class).enable(berta, mandate());
    assertThat(keycloak.call("GET", "/admin/realms/corp/users/" + id, "").toString())
        .isEqualTo(before);
  }

  @Test
  void aNameIsWhoHasItAloneAndAnAddressCountsOnceItIsProven() {
    // Else it refuses a name that is another user's address.
    keycloak.call("PUT", "/admin/realms/corp", "{\"loginWithEmailAllowed\":false}");
    keycloak.user("mallory", "boss@contoso.example", false, "");
    keycloak.user("carol@contoso.example", "carol@private.example", true, "");
    keycloak.user("dora", "carol2@contoso.example", true, "");
    keycloak.user("carol2@contoso.example", "x@contoso.example", true, "");
    var directory = port(UserDirectory.class);

    assertThat(directory.find(List.of(named("boss@contoso.example")))).isEmpty();
    assertThat(directory.find(List.of(named("mallory")))).hasSize(1);
    assertThat(directory.find(List.of(named("Carol@Contoso.example"))).values())
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.account().userPrincipalName()).isEqualTo("carol@contoso.example"));
    assertThat(directory.find(List.of(named("carol2@contoso.example"))))
        .as("two have it")
        .isEmpty();
    assertThat(directory.find(List.of(named("ann")))).as("a part of a name").isEmpty();
  }

  @Test
  void whatCannotBeHadIsSaidBeforeAnybodyIsAsked() {
    var control = port(AccountControl.class);
    var client =
        keycloak
            .call("GET", "/admin/realms/corp/clients?clientId=quaestor", "")
            .get(0)
            .path("id")
            .asString();
    var own =
        keycloak
            .call("GET", "/admin/realms/corp/clients/" + client + "/service-account-user", "")
            .path("id")
            .asString();
    var itself = new UserAccount(own, null, null, null, null);
    var found = port(UserDirectory.class).find(List.of(itself)).get(itself.key());
    for (var power : Power.values()) {
      assertThat(control.obstacle(itself, power, new Acquaintance.Known<>(found)))
          .get()
          .asString()
          .contains("service account");
    }
    var known = port(UserDirectory.class).find(List.of(anna)).get(anna.key());
    assertThat(control.obstacle(anna, Power.RISK, new Acquaintance.Known<>(known)))
        .get()
        .asString()
        .contains("no mark of compromise");
    var federated = new KnownUser(known.account(), null, true, true, false);
    assertThat(control.obstacle(anna, Power.PASSWORD, new Acquaintance.Known<>(federated)))
        .get()
        .asString()
        .contains("reset there");
    assertThat(control.obstacle(anna, Power.ACCESS, new Acquaintance.Known<>(federated))).isEmpty();
    var twisted = new UserAccount(anna.userId(), "boss@contoso.example", null, null, null);
    assertThat(control.obstacle(twisted, Power.ACCESS, new Acquaintance.Known<>(known)))
        .contains("The id and the user name are those of different users");
  }

  @Test
  void signInsAreEvidenceOnlyWhereTheRealmKeepsThem() throws Exception {
    var activity = port(RecentActivity.class);
    var since = Instant.now().minusSeconds(3600);
    assertThatThrownBy(() -> activity.by(List.of(anna), RecentActivity.Kind.SIGN_INS, since, 20))
        .isInstanceOfSatisfying(
            ConnectorException.class, said -> assertThat(said.kind()).isEqualTo(Kind.OUT_OF_REACH))
        .hasMessageContaining("keeps no events of sign-ins");

    keycloak.call("PUT", "/admin/realms/corp", "{\"eventsEnabled\":true}");
    keycloak.signIn("anna", "openid");
    var traces =
        activity.by(List.of(anna), RecentActivity.Kind.SIGN_INS, since, 20).get(anna.key());
    assertThat(traces.things()).containsExactly(new IpAddress("127.0.0.1"));
    assertThat(traces.more()).isFalse();

    keycloak.call("PUT", "/admin/realms/corp", "{\"eventsExpiration\":60}");
    assertThat(
            activity
                .by(List.of(anna), RecentActivity.Kind.SIGN_INS, since, 20)
                .get(anna.key())
                .more())
        .as("what is older was not kept")
        .isTrue();
    keycloak.call("PUT", "/admin/realms/corp", "{\"eventsExpiration\":0}");
  }

  private static CredentialCheck check(Map<String, String> settings) {
    return keycloak.connect(settings).capabilities().stream()
        .filter(CredentialCheck.class::isInstance)
        .map(CredentialCheck.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCredentialIsTriedAndSaysWhatItLacks() {
    assertThat(check(Map.of()).access().missing()).isEmpty();
    assertThat(check(Map.of()).sentence()).contains("realm corp, as client quaestor");

    var lacking = check(Map.of("client-id", "onlooker")).access();
    assertThat(lacking.missing(List.of(ActionType.DISABLE_USER)))
        .anySatisfy(right -> assertThat(right.anyOf()).contains("manage-users"));
    assertThat(lacking.missing(List.of()))
        .singleElement()
        .satisfies(right -> assertThat(right.anyOf()).contains("view-events"));

    assertThatThrownBy(() -> check(Map.of("client-secret", "wrong")).access())
        .isInstanceOfSatisfying(
            ConnectorException.class, said -> assertThat(said.kind()).isEqualTo(Kind.UNAUTHORIZED));
  }

  @Test
  void aRealmThatIsNotThereSaysNothingOfItsUsers() {
    var elsewhere = keycloak.connect(Map.of("realm", "nowhere"));
    var directory =
        elsewhere.capabilities().stream()
            .filter(UserDirectory.class::isInstance)
            .map(UserDirectory.class::cast)
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> directory.find(List.of(anna))).isInstanceOf(ConnectorException.class);
  }
}
