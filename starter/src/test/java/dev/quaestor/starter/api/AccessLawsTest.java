package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.access.Allowed;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLawsTest {
  private static final Set<String> OF_THE_WAY_IN_AND_OUT =
      Set.of("/sign-in", "/sign-in/link", "/sign-in/start/oidc", "/sign-out", "/password");

  private final RunningStarter starter = RunningStarter.get();

  private List<Routes.Route> routes() {
    return Routes.of(starter);
  }

  @Test
  void everyMappedRouteRefusesACallWithoutAToken() {
    assertThat(routes()).hasSizeGreaterThan(18);
    for (var route :
        routes().stream().filter(r -> r.isCall() && !r.path().startsWith("/v3/")).toList()) {
      for (var method : List.of(route.method(), "HEAD", "OPTIONS")) {
        var answer =
            starter.send(starter.bare(route.path()).method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).as("%s %s", method, route.path()).isEqualTo(401);
        assertThat(answer.http().headers().firstValue("WWW-Authenticate")).isPresent();
      }
    }
  }

  @Test
  void everyMappedPageLeadsToTheSignInWithoutASession() {
    assertThat(routes()).filteredOn(r -> !r.isCall()).isNotEmpty();
    for (var route : routes().stream().filter(r -> !r.isCall() && !isOpen(r)).toList()) {
      for (var method : List.of(route.method(), "HEAD", "OPTIONS", "PUT")) {
        var answer =
            starter.send(starter.request(route.path()).method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).as("%s %s", method, route.path()).isEqualTo(303);
        assertThat(answer.http().headers().firstValue("Location").orElseThrow())
            .startsWith("/sign-in");
        assertThat(answer.http().body()).isEmpty();
      }
    }
  }

  /** What somebody sees who is nobody: the way in, and a stream that says that it is over. */
  private static boolean isOpen(Routes.Route route) {
    return Set.of("/sign-in", "/sign-in/link", "/sign-in/start/oidc", "/live")
        .contains(route.path());
  }

  @Test
  void everyMappedMethodOfOursSaysWhoMayCallIt() {
    assertThat(routes())
        .filteredOn(r -> r.isOurs() && !OF_THE_WAY_IN_AND_OUT.contains(r.path()))
        .allSatisfy(
            r ->
                assertThat(r.handler().getMethodAnnotation(Allowed.class))
                    .as(r.path())
                    .isNotNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/prometheus",
        "/actuator",
        "/actuator/health/",
        "/actuator/health;x=1",
        "/actuator/health/db",
        "/actuator/health/..;/prometheus",
        "/actuator/health/../../api/v1/actions",
        "/actuator/health%2f..%2f..%2fapi/v1/actions",
        "//api/v1/actions",
        "/api/v1/actions/",
        "/API/v1/actions",
        "/api/v1/;/actions",
        "/api/v1/%61ctions",
        "/v3/api-docs/../../api/v1/actions",
        "/error",
        "/",
        "/nowhere"
      })
  void noWayOfWritingAPathLeadsPastTheDoor(String path) {
    var answer = starter.send(starter.bare(path).GET());

    assertThat(answer.status()).isIn(303, 400, 401, 404);
    if (answer.status() == 303) {
      assertThat(answer.http().headers().firstValue("Location").orElseThrow())
          .startsWith("/sign-in");
    }
    assertThat(answer.http().body()).doesNotContain("items").doesNotContain("jvm_");
  }

  @Test
  void healthIsOpenAndTellsNothingMore() {
    var answer = starter.send(starter.bare("/actuator/health").GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asString()).isEqualTo("UP");
    assertThat(answer.http().body()).doesNotContain("components").doesNotContain("database");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/api-docs", "/v3/api-docs.yaml"})
  void whatTheApiIsCanBeReadWithoutAToken(String path) {
    assertThat(starter.send(starter.bare(path).GET()).status()).isEqualTo(200);
  }

  @Test
  void metricsAreForEveryRole() {
    var answer = starter.send(starter.as(starter.tokenOf("viewer"), "/actuator/prometheus").GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().body()).contains("jvm_memory").contains("temporal_");
  }

  @ParameterizedTest
  @CsvSource({
    "viewer,                         POST,   /api/v1/alerts,                     403",
    "viewer,                         POST,   /api/v1/actions/x/undo,             403",
    "viewer,                         POST,   /api/v1/hunting/run,                403",
    "viewer,                         GET,    /api/v1/actions/x/artifact,         403",
    "operator,                       POST,   /api/v1/alerts,                     403",
    "viewer,                         GET,    /api/v1/investigations,             200",
    "analyst,                        GET,    /api/v1/actions,                    200",
    "analyst,                        POST,   /api/v1/actions/x/approve,          403",
    "analyst,                        POST,   /api/v1/actions/x/undo,             404",
    "device-approver,                POST,   /api/v1/actions/x/approve,          404",
    "device-approver,                POST,   /api/v1/investigations/x/cancel,    403",
    "operator,                       POST,   /api/v1/investigations/x/cancel,    404",
    "analyst,                        PUT,    /api/v1/policy,                     403",
    "operator,                       GET,    /api/v1/tokens,                     403",
    "viewer,                         GET,    /v3/api-docs,                       200",
    "viewer,                         GET,    /api/v1/nowhere,                    404",
  })
  void aRoleOpensWhatIsItsOwn(String role, String method, String path, int status) {
    var answer =
        starter.send(
            starter
                .as(starter.tokenOf(role), path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(method.equals("GET") ? "" : "{}")));

    assertThat(answer.status()).isEqualTo(status);
    if (status >= 400) {
      assertThat(answer.contentType()).isEqualTo("application/problem+json");
      assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    }
  }

  @Test
  void aTokenWithoutARoleThatWeKnowOpensNothing() {
    var answer = starter.send(starter.as(starter.tokenOf("wizard"), "/api/v1/actions").GET());

    assertThat(answer.status()).isEqualTo(403);
  }

  @Test
  void aTokenIsNeverTakenFromTheAddress() {
    var answer =
        starter.send(starter.bare("/api/v1/actions?access_token=" + starter.adminToken()).GET());

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void twoTokensInOneCallAreNone() {
    var answer =
        starter.send(
            starter.request("/api/v1/actions").header("Authorization", "Bearer other").GET());

    assertThat(answer.status()).isEqualTo(401);
  }
}
