package dev.quaestor.lab.token;

import dev.quaestor.lab.http.Call;
import dev.quaestor.lab.http.Refusal;
import dev.quaestor.lab.http.Reply;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.http.Surface;
import dev.quaestor.lab.json.LabJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Issues bearer tokens for client credentials and knows whom an API call comes from. They look like
 * those of Entra ID, with the application's permissions as {@code roles}; their signature is none,
 * and only what was issued here is taken.
 */
public final class TokenDesk {

  private static final Set<String> DEFENDER_SCOPES =
      Set.of(
          "https://api.securitycenter.microsoft.com/.default",
          "https://securitycenter.onmicrosoft.com/windowsatpservice/.default");
  private static final String GRAPH_SCOPE = "https://graph.microsoft.com/.default";

  /** What the contoso tenant's administrator has consented to. */
  private static final List<String> DEFENDER_ROLES =
      List.of(
          "AdvancedQuery.Read.All",
          "Alert.ReadWrite.All",
          "File.Read.All",
          "Library.Manage",
          "Machine.CollectForensics",
          "Machine.Isolate",
          "Machine.LiveResponse",
          "Machine.Offboard",
          "Machine.Read.All",
          "Machine.RestrictExecution",
          "Machine.Scan",
          "Machine.StopAndQuarantine",
          "Ti.ReadWrite.All");

  private static final List<String> GRAPH_ROLES =
      List.of(
          "IdentityRiskyUser.ReadWrite.All",
          "Mail.ReadWrite",
          "MailboxSettings.ReadWrite",
          "SecurityAlert.ReadWrite.All",
          "SecurityAnalyzedMessage.ReadWrite.All",
          "SecurityIdentitiesActions.ReadWrite.All",
          "ThreatHunting.Read.All",
          "User.EnableDisableAccount.All",
          "User.Read.All",
          "User.RevokeSessions.All");

  private record Grant(Surface audience, String clientId, Instant expires) {}

  private final String tenantId;
  private final String clientId;
  private final String clientSecret;
  private final SecureRandom random = new SecureRandom();
  private final ConcurrentHashMap<String, Grant> grants = new ConcurrentHashMap<>();
  private volatile Duration lifetime;
  private volatile Set<String> withheld = Set.of();

  public TokenDesk(String tenantId, String clientId, String clientSecret, Duration lifetime) {
    this.tenantId = tenantId;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.lifetime = lifetime;
  }

  public void routes(Router router) {
    router.on("POST /*/oauth2/v2.0/token", this::token);
  }

  /** How long tokens issued from now on are valid. */
  public void lifetime(Duration newLifetime) {
    lifetime = newLifetime;
  }

  /** What tokens issued from now on do not name. */
  public void withhold(List<String> roles) {
    withheld = Set.copyOf(roles);
  }

  /** Makes every token issued so far invalid. */
  public void revokeAll() {
    grants.clear();
  }

  /** The application behind the bearer token; refused with 401 as that API does. */
  public String authenticate(Surface surface, String authorization) {
    String token = authorization.startsWith("Bearer ") ? authorization.substring(7).trim() : "";
    Grant grant = token.isEmpty() ? null : grants.get(token);
    if (grant != null && grant.audience() == surface && Instant.now().isBefore(grant.expires())) {
      return grant.clientId();
    }
    if (surface == Surface.DEFENDER) {
      throw new Refusal(
          401, "Unauthorized", "Unauthorized (invalid or expired authorization header).");
    }
    String why =
        token.isEmpty()
            ? "Access token is empty."
            : grant == null
                ? "IDX14100: JWT is not well formed."
                : grant.audience() == surface
                    ? "Lifetime validation failed, the token is expired."
                    : "Access token validation failure. Invalid audience.";
    throw new Refusal(401, "InvalidAuthenticationToken", why);
  }

  private Reply token(Call call) {
    Map<String, String> form = form(new String(call.body(), StandardCharsets.UTF_8));
    if (!call.argument(0).equalsIgnoreCase(tenantId)) {
      return refuse(400, "invalid_request", 90002, "Tenant was not found.");
    }
    for (String name : new String[] {"grant_type", "client_id", "client_secret", "scope"}) {
      if (form.getOrDefault(name, "").isBlank()) {
        return refuse(
            400,
            "invalid_request",
            900144,
            "The request body must contain the following parameter: '" + name + "'.");
      }
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return refuse(
          400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
    }
    if (!clientId.equals(form.get("client_id"))) {
      return refuse(
          400, "unauthorized_client", 700016, "Application was not found in the directory.");
    }
    if (!sameSecret(form.getOrDefault("client_secret", ""))) {
      return refuse(401, "invalid_client", 7000215, "Invalid client secret provided.");
    }
    String scope = form.getOrDefault("scope", "");
    if (GRAPH_SCOPE.equals(scope)) {
      return grant(Surface.GRAPH);
    }
    return DEFENDER_SCOPES.contains(scope)
        ? grant(Surface.DEFENDER)
        : refuse(400, "invalid_scope", 70011, "The provided value for scope is not valid.");
  }

  private Reply grant(Surface audience) {
    Instant now = Instant.now();
    grants.values().removeIf(old -> old.expires().isBefore(now.minusSeconds(60)));
    String token = token(audience, now);
    grants.put(token, new Grant(audience, clientId, now.plus(lifetime)));
    ObjectNode body = LabJson.object();
    body.put("token_type", "Bearer");
    body.put("expires_in", lifetime.toSeconds());
    body.put("ext_expires_in", 0);
    body.put("access_token", token);
    return Reply.ok(body).withHeader("Cache-Control", "no-store");
  }

  private String token(Surface audience, Instant now) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    ObjectNode header = LabJson.object();
    header.put("typ", "JWT");
    header.put("alg", "RS256");
    ObjectNode claims = LabJson.object();
    claims.put("tid", tenantId);
    claims.put("appid", clientId);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(lifetime).getEpochSecond());
    var roles = claims.putArray("roles");
    (audience == Surface.DEFENDER ? DEFENDER_ROLES : GRAPH_ROLES)
        .stream().filter(role -> !withheld.contains(role)).forEach(roles::add);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(header.toString().getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(secret);
  }

  private static Reply refuse(int status, String error, int number, String sentence) {
    ObjectNode body = LabJson.object();
    String trace = UUID.randomUUID().toString();
    String correlation = UUID.randomUUID().toString();
    body.put("error", error);
    body.put(
        "error_description",
        "AADSTS"
            + number
            + ": "
            + sentence
            + " Trace ID: "
            + trace
            + " Correlation ID: "
            + correlation);
    body.putArray("error_codes").add(number);
    body.put("timestamp", LabJson.mailTime(Instant.now()).replace('T', ' '));
    body.put("trace_id", trace);
    body.put("correlation_id", correlation);
    body.put("error_uri", "https://login.microsoftonline.com/error?code=" + number);
    return Reply.json(status, body);
  }

  private boolean sameSecret(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), clientSecret.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    try {
      for (String pair : body.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          form.putIfAbsent(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    } catch (IllegalArgumentException malformed) {
      throw Refusal.badRequest("invalid_request", "AADSTS900144: the request body is not a form.");
    }
    return form;
  }
}
