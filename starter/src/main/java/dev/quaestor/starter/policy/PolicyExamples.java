package dev.quaestor.starter.policy;

import static java.util.Objects.requireNonNullElse;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.Gate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Examples beside a policy, as YAML. Pure; {@link #read} never throws, whatever the text. */
public final class PolicyExamples {
  private static final List<String> KEYS =
      List.of("name", "severity", "devices", "evidence", "expect");
  private static final List<String> DEVICE_KEYS = List.of("name", "tags", "os", "group");
  private static final List<String> EVIDENCE_KEYS =
      List.of("kind", "verdict", "device", "path", "value", "hash", "shares", "count", "location");
  private static final List<String> EXPECT_KEYS = List.of("action", "gate", "on");

  /** What became of an examples file. */
  public sealed interface Reading {
    /** All of it. */
    record Read(List<PolicyExample> examples) implements Reading {
      public Read {
        examples = List.copyOf(examples);
      }
    }

    /**
     * Not one of them.
     *
     * @param problems at least one, in the order of their lines
     */
    record Refused(List<PolicyProblem> problems) implements Reading {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  private PolicyExamples() {}

  /**
   * Reads {@code examples:}, each with {@code name}, {@code evidence} and {@code expect}, as
   * strictly as a policy is read.
   */
  public static Reading read(String yaml) {
    var problems = new PolicyProblems();
    var examples = new ArrayList<PolicyExample>();
    YamlText.compose(yaml, problems)
        .map(root -> YamlObject.of(root, "", List.of("examples"), problems))
        .ifPresent(
            file -> {
              file.require("examples");
              for (var item : file.objects("examples", KEYS)) {
                examples.add(example(item));
              }
            });
    return problems.none() ? new Reading.Read(examples) : new Reading.Refused(problems.all());
  }

  private static PolicyExample example(YamlObject item) {
    var name = item.requiredText("name");
    item.require("evidence");
    item.require("expect");
    var severity = item.word("severity", Severity.class);
    var devices = devices(item);
    return new PolicyExample(
        requireNonNullElse(name, ""),
        item.line(),
        requireNonNullElse(severity, Severity.HIGH),
        evidence(item, devices),
        expected(item));
  }

  private static Map<String, Device> devices(YamlObject item) {
    var devices = new LinkedHashMap<String, Device>();
    var names = new HashSet<String>();
    for (var device : item.objects("devices", DEVICE_KEYS)) {
      var name = device.newName("name", names);
      var os = device.text("os");
      var group = device.text("group");
      var tags = device.texts("tags");
      if (name != null) {
        devices.put(name, new Device(name, name, os, group, tags, List.of()));
      }
    }
    return devices;
  }

  private static List<Assessment> evidence(YamlObject item, Map<String, Device> devices) {
    var judged = new LinkedHashMap<String, Assessment>();
    devices.values().forEach(d -> judged.put(d.key().value(), judged(d, Verdict.NO_THREATS_FOUND)));
    for (var piece : item.objects("evidence", EVIDENCE_KEYS)) {
      var made = piece(piece, devices, judged.size());
      if (made != null && judged.put(made.key().value(), made) != null && !isDevice(made)) {
        piece.problem("kind", PolicyCode.TWICE, "is the same thing as one before it");
      }
    }
    List.copyOf(judged.values()).stream()
        .flatMap(a -> image(a).stream())
        .forEach(image -> judged.putIfAbsent(image.key().value(), image));
    return List.copyOf(judged.values());
  }

  /** The file that a process runs from is looked at in every case; here nobody knows it. */
  private static Optional<Assessment> image(Assessment a) {
    return a.evidence().entity() instanceof ProcessArtifact process && process.image() != null
        ? Optional.of(judged(process.image(), Verdict.UNKNOWN))
        : Optional.empty();
  }

  private static boolean isDevice(Assessment a) {
    return a.evidence().entity() instanceof Device;
  }

  private static @Nullable Assessment piece(
      YamlObject item, Map<String, Device> devices, int number) {
    item.require("kind");
    item.require("verdict");
    var kind = item.word("kind", EntityKind.class);
    var verdict = item.word("verdict", Verdict.class);
    var device = item.text("device");
    if (device != null && !devices.containsKey(device)) {
      item.problem(
          "device", PolicyCode.UNKNOWN_WORD, Vocabulary.quoted(device) + " is none of its devices");
      return null;
    }
    var only = devices.size() == 1 ? devices.keySet().iterator().next() : null;
    var path = item.text("path");
    var value = item.text("value");
    var hash = item.text("hash");
    var shares = item.text("shares");
    var location = item.text("location");
    var count = item.number("count", 1, 10_000_000, 1);
    if (kind == null || verdict == null) {
      return null;
    }
    var written =
        new ExampleEntity(
            kind,
            number,
            device == null ? only : device,
            path,
            value,
            hash,
            shares,
            count,
            location);
    var entity = item.make(written::entity);
    return entity == null
        ? null
        : judged(entity instanceof Device d ? known(devices, d) : entity, verdict);
  }

  private static Device known(Map<String, Device> devices, Device device) {
    return devices.getOrDefault(String.valueOf(device.deviceId()), device);
  }

  private static Assessment judged(Entity entity, Verdict verdict) {
    return new Assessment(
        Evidence.named(entity, "example", null),
        true,
        List.of(),
        verdict,
        List.of(ActionType.values()),
        List.of(),
        entity instanceof Device device ? device : null);
  }

  private static List<PolicyExample.ExpectedAction> expected(YamlObject item) {
    var expected = new ArrayList<PolicyExample.ExpectedAction>();
    for (var wanted : item.objects("expect", EXPECT_KEYS)) {
      wanted.require("action");
      wanted.require("gate");
      var action = wanted.word("action", ActionType.class);
      var gate = wanted.word("gate", Gate.class);
      var on = wanted.text("on");
      if (action != null && gate != null) {
        expected.add(new PolicyExample.ExpectedAction(action, gate, on));
      }
    }
    return expected;
  }
}
