package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Quaestor's live response script, as a device of the lab would run it: the same verbs, requests
 * and answers, with their effect on the lab's own idea of the device. Anything that it is asked
 * about for the first time is taken to be there, so that any real alert can be tried.
 */
final class OwnScript {
  private static final Pattern NAME =
      Pattern.compile("Quaestor-LiveResponse-[0-9a-f]{16}\\.(ps1|sh)");
  private static final Duration SAME_START = Duration.ofSeconds(1);

  private final LabDevice device;
  private final Instant at;
  private final ObjectNode answer = LabJson.object();

  private OwnScript(LabDevice device, Instant at) {
    this.device = device;
    this.at = at;
    answer.put("quaestor", 1);
    answer.put("found", false).put("changed", false).put("present", false);
    answer.putNull("image").putNull("refused").put("detail", "");
  }

  static boolean is(String scriptName) {
    return NAME.matcher(scriptName).matches();
  }

  /** The one line that the script prints. */
  static String run(String arguments, LabDevice device, Instant at) {
    OwnScript script = new OwnScript(device, at);
    String[] words = arguments.trim().split(" ", 2);
    try {
      script.run(words[0], LabJson.MAPPER.readTree(decoded(words.length < 2 ? "" : words[1])));
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException unreadable) {
      script.refuse("NOT_A_REQUEST", "the request cannot be read");
    }
    return script.answer.toString();
  }

  private void run(String verb, JsonNode request) {
    String[] parts = verb.split("-", 2);
    String kind = parts.length < 2 ? "" : parts[1];
    switch (parts[0]) {
      case "kill" -> kill(request);
      case "look" -> look(kind, request);
      case "remove" -> remove(kind, image(request));
      case "restore" -> restore(kind, image(request));
      default -> refuse("UNKNOWN_VERB", "the script does not know that verb");
    }
  }

  private static ObjectNode image(JsonNode request) {
    return LabJson.MAPPER.readTree(text(request, "image")) instanceof ObjectNode image
        ? image
        : LabJson.object();
  }

  private void kill(JsonNode request) {
    String pid = text(request, "pid");
    Instant started = Instant.parse(text(request, "started"));
    DeviceItem process =
        device
            .item("process", pid)
            .orElseGet(
                () ->
                    device.meet(
                        "process", pid, LabJson.object().put("started", started.toString())));
    Instant begun = Instant.parse(LabJson.text(process.image(), "started"));
    boolean same = Duration.between(begun, started).abs().compareTo(SAME_START) <= 0;
    if (!same || !process.present()) {
      detail("no process " + pid + " that started then is running");
      return;
    }
    answer.put("found", true).put("changed", true);
    process.remove();
    detail("process " + pid + " that started then is gone");
  }

  private void look(String kind, JsonNode request) {
    if (kind.equals("file")) {
      lookAtFile(request);
      return;
    }
    String name = kind.equals("registry") ? registryName(request) : text(request, "name");
    if (name.isBlank()) {
      refuse("NOT_A_NAME", "the request names nothing");
      return;
    }
    DeviceItem item =
        device
            .item(kind, name)
            .orElseGet(() -> device.meet(kind, name, fresh(kind, name, request)));
    if (!item.present()) {
      detail("there is no such " + kind);
      return;
    }
    answer.put("found", true).put("present", true).set("image", item.image());
    detail("the " + kind + " is there");
  }

  private static String registryName(JsonNode request) {
    String value = text(request, "value");
    return text(request, "hive")
        + "\\"
        + text(request, "key")
        + (value.isEmpty() ? "" : " [" + value + "]");
  }

  /** What an item that the lab has not met before is like. */
  private static ObjectNode fresh(String kind, String name, JsonNode request) {
    ObjectNode image = LabJson.object().put("name", name);
    switch (kind) {
      case "task" -> image.put("xml", "<Task/>").put("enabled", true).put("logon", 5);
      case "registry" -> {
        image.put("hive", text(request, "hive")).put("key", text(request, "key"));
        image.putObject("value").put("name", text(request, "value")).put("kind", "String");
      }
      case "service" -> image.put("start", 2).put("delayed", 0).put("running", true);
      default -> image.put("start", 3);
    }
    return image;
  }

