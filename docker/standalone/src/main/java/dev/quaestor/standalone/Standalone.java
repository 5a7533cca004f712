package dev.quaestor.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.standalone.temporal.TemporalChoice;
import dev.quaestor.standalone.temporal.TemporalServer;
import dev.quaestor.standalone.temporal.Temporals;
import dev.quaestor.standalone.temporal.Watch;
import dev.quaestor.start.CannotStart;
import dev.quaestor.starter.StarterApplication;
import dev.quaestor.starter.StarterSettings;
import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.vault.PayloadFiles;
import dev.quaestor.wire.PayloadVault;
import dev.quaestor.worker.WorkerApplication;
import dev.quaestor.worker.WorkerCheckUp;
import dev.quaestor.worker.WorkerSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The running house. Closing it ends its parts in the opposite order of their start. */
public final class Standalone implements AutoCloseable {
  /** How a line begins that says what takes long. */
  static final String STARTING = "starting ";

  /**
   * How it is put together.
   *
   * @param lab a lab tenant that runs elsewhere, with the lab's own credentials; null starts one
   * @param estate what is acted on in place of any lab tenant; null for none
   * @param worker whether the worker runs in this JVM as well
   */
  record Plan(
      Home home,
      Ports ports,
      TemporalChoice temporal,
      Map<String, String> environment,
      @Nullable URI lab,
      @Nullable Estate estate,
      boolean worker) {

    /** With the worker in this JVM. */
    Plan(
        Home home,
        Ports ports,
        TemporalChoice temporal,
        Map<String, String> environment,
        @Nullable URI lab) {
      this(home, ports, temporal, environment, lab, null, true);
    }

    private boolean startsLab() {
      return lab == null && estate == null;
    }

    /** Fails unless each port that it would listen on is free. */
    void requirePorts() {
      var wanted = new ArrayList<Ports.Wanted>();
      wanted.add(new Ports.Wanted(ports.api(), "the API", "--api-port"));
      if (startsLab()) {
        wanted.add(new Ports.Wanted(ports.lab(), "the lab tenant", "--lab-port"));
      }
      var startsTemporal = !(temporal instanceof TemporalChoice.At);
      if (startsTemporal && !Temporals.isLeftBehind(home.state())) {
        wanted.add(new Ports.Wanted(ports.temporal(), "Temporal", "--temporal-port"));
        if (temporal instanceof TemporalChoice.Auto) {
          wanted.add(new Ports.Wanted(ports.webUi(), "the Temporal Web UI", "--web-ui-port"));
        }
      }
      Ports.require(wanted);
    }
  }

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Plan plan;
  private final Consumer<String> say;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final @Nullable LabTenant lab;
  private final @Nullable URI labUri;
  private final Temporals temporals;
  private final TemporalServer temporal;
  private final CompletableFuture<String> loss;
  private List<String> configured = List.of();
  private final ServerFile address;

  private Standalone(Plan plan, Consumer<String> say) throws IOException {
    this.plan = plan;
    this.say = say;
    this.temporals =
        new Temporals(plan.environment(), plan.home().root().resolve(ServerFile.STATE_FOLDER), say);
    logToFile(plan.home());
    try {
      plan.requirePorts();
      if (plan.lab() != null) {
        NamedLab.require(plan.lab());
      }
      var temporalStarts =
          CompletableFuture.supplyAsync(
              this::startTemporal, task -> Thread.ofPlatform().name("temporal").start(task));
      if (plan.startsLab()) {
        lab = LabTenant.start(LabOptions.defaults().withPort(plan.ports().lab()));
        labUri = lab.baseUri();
        parts.push(lab);
      } else {
        lab = null;
        labUri = plan.lab();
      }
      temporal = join(temporalStarts);
      parts.push(temporal);
      startProcesses();
      address = announce();
      // Last, so that it is closed first: what is being stopped is not started again.
      var watch = temporals.watch(temporal);
      watch.ifPresent(parts::push);
      loss = watch.map(Watch::loss).orElseGet(CompletableFuture::new);
    } catch (RuntimeException | IOException e) {
      close();
      throw e;
    }
  }

  /**
   * @param say takes one line for people at each step that takes long
   */
  static Standalone start(Plan plan, Consumer<String> say) {
    try {
      return new Standalone(plan, say);
    } catch (IOException | IllegalStateException e) {
      LoggerFactory.getLogger(Standalone.class).error("it did not start", e);
      var log = "The log is " + plan.home().file("quaestor.log");
      throw e instanceof CannotStart why && !why.remedy().isEmpty()
          ? CommandFailed.because(CommandFailed.Kind.LOCAL, why.what(), why.remedy(), log)
          : CommandFailed.because(CommandFailed.Kind.LOCAL, String.valueOf(e.getMessage()), log);
    }
  }

  /**
   * The story is told on the terminal; logs go to a file of their own. Both contexts read these.
   */
  private static void logToFile(Home home) {
    System.setProperty("logging.file.name", home.file("quaestor.log").toString());
    System.setProperty("logging.threshold.console", "OFF");
    keepQuiet();
  }

  /** Until Spring has set the logging up, what libraries say would go to the terminal. */
  static void keepQuiet() {
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
  }

