package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.connector.PlainSentence;
import dev.quaestor.entity.IpLiteral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The inventory file, in YAML. Of each host under {@code hosts}: {@code name}, {@code machine-id},
 * {@code address} and {@code host-key} (as in {@code ssh_host_ed25519_key.pub}); and, where they
 * are wanted, {@code also} (its other names), {@code port} (22), {@code user} (root), {@code
 * group}, {@code tags}. A file that cannot be understood to the last field is not taken at all.
 */
final class InventoryFile {
  private static final int MOST_BYTES = 4 * 1024 * 1024;
  private static final int MOST_HOSTS = 10_000;
  private static final int DEEPEST = 6;
  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}._-]{0,253}[\\p{L}\\p{N}_])?");
  private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,31}");
  private static final Set<String> REQUIRED = Set.of("name", "machine-id", "address", "host-key");
  private static final Set<String> FIELDS =
      Set.of("name", "also", "machine-id", "address", "port", "host-key", "user", "group", "tags");

  private final Path file;

  private InventoryFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException naming the file, and the line where something is wrong
   * @throws UncheckedIOException when it cannot be read
   */
  static Inventory read(Path file) {
    var own = new InventoryFile(file);
    return new Inventory(own.hosts(own.text()));
  }

  private String text() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IllegalArgumentException(
            "the inventory %s is larger than %d bytes".formatted(file, MOST_BYTES));
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException notText) {
      throw new IllegalArgumentException("the inventory %s is not UTF-8".formatted(file), notText);
    } catch (IOException e) {
      throw new UncheckedIOException("the inventory %s cannot be read".formatted(file), e);
    }
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(
        "the inventory %s, line %d: %s".formatted(file, line, what));
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private Node tree(String text) {
    var settings = LoadSettings.builder().setUseMarks(true).setCodePointLimit(MOST_BYTES).build();
    try {
      var depth = 0;
      for (var event : new Parse(settings).parseString(text)) {
        switch (event.getEventId()) {
          case MappingStart, SequenceStart -> depth++;
          case MappingEnd, SequenceEnd -> depth--;
          // A few lines of them can stand for more than fits in memory.
          case Alias ->
              throw wrong(
                  event.getStartMark().map(m -> m.getLine() + 1).orElse(1),
                  "anchors and aliases are not allowed");
          case Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
        }
        if (depth > DEEPEST) {
          throw wrong(
              event.getStartMark().map(m -> m.getLine() + 1).orElse(1), "it is nested too deeply");
        }
      }
      return new Compose(settings).composeString(text).orElseThrow(() -> wrong(1, "it is empty"));
    } catch (MarkedYamlEngineException notYaml) {
      var mark = notYaml.getProblemMark().or(notYaml::getContextMark);
      throw wrong(mark.map(m -> m.getLine() + 1).orElse(1), "it is not valid YAML");
    } catch (YamlEngineException notYaml) {
      throw wrong(1, "it is not valid YAML");
    }
  }

  private List<LinuxHost> hosts(String text) {
    var root = fields(tree(text), "the file");
    root.forEach(
        (key, value) -> {
          if (!key.equals("hosts")) {
            throw wrong(line(value), "only hosts is known here, not " + shown(key));
          }
        });
    var hosts = root.get("hosts");
    if (!(hosts instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw wrong(hosts == null ? 1 : line(hosts), "hosts must be a list of at least one host");
    }
    if (list.getValue().size() > MOST_HOSTS) {
      throw wrong(line(list), "hosts holds more than %d".formatted(MOST_HOSTS));
    }
    var read = new ArrayList<LinuxHost>();
    var lines = new LinkedHashMap<String, Integer>();
    for (var node : list.getValue()) {
      var host = host(node);
      var before = lines.putIfAbsent(host.machineId(), line(node));
      if (before != null) {
        throw wrong(
            line(node),
            "machine-id is that of the host on line %d; a copied machine needs one of its own"
                .formatted(before));
      }
      read.add(host);
    }
    return read;
  }

  private LinuxHost host(Node node) {
    var fields = fields(node, "a host");
    for (var key : fields.keySet()) {
      if (!FIELDS.contains(key)) {
        throw wrong(
            line(fields.getOrDefault(key, node)), "a host has no field %s".formatted(shown(key)));
      }
    }
    for (var key : REQUIRED.stream().sorted().toList()) {
      if (!fields.containsKey(key)) {
        throw wrong(line(node), key + " of the host is missing");
      }
    }
    var name = name(fields, "name");
    var names = new LinkedHashSet<String>();
    names.add(Inventory.folded(name));
    texts(fields, "also").forEach(also -> names.add(Inventory.folded(named(fields, "also", also))));
    return new LinuxHost(
        machineId(fields),
        name,
        names,
        address(fields),
        port(fields),
        hostKey(fields),
        user(fields),
        text(fields, "group"),
        texts(fields, "tags"));
  }

  private Map<String, Node> fields(Node node, String what) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(line(node), what + " must be a list of fields");
    }
    var fields = new LinkedHashMap<String, Node>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(line(tuple.getKeyNode()), "a field's name must be plain text");
      }
      if (fields.put(key.getValue(), tuple.getValueNode()) != null) {
        throw wrong(line(key), shown(key.getValue()) + " is given a second time");
      }
    }
    return fields;
  }

  private @Nullable String text(Map<String, Node> fields, String key) {
    var node = fields.get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw wrong(line(node), key + " must be a text");
    }
    return scalar.getValue().strip();
  }

  private String required(Map<String, Node> fields, String key) {
    var text = text(fields, key);
    if (text == null) {
      throw new IllegalStateException(key);
    }
    return text;
  }

  private List<String> texts(Map<String, Node> fields, String key) {
    var node = fields.get(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode list)) {
      throw wrong(line(node), key + " must be a list of texts");
    }
    var texts = new ArrayList<String>();
    for (var item : list.getValue()) {
      if (!(item instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
        throw wrong(line(item), key + " must be a list of texts");
      }
      texts.add(scalar.getValue().strip());
    }
    return texts;
  }

  private IllegalArgumentException wrong(Map<String, Node> fields, String key, String what) {
    var node = fields.get(key);
    return wrong(node == null ? 1 : line(node), key + " " + what);
  }

  private String name(Map<String, Node> fields, String key) {
    return named(fields, key, required(fields, key));
  }

  private String named(Map<String, Node> fields, String key, String name) {
    if (!NAME.matches(Inventory.folded(name))) {
      throw wrong(fields, key, "is not the name of a host");
    }
    if (Inventory.isMachineId(Inventory.folded(name))) {
      throw wrong(fields, key, "has the form of a machine id, and would be taken for one");
    }
    return name;
  }

  private String machineId(Map<String, Node> fields) {
    var id = Inventory.folded(required(fields, "machine-id"));
    if (!Inventory.isMachineId(id) || id.chars().allMatch(c -> c == '0')) {
      throw wrong(fields, "machine-id", "must be the 32 hexadecimal digits of /etc/machine-id");
    }
    return id;
  }

  private String address(Map<String, Node> fields) {
    var address = required(fields, "address");
    if (IpLiteral.of(address).isEmpty() && !NAME.matches(address)) {
      throw wrong(fields, "address", "is neither an IP address nor a name");
    }
    return address;
  }

  private int port(Map<String, Node> fields) {
    var text = text(fields, "port");
    if (text == null) {
      return LinuxSettings.SSH;
    }
    var digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    var port = digits ? Integer.parseInt(text) : 0;
    if (port < 1 || port > HIGHEST_PORT) {
      throw wrong(fields, "port", "must be a number from 1 to " + HIGHEST_PORT);
    }
    return port;
  }

  private String user(Map<String, Node> fields) {
    var user = text(fields, "user");
    if (user == null) {
      return "root";
    }
    if (!USER.matches(user)) {
      throw wrong(fields, "user", "is not the name of a user");
    }
    return user;
  }

  private PublicKey hostKey(Map<String, Node> fields) {
    try {
      var entry = PublicKeyEntry.parsePublicKeyEntry(required(fields, "host-key"));
      if (entry != null) {
        return entry.resolvePublicKey(null, Map.of(), null);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      // Said below.
    }
    throw wrong(
        fields, "host-key", "must be a public key as in ssh_host_ed25519_key.pub, type and base64");
  }

  private static String shown(String key) {
    return PlainSentence.of(key.length() > 60 ? key.substring(0, 60) : key);
  }
}
