package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.quaestor.secret.Secret;
import dev.quaestor.starter.StarterSettings;
import dev.quaestor.worker.WorkerSettings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One way to say a secret, in every process: a secret that were a text would show itself. */
class SecretSettingsTest {
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("(?i).*(secret|password|token|key|credential).*");

  /** What only sounds like one, and what it is. */
  private static final Map<String, String> EXCEPT =
      Map.ofEntries(
          Map.entry("quaestor.access.token-file", "a place where the first token is written"),
          Map.entry("quaestor.access.signing-key-file", "a place where the key pair is made"),
          Map.entry("quaestor.connectors.imap.ca-file", "a place of certificates"),
          Map.entry("quaestor.connectors.imap.mailboxes-file", "a place of addresses"),
          Map.entry(
              "quaestor.connectors.linux.inventory-file", "a place of hosts and their public keys"),
          Map.entry("quaestor.connectors.squid.list-file", "a place of blocks"),
          Map.entry("quaestor.connectors.unbound.zone-file", "a place of blocks"),
          Map.entry("quaestor.connectors.wazuh.ca-file", "a place of certificates"),
          Map.entry("quaestor.imap.ca-file", "a place of certificates"),
          Map.entry("quaestor.imap.mailboxes-file", "a place of addresses"),
          Map.entry("quaestor.linux.inventory-file", "a place of hosts and their public keys"),
          Map.entry("quaestor.squid.list-file", "a place of blocks"),
          Map.entry("quaestor.temporal.api-key-file", "a place, and read from there"),
          Map.entry("quaestor.temporal.ca-file", "a place of certificates"),
          Map.entry("quaestor.temporal.client-certificate-file", "a place of certificates"),
          Map.entry("quaestor.temporal.client-key-file", "a place, and read from there"),
          Map.entry("quaestor.trust.starter-keys", "public keys"),
          Map.entry("quaestor.unbound.zone-file", "a place of blocks"),
          Map.entry("quaestor.wazuh.ca-file", "a place of certificates"));

  /** Every setting by its name, with its type; records are gone into. */
  private static Map<String, Type> settings() {
    var all = new TreeMap<String, Type>();
    Stream.concat(StarterSettings.groups().stream(), WorkerSettings.groups().stream())
        .forEach(group -> collect(group.prefix(), group.type(), all));
    return all;
  }

  private static void collect(String prefix, Class<?> type, Map<String, Type> all) {
    for (RecordComponent component : type.getRecordComponents()) {
      var name =
          prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      var element = element(component.getGenericType());
      if (element instanceof Class<?> c && c.isRecord()) {
        collect(name, c, all);
      } else {
        all.put(name, element);
      }
    }
  }

  private static Type element(Type type) {
    return type instanceof ParameterizedType list && list.getRawType() == List.class
        ? list.getActualTypeArguments()[0]
        : type;
  }

  @Test
  void everySettingThatSoundsLikeASecretIsOne() {
    var secrets = new ArrayList<String>();
    settings()
        .forEach(
            (name, type) -> {
              var last = name.substring(name.lastIndexOf('.') + 1);
              if (SOUNDS_SECRET.matches(last) && !EXCEPT.containsKey(name)) {
                assertThat(type).as(name).isEqualTo(Secret.class);
                secrets.add(name);
              }
            });
    assertThat(secrets)
        .contains(
            "quaestor.access.oidc.client-secret",
            "quaestor.defender.client-secret",
            "quaestor.encryption.keys.key",
            "quaestor.graph.client-secret",
            "quaestor.imap.master-password",
            "quaestor.keycloak.client-secret",
            "quaestor.linux.private-key",
            "quaestor.mail.password",
            "quaestor.rspamd.password",
            "quaestor.wazuh.indexer-password",
            "quaestor.wazuh.password",
            "quaestor.webhooks.previous-secret",
            "quaestor.webhooks.secret");
  }

  @Test
  void noSettingIsTheTwinOfASecret() {
    assertThat(settings().keySet())
        .filteredOn(name -> name.endsWith("-file"))
        .allSatisfy(name -> assertThat(EXCEPT).containsKey(name));
  }

  @Test
  void aChatsAddressIsASecretToo() {
    assertThat(settings().get("quaestor.notices.to")).isEqualTo(Secret.class);
  }
}
