package dev.quaestor.starter.intake.wazuh;

import static dev.quaestor.starter.intake.format.Artifacts.NAME;

import dev.quaestor.entity.UserAccount;
import dev.quaestor.starter.intake.format.Addresses;
import dev.quaestor.starter.intake.format.Artifacts;
import dev.quaestor.starter.intake.json.Fields;
import dev.quaestor.starter.intake.json.Texts;
import dev.quaestor.text.Storable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The scalars of {@code data} under the names that decoders give to one and the same thing. Case,
 * dashes, underlines and nesting make no difference: {@code src_ip}, {@code srcIp} and {@code
 * src.ip} are one name.
 */
final class DecodedFields {
  private static final List<String> SOURCES =
      List.of(
          "srcip",
          "sourceip",
          "srcaddr",
          "sourceaddress",
          "remip",
          "remoteip",
          "remoteaddress",
          "clientip",
          "clientaddress",
          "peerip",
          "attackerip",
          "idorigh",
          "origh",
          "saddr",
          "rhost",
          "src",
          "source",
          "client",
          "ipaddress",
          "ipaddr",
          "ip");
  private static final List<String> DESTINATIONS =
      List.of(
          "dstip",
          "destip",
          "destinationip",
          "dstaddr",
          "destinationaddress",
          "serverip",
          "idresph",
          "resph",
          "daddr",
          "dst",
          "dest",
          "destination");
  private static final List<String> USERS =
      List.of(
          "srcuser",
          "dstuser",
          "user",
          "username",
          "srcusername",
          "dstusername",
          "sourceuser",
          "sourceusername",
          "destuser",
          "destinationuser",
          "destinationusername",
          "targetuser",
          "targetusername",
          "loginuser",
          "loginname",
          "account",
          "accountname",
          "acct",
          "suser",
          "duser",
          "remoteuser",
          "unauthuser",
          "xauthuser",
          "userprincipalname");
  private static final Set<String> NOBODY =
      Set.of("", "-", "n/a", "unknown", "none", "(none)", "null");
  private static final int DEEPEST = 2;

  private final Map<String, String> values = new LinkedHashMap<>();

  DecodedFields(Fields data) {
    take("", data.node(), 0);
  }

  private void take(String before, JsonNode node, int depth) {
    for (var property : node.properties()) {
      var name = before + plain(property.getKey());
      var value = property.getValue();
      var one = value.isArray() && value.size() == 1 ? value.get(0) : value;
      if (one.isObject() && depth < DEEPEST) {
        take(name, one, depth + 1);
      } else if (one.isString() || one.isNumber()) {
        values.putIfAbsent(name, one.asString());
      }
    }
  }

  private static String plain(String name) {
    return name.replace("_", "").replace("-", "").replace(".", "").toLowerCase(Locale.ROOT);
  }

  /** The surest first. */
  List<String> sources() {
    return addresses(SOURCES);
  }

  List<String> destinations() {
    return addresses(DESTINATIONS);
  }

  private List<String> addresses(List<String> names) {
    return names.stream()
        .map(values::get)
        .map(Addresses::of)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  List<UserAccount> users() {
    return USERS.stream()
        .map(values::get)
        .filter(Objects::nonNull)
        .map(DecodedFields::account)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** PAM writes the number behind the name: {@code root(uid=0)}. */
  private static @Nullable UserAccount account(String written) {
    var number = written.indexOf("(uid=");
    var name = (number >= 0 ? written.substring(0, number) : written).strip();
    return NOBODY.contains(name.toLowerCase(Locale.ROOT))
        ? null
        : Artifacts.account(Storable.boundedIdentity(name, NAME), null, null, null);
  }

  @Nullable String text(String... names) {
    return Stream.of(names)
        .map(values::get)
        .filter(t -> t != null && !t.isBlank())
        .findFirst()
        .map(t -> Storable.boundedIdentity(t.strip(), Texts.FREE_TEXT))
        .orElse(null);
  }
}
