package dev.quaestor.standalone;

import dev.quaestor.lab.LabTenant;
import dev.quaestor.standalone.temporal.TemporalChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A standalone with the in-JVM Temporal on free ports and in a folder of its own: one for all
 * tests, because each of them has its own devices.
 */
final class House implements AutoCloseable {
  private final Path root;
  private final Standalone standalone;
  private final Api api;

  private House(Path root, Standalone standalone, Api api) {
    this.root = root;
    this.standalone = standalone;
    this.api = api;
  }

  /** Gives the one house to whatever test asks for it, and closes it after the last. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == House.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(House.class))
          .computeIfAbsent("house", key -> House.start(), House.class);
    }
  }

  /** One that is set otherwise, by settings' full names; whoever asks for it closes it. */
  static House with(Map<String, String> settings) {
    settings.forEach(System::setProperty);
    try {
      return start();
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  static House start() {
    try {
      var root = Files.createTempDirectory("quaestor-house");
      var home = new Home(root, root.resolve(".quaestor")).made();
      var ports = new Ports(Ports.free(), Ports.free(), Ports.free(), Ports.free());
      var standalone =
          Standalone.start(
              new Standalone.Plan(home, ports, new TemporalChoice.Embedded(), Map.of(), null),
              line -> {});
      var token = Files.readString(home.file("admin-token")).strip();
      return new House(root, standalone, new Api(URI.create(standalone.address().api()), token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the administrator. */
  Api api() {
    return api;
  }

  String adminToken() {
    try {
      return Files.readString(state().resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As somebody with these roles; the token is made for this. */
  Api as(String name, String... roles) {
    var body = "{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, String.join("\",\"", roles));
    return api.as(api.post("/api/v1/tokens", body).expect(201).json().path("token").asString());
  }

  LabTenant lab() {
    return standalone.lab();
  }

  LabView view() {
    return new LabView(lab());
  }

  /** Whether a device is isolated, as the lab knows. */
  boolean isolated(String device) {
    return lab().device(device).filter(d -> d.path("isolated").asBoolean()).isPresent();
  }

  /** How many machine actions of a type the lab was ever given for a device. */
  long machineActions(String device, String type) {
    return lab()
        .state()
        .path("machineActions")
        .valueStream()
        .filter(a -> a.path("machineId").asString().equals(device))
        .filter(a -> a.path("type").asString().equals(type))
        .count();
  }

  /** Host and port of the Temporal. */
  String temporal() {
    return standalone.temporal().target();
  }

  /** What one more worker of this house is told. */
  Map<String, Object> workerProperties() {
    return standalone.workerProperties();
  }

  Path root() {
    return root;
  }

  /** Where ledger, logs, tokens and keys lie. */
  Path state() {
    return root.resolve(".quaestor");
  }

  @Override
  public void close() {
    standalone.close();
    try {
      new Home(root, root).emptied();
      Files.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
