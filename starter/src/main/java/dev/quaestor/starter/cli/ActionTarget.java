package dev.quaestor.starter.cli;

import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.LocalFile;
import dev.quaestor.wire.QuaestorJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The short ways to name an entity on a command line; the long one is its JSON. */
final class ActionTarget {
  private ActionTarget() {}

  /**
   * The entity as JSON.
   *
   * @throws IllegalArgumentException saying what the form should be
   * @throws CommandFailed when a file cannot be read
   */
  static JsonNode parse(String target, CliEnvironment surroundings) {
    if (target.startsWith("@")) {
      return json(LocalFile.text(surroundings, target.substring(1), LocalFile.MIB));
    }
    if (target.startsWith("{")) {
      return json(target);
    }
    var colon = target.indexOf(':');
    var kind = colon < 0 ? target : target.substring(0, colon);
    var rest = colon < 0 ? "" : target.substring(colon + 1);
    return switch (kind) {
      case "device" -> one("device", "deviceId", rest);
      case "url" -> one("url", "value", rest);
      case "ip" -> one("ip", "value", rest);
      case "user" -> one("user", "userPrincipalName", rest);
      case "mailbox" -> one("mailbox", "address", rest);
      case "file" -> file(rest);
      case "mail" -> two("mailMessage", "recipient", "internetMessageId", rest);
      case "rule" -> two("mailboxRule", "mailbox", "ruleId", rest);
      case "process" -> process(rest);
      case "task" -> onDevice("scheduledTask", rest);
      case "service" -> onDevice("service", rest);
      case "driver" -> onDevice("driver", rest);
      case "registry" -> registry(rest);
      default ->
          throw new IllegalArgumentException(
              "a target must be device:…, file:…, process:…, task:…, service:…, driver:…, "
                  + "registry:…, url:…, ip:…, user:…, mailbox:…, mail:…, rule:…, JSON or "
                  + "@FILE, not "
                  + target);
    };
  }

  private static JsonNode json(String text) {
    try {
      var entity = QuaestorJson.mapper().readTree(text);
      if (entity.isObject() && entity.path("type").isString()) {
        return entity;
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the target is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IllegalArgumentException("the target is not an entity: {\"type\":\"device\",…}");
  }

  private static ObjectNode entity(String type) {
    return QuaestorJson.mapper().createObjectNode().put("type", type);
  }

  private static JsonNode one(String type, String field, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("the target's " + field + " is missing");
    }
    return entity(type).put(field, value);
  }

  private static JsonNode two(String type, String first, String second, String rest) {
    var colon = rest.indexOf(':');
    if (colon <= 0 || colon == rest.length() - 1) {
      throw new IllegalArgumentException(
          "the target requires " + first + " and " + second + ", separated by a colon");
    }
    return entity(type).put(first, rest.substring(0, colon)).put(second, rest.substring(colon + 1));
  }

  /** The device's id and what comes after it. */
  private static String[] slash(String rest, String form) {
    var slash = rest.indexOf('/');
    if (slash <= 0 || slash == rest.length() - 1) {
      throw new IllegalArgumentException("the target must be " + form);
    }
    return new String[] {rest.substring(0, slash), rest.substring(slash + 1)};
  }

  private static JsonNode onDevice(String type, String rest) {
    var parts = slash(rest, "KIND:DEVICE-ID/NAME");
    return entity(type).put("deviceId", parts[0]).put("name", parts[1]);
  }

  /** The number alone is reused: a process is one with its start. */
  private static JsonNode process(String rest) {
    var form = "process:DEVICE-ID/PID@START, with START such as 2026-11-23T10:00:00Z";
    var parts = slash(rest, form);
    var at = parts[1].indexOf('@');
    var number = at < 0 ? parts[1] : parts[1].substring(0, at);
    if (!number.matches("[0-9]{1,10}")) {
      throw new IllegalArgumentException("the target must be " + form);
    }
    var process =
        entity("process").put("deviceId", parts[0]).put("processId", Long.parseLong(number));
    return at < 0 ? process : process.put("startedAt", parts[1].substring(at + 1));
  }

  private static JsonNode registry(String rest) {
    var form = "registry:DEVICE-ID/HIVE\\KEY[::VALUE]";
    var parts = slash(rest, form);
    var value = parts[1].indexOf("::");
    var path = value < 0 ? parts[1] : parts[1].substring(0, value);
    var cut = path.indexOf('\\');
    if (cut <= 0 || cut == path.length() - 1) {
      throw new IllegalArgumentException("the target must be " + form);
    }
    var entry =
        entity("registryEntry")
            .put("deviceId", parts[0])
            .put("hive", path.substring(0, cut))
            .put("registryKey", path.substring(cut + 1));
    return value < 0 ? entry : entry.put("valueName", parts[1].substring(value + 2));
  }

  private static JsonNode file(String rest) {
    var parts = rest.split(":", 3);
    if (parts.length < 2 || parts[0].isBlank()) {
      throw new IllegalArgumentException("a file must be file:DEVICE-ID:HASH[:PATH]");
    }
    var file = entity("file").put("deviceId", parts[0]).put(algorithm(parts[1]), parts[1]);
    if (parts.length == 3 && !parts[2].isEmpty()) {
      var cut = Math.max(parts[2].lastIndexOf('/'), parts[2].lastIndexOf('\\'));
      file.put("name", parts[2].substring(cut + 1));
      if (cut >= 0) {
        // The root folder is its own separator.
        file.put("directory", parts[2].substring(0, Math.max(cut, 1)));
      }
    }
    return file;
  }

  private static String algorithm(String hash) {
    if (!hash.matches("[0-9A-Fa-f]+")) {
      throw new IllegalArgumentException("not a hash: " + hash);
    }
    return switch (hash.length()) {
      case 32 -> "md5";
      case 40 -> "sha1";
      case 64 -> "sha256";
      default ->
          throw new IllegalArgumentException(
              "a hash must have 40 (SHA-1), 64 (SHA-256) or 32 (MD5) digits, not " + hash.length());
    };
  }
}
