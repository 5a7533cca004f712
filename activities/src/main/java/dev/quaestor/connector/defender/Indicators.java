package dev.quaestor.connector.defender;

import dev.quaestor.connector.KeptAnswer;
import dev.quaestor.connector.capability.IndicatorList;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code /api/indicators}, read whole: a tenant has at most 15,000. What Quaestor wrote there is
 * what it did about a verdict, and none of the organisation's reasons for one.
 *
 * <p>Kept for a minute, or until we write there ourselves: whoever wants to know whether a URL is
 * blocked asks for that entry, never this list.
 */
final class Indicators implements IndicatorList {
  private static final int MOST = 15_000;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final BackEndClient api;
  private final KeptAnswer<List<Indicator>> list = new KeptAnswer<>(KEPT, this::read);

  Indicators(BackEndClient api) {
    this.api = api;
  }

  @Override
  public List<Indicator> all() {
    return list.get();
  }

  /** To be called after whatever may have changed the list, however it ended. */
  void outdated() {
    list.outdated();
  }

  private List<Indicator> read() {
    return api.collect(Request.get("/api/indicators"), MOST).stream()
        .filter(json -> !UrlIndicators.isOurs(json))
        .map(Indicators::read)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Indicator> read(JsonNode json) {
    var value = BackEndJson.text(json, "indicatorValue");
    var type = type(BackEndJson.textOr(json, "indicatorType", ""));
    var effect = effect(BackEndJson.textOr(json, "action", ""));
    if (value == null || type.isEmpty() || effect.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Indicator(
            BackEndJson.textOr(json, "id", "-"),
            value,
            type.get(),
            effect.get(),
            BackEndJson.text(json, "title"),
            BackEndJson.time(json, "expirationTime")));
  }

  private static Optional<Type> type(String name) {
    return switch (name) {
      case "FileSha1" -> Optional.of(Type.FILE_SHA1);
      case "FileSha256" -> Optional.of(Type.FILE_SHA256);
      case "FileMd5" -> Optional.of(Type.FILE_MD5);
      case "CertificateThumbprint" -> Optional.of(Type.CERTIFICATE_THUMBPRINT);
      case "IpAddress" -> Optional.of(Type.IP_ADDRESS);
      case "DomainName" -> Optional.of(Type.DOMAIN_NAME);
      case "Url" -> Optional.of(Type.URL);
      default -> Optional.empty();
    };
  }

  /** The legacy names are read, never written. */
  static Optional<Effect> effect(String name) {
    return switch (name) {
      case "Allowed" -> Optional.of(Effect.ALLOWED);
      case "Audit", "Alert" -> Optional.of(Effect.AUDIT);
      case "Warn" -> Optional.of(Effect.WARN);
      case "Block", "AlertAndBlock" -> Optional.of(Effect.BLOCK);
      case "BlockAndRemediate" -> Optional.of(Effect.BLOCK_AND_REMEDIATE);
      default -> Optional.empty();
    };
  }
}
