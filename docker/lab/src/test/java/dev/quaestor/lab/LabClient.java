package dev.quaestor.lab;

import dev.quaestor.lab.json.LabJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A plain HTTP client of the lab, as a connector would be one. */
final class LabClient {

  static final String DEFENDER = "https://api.securitycenter.microsoft.com/.default";
  static final String GRAPH = "https://graph.microsoft.com/.default";

  record Answer(int status, HttpResponse<byte[]> raw) {
    JsonNode json() {
      return LabJson.MAPPER.readTree(raw.body());
    }

    String code() {
      return json().path("error").path("code").asString("");
    }
  }

  private final LabTenant lab;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String defenderToken = "";
  private String graphToken = "";

  LabClient(LabTenant lab) {
    this.lab = lab;
  }

  Answer token(String secret, String scope) {
    String form =
        "grant_type=client_credentials&client_id="
            + lab.options().clientId()
            + "&client_secret="
            + enc(secret)
            + "&scope="
            + enc(scope);
    return send(
        HttpRequest.newBuilder(uri("/" + lab.options().tenantId() + "/oauth2/v2.0/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  String bearer(String scope) {
    return token(lab.options().clientSecret(), scope).json().path("access_token").asString();
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  Answer post(String path, String body) {
    return call("POST", path, body);
  }

  Answer call(String method, String path, String body) {
    return call(method, path, body, token(path));
  }

  Answer call(String method, String path, String body, String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return send(request.build());
  }

  Answer upload(String path, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", contentType)
            .header("Authorization", "Bearer " + token(path))
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  byte[] download(String url) {
    return send(HttpRequest.newBuilder(URI.create(url)).build()).raw().body();
  }

  static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String token(String path) {
    if (path.startsWith("/api")) {
      defenderToken = defenderToken.isEmpty() ? bearer(DEFENDER) : defenderToken;
      return defenderToken;
    }
    if (path.startsWith("/v1.0") || path.startsWith("/beta")) {
      graphToken = graphToken.isEmpty() ? bearer(GRAPH) : graphToken;
      return graphToken;
    }
    return "";
  }

  private URI uri(String path) {
    return URI.create(lab.baseUri() + path);
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