  private TemporalServer startTemporal() {
    say.accept(STARTING + "Temporal");
    return temporals.start(
        plan.temporal(), plan.home().state(), plan.ports().temporal(), plan.ports().webUi());
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** One after the other: both set up the one logging system of this JVM. */
  private void startProcesses() {
    say.accept(STARTING + "the starter (API, ledger)");
    parts.push(StarterApplication.start(starterProperties(), meters, WorkerSettings.groups()));
    if (plan.worker()) {
      say.accept(STARTING + "the worker (connectors, analyzers)");
      var worker = WorkerApplication.start(workerProperties(), meters, StarterSettings.groups());
      parts.push(worker);
      configured =
          new WorkerCheckUp(worker.getEnvironment())
              .configured().stream().map(WorkerCheckUp.Configured::name).toList();
    }
  }

  /** Its policy is the default but for one word: signals from the Temporal Web UI count. */
  private Map<String, Object> starterProperties() {
    var properties = new TreeMap<String, Object>();
    properties.put("server.port", plan.ports().api());
    properties.put("quaestor.state-dir", plan.home().state().toString());
    properties.putAll(wayToTemporal());
    temporal.webUi().ifPresent(address -> properties.put("quaestor.web.temporal-ui", address));
    properties.put("quaestor.vault.directory", plan.home().file("vault").toString());
    properties.put("quaestor.policy.overrides.name", "standalone");
    properties.put("quaestor.policy.overrides.approvals.unsigned", "ACCEPT");
    return properties;
  }

  /** What a person's shell says of another Temporal is not for the one of this house. */
  private Map<String, Object> wayToTemporal() {
    return temporal.kind() == TemporalServer.Kind.EXTERNAL
        ? Map.of("quaestor.temporal.target", temporal.target())
        : Map.of(
            "quaestor.temporal.target",
            temporal.target(),
            "quaestor.temporal.namespace",
            "default",
            "quaestor.temporal.tls",
            false);
  }

  /** What a worker of this house is told, by full names; for one that runs in another JVM. */
  public Map<String, Object> workerProperties() {
    var properties = new TreeMap<String, Object>();
    properties.putAll(wayToTemporal());
    properties.put("quaestor.vault.directory", plan.home().file("vault").toString());
    properties.put(
        "quaestor.trust.starter-keys[0]",
        plan.home().state().resolve("signing-key.pub.pem").toString());
    if (plan.estate() != null) {
      properties.putAll(plan.estate().properties());
    } else {
      properties.putAll(ofLab(Objects.requireNonNull(labUri)));
    }
    return properties;
  }

  private static Map<String, Object> ofLab(URI lab) {
    var tenant = LabOptions.defaults();
    var properties = new TreeMap<String, Object>();
    for (var vendor : new String[] {"defender", "graph"}) {
      var prefix = "quaestor." + vendor + ".";
      properties.put(prefix + "tenant-id", tenant.tenantId());
      properties.put(prefix + "client-id", tenant.clientId());
      properties.put(prefix + "client-secret", tenant.clientSecret());
      properties.put(prefix + "base-url", lab.toString());
      properties.put(prefix + "login-url", lab.toString());
    }
    properties.put("quaestor.defender.release-script", "Quaestor-ReleaseFromQuarantine.ps1");
    properties.put("quaestor.analysis.own-domains[0]", "contoso.example");
    properties.put("quaestor.analysis.authserv-ids[0]", "mx.contoso.example");
    properties.put("quaestor.analysis.brands[0].name", "Woodgrove Bank");
    properties.put("quaestor.analysis.brands[0].domains[0]", "woodgrovebank.example");
    return properties;
  }

  private ServerFile announce() throws IOException {
    var file =
        new ServerFile(
            "http://127.0.0.1:" + plan.ports().api(),
            temporal.webUi().orElse(null),
            temporal.target(),
            labUri == null ? null : labUri.toString(),
            plan.home().root().relativize(plan.home().file("admin-token")).toString(),
            ProcessHandle.current().pid(),
            temporal.kind().wireName());
    file.write(plan.home().root());
    parts.push(() -> Files.deleteIfExists(ServerFile.pathUnder(plan.home().root())));
    return file;
  }

  public ServerFile address() {
    return address;
  }

  /** The names of the back ends that its worker acts on; empty where that runs elsewhere. */
  List<String> backEnds() {
    return configured;
  }

  /** The lab tenant of this house; one that runs elsewhere is not its own. */
  public LabTenant lab() {
    return Objects.requireNonNull(lab, "the lab tenant runs elsewhere");
  }

  /** Where everything of this house keeps large payloads. */
  public PayloadVault payloads() {
    return new PayloadFiles(plan.home().file("vault"));
  }

  public TemporalServer temporal() {
    return temporal;
  }

  /**
   * Serves until the process is ended.
   *
   * @throws CommandFailed when its Temporal ended and cannot be brought back
   */
  void serve() throws InterruptedException {
    try {
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          loss.get(),
          "Nothing is lost: what runs goes on when ./quaestor up serves again.");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        say.accept("while stopping: " + e.getMessage());
      }
    }
    meters.close();
  }
}
