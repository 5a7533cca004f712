package dev.quaestor.starter.ocsf;

import com.google.re2j.Pattern;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Entities as the OCSF objects that classes require: device, file, process. */
final class Things {
  private static final Code REGULAR_FILE = new Code(1, "Regular File");

  /** {@code hostname_t} of OCSF 1.3.0. */
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*"
              + "([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9])");

  private static final int LONGEST_HOST_NAME = 253;
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{32,64}");

  private Things() {}

  static Attributes device(Device device) {
    var described =
        new Attributes()
            .put("type", Code.UNKNOWN)
            .put("uid", device.deviceId())
            .put(isHostName(device.name()) ? "hostname" : "name", device.name());
    if (device.osPlatform() != null) {
      described.put(
          "os", new Attributes().put("name", device.osPlatform()).put("type", os(device)));
    }
    return described;
  }

  private static Code os(Device device) {
    var platform = String.valueOf(device.osPlatform()).toLowerCase(Locale.ROOT);
    if (platform.contains("windows")) {
      return new Code(100, "Windows");
    }
    if (platform.contains("mac")) {
      return new Code(300, "macOS");
    }
    return platform.contains("linux") ? new Code(200, "Linux") : Code.other(platform);
  }

  private static boolean isHostName(@Nullable String name) {
    return name != null && name.length() <= LONGEST_HOST_NAME && HOST_NAME.matcher(name).matches();
  }

  /**
   * The device that a thing is or is on; null when none is known.
   *
   * @param known the devices of the case, by which one that is only named by id gets its name
   */
  static @Nullable Attributes deviceOf(Entity target, java.util.Map<String, Device> known) {
    if (target instanceof Device device) {
      return device(device);
    }
    if (target instanceof OnDevice thing && thing.deviceId() != null) {
      return device(known.getOrDefault(thing.deviceId(), Device.ofId(thing.deviceId())));
    }
    return null;
  }

  static Attributes file(FileArtifact file) {
    return new Attributes()
        .put("type", REGULAR_FILE)
        .put("name", file.name() != null ? file.name() : file.label())
        .put("path", file.imagePath().orElse(null))
        .put("parent_folder", file.directory())
        .put("hashes", hashes(file.sha256(), file.sha1(), file.md5()))
        .putIfKnown("size", file.size());
  }

  /**
   * The attachment of a message that is meant; by its hash alone when the message has none such.
   */
  static Attributes attachment(MailMessage message, String sha256) {
    return message.attachments().stream()
        .filter(a -> sha256.equalsIgnoreCase(a.sha256()))
        .findFirst()
        .map(
            a ->
                new Attributes()
                    .put("type", REGULAR_FILE)
                    .put("name", a.name() != null ? a.name() : sha256)
                    .put(
                        "mime_type", a.detectedType() != null ? a.detectedType() : a.declaredType())
                    .put("hashes", hashes(sha256, null, null))
                    .putIfKnown("size", a.size()))
        .orElseGet(
            () ->
                new Attributes()
                    .put("type", REGULAR_FILE)
                    .put("name", sha256)
                    .put("hashes", hashes(sha256, null, null)));
  }

  /** What no class has a better object for, but stands where a file is required. */
  static Attributes unknownFile(Entity target) {
    return new Attributes().put("type", Code.UNKNOWN).put("name", target.label());
  }

  private static List<Attributes> hashes(
      @Nullable String sha256, @Nullable String sha1, @Nullable String md5) {
    var hashes = new ArrayList<Attributes>();
    addHash(hashes, new Code(3, "SHA-256"), sha256);
    addHash(hashes, new Code(2, "SHA-1"), sha1);
    addHash(hashes, new Code(1, "MD5"), md5);
    return hashes;
  }

  private static void addHash(List<Attributes> hashes, Code algorithm, @Nullable String value) {
    if (value != null && HASH.matcher(value).matches()) {
      hashes.add(new Attributes().put("algorithm", algorithm).put("value", value));
    }
  }

  /** A process; one without a number is known by its key, because OCSF wants pid or uid. */
  static Attributes process(ProcessArtifact process) {
    var image = process.image();
    return new Attributes()
        .putIfKnown("pid", process.processId())
        .put("uid", process.key().value())
        .put("cmd_line", process.commandLine())
        .put("name", image == null ? null : image.name())
        .put("created_time", process.startedAt())
        .put("file", image == null ? null : file(image));
  }

  static Attributes unknownProcess(Entity target) {
    return new Attributes().put("uid", target.key().value()).put("name", target.label());
  }
}