  private void lookAtFile(JsonNode request) {
    String path = text(request, "path");
    String sha256 = text(request, "sha256");
    String sha1 = text(request, "sha1");
    Optional<DeviceFile> met = device.fileAt(path);
    if (met.isEmpty() && !(sha256 + sha1).isEmpty()) {
      met = Optional.of(device.meetFile(path, sha1, sha256.isEmpty() ? null : sha256));
    }
    if (met.isEmpty() || !met.get().present()) {
      detail("there is no file at the path");
      return;
    }
    DeviceFile file = met.get();
    answer.put("found", true).put("present", true);
    if (!isSame(file, sha256, sha1)) {
      refuse("CHANGED", "the file at the path is another one than was decided on");
      return;
    }
    answer.putObject("image").put("path", path).put("sha256", hash(file));
    detail("the file is there");
  }

  /** By the strongest hash that is asked for. */
  private static boolean isSame(DeviceFile file, String sha256, String sha1) {
    return sha256.isEmpty()
        ? sha1.isEmpty() || sha1.equalsIgnoreCase(file.sha1())
        : file.sha256() == null || sha256.equalsIgnoreCase(file.sha256());
  }

  private static String hash(DeviceFile file) {
    @Nullable String sha256 = file.sha256();
    return sha256 == null ? "0".repeat(64) : sha256;
  }

  private void remove(String kind, ObjectNode image) {
    if (kind.equals("file")) {
      removeFile(image);
      return;
    }
    Optional<DeviceItem> item = named(kind, image).filter(DeviceItem::present);
    if (item.isEmpty()) {
      detail("there is no such " + kind);
      return;
    }
    item.get().remove();
    answer.put("found", true).put("changed", true);
    detail("the " + kind + " is gone");
  }

  private Optional<DeviceItem> named(String kind, ObjectNode image) {
    return device.item(kind, LabJson.text(image, "name"));
  }

  private void removeFile(ObjectNode image) {
    Optional<DeviceFile> file =
        device.fileAt(LabJson.text(image, "path")).filter(DeviceFile::present);
    if (file.isEmpty()) {
      detail("there is no file at the path");
      return;
    }
    answer.put("found", true);
    if (!hash(file.get()).equals(LabJson.text(image, "sha256"))) {
      answer.put("present", true);
      refuse("CHANGED", "the file at the path is another one than was decided on");
      return;
    }
    file.get().delete(at);
    answer.put("changed", true);
    detail("the path is gone; a copy is kept on the device");
  }

  private void restore(String kind, ObjectNode image) {
    if (kind.equals("file")) {
      restoreFile(image);
      return;
    }
    Optional<DeviceItem> item = named(kind, image);
    if (item.isEmpty()) {
      refuse("ITEM_GONE", "the " + kind + " itself is not there any longer");
      return;
    }
    answer.put("present", true);
    if (item.get().present()) {
      answer.put("found", true);
      detail("the " + kind + " is as it was");
      return;
    }
    item.get().restore(image);
    answer.put("changed", true);
    detail("the " + kind + " is back");
  }

  private void restoreFile(ObjectNode image) {
    Optional<DeviceFile> file = device.fileAt(LabJson.text(image, "path"));
    boolean same = file.isPresent() && hash(file.get()).equals(LabJson.text(image, "sha256"));
    if (!same && file.filter(DeviceFile::present).isPresent()) {
      answer.put("found", true).put("present", true);
      refuse("OCCUPIED", "another file is at the path by now");
      return;
    }
    if (!same) {
      refuse("COPY_GONE", "the kept copy is not on the device any longer");
      return;
    }
    answer.put("present", true);
    if (file.get().present()) {
      answer.put("found", true);
      detail("the same file is there");
      return;
    }
    file.get().putBack(at);
    answer.put("changed", true);
    detail("the file is back, its hash equal");
  }

  private void refuse(String code, String why) {
    answer.put("refused", code);
    detail(why);
  }

  private void detail(String sentence) {
    answer.put("detail", sentence);
  }

  private static String text(JsonNode request, String name) {
    return decoded(LabJson.text(request, name));
  }

  private static String decoded(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
