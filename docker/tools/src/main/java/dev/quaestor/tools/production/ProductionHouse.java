package dev.quaestor.tools.production;

import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.LabTenant;
import dev.quaestor.standalone.Main;
import dev.quaestor.starter.cli.client.QuaestorClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Production, up: starters and workers, all beside one Temporal, one ledger and one vault, with one
 * signing key. Each part can be broken and mended while the others stay.
 */
public final class ProductionHouse implements AutoCloseable {
  private static final String NAMESPACE = "quaestor";
  private static final String DATABASE = "quaestor";
  private static final long SERVES_WITHIN_SECONDS = 300;

  /** Small enough to be filled in a moment, large enough for what a run writes. */
  private static final int DISK_MIB = 1024;

  private final Path root;
  private final Programs programs;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final LabTenant lab;
  private final BackEndLine line;
  private final SteppedClock clock;
  private final Postgres postgres;
  private final Optional<SmallDisk> ledgerDisk;
  private final Optional<SmallDisk> vaultDisk;
  private final TemporalProcess temporal;
  private final List<Starter> starters = new ArrayList<>();
  private final List<Child> workers = new ArrayList<>();
  private volatile Duration starterStartUp = Duration.ZERO;

  /** How many of each there are. */
  public record Layout(int starters, int workers) {}

  /** One of those that people and services call. */
  private record Starter(Child process, int port) {}

  private ProductionHouse(Path root, Programs programs, Layout layout, Consumer<String> say) {
    this.root = root;
    this.programs = programs;
    // Whoever is told to end ends all of it, and leaves no disk behind.
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    try {
      this.lab = opened(LabTenant.start(LabOptions.defaults().withPort(0)));
      this.line = opened(new BackEndLine(lab.port()));
      this.clock = SteppedClock.in(folder("clock"));
      ShippedFiles.layInto(files());
      ShippedFiles.secretsInto(secrets());
      say.accept("PostgreSQL");
      this.postgres =
          opened(
              Postgres.start(
                  programs.postgres(), root, files().resolve("databases.sh"), secrets()));
      this.ledgerDisk = postgres.move(DATABASE, DISK_MIB);
      ledgerDisk.ifPresent(this::opened);
      this.vaultDisk = SmallDisk.at(vault(), DISK_MIB);
      vaultDisk.ifPresent(this::opened);
      say.accept("Temporal");
      this.temporal = temporal(programs.temporal());
      opened(temporal.server()::end);
      quaestor("bootstrap", Map.of(), "bootstrap").run();
      say.accept("starters and workers");
      for (int number = 1; number <= layout.starters(); number++) {
        this.starters.add(starter(number));
        opened(starterProcess(number - 1)::end);
        // The first makes the signing key that all of them share.
        startStarter(number - 1);
      }
      for (int number = 1; number <= layout.workers(); number++) {
        this.workers.add(worker(number));
        opened(workerProcess(number - 1)::end);
        startWorker(number - 1);
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  /**
   * Returns when all of it serves.
   *
   * @param folder is emptied and holds all of it, logs included
   * @param say takes a word at each step that takes long
   */
  public static ProductionHouse start(
      Path folder, Programs programs, Layout layout, Consumer<String> say) {
    return new ProductionHouse(folder.toAbsolutePath(), programs, layout, say);
  }

  private TemporalProcess temporal(Programs.Temporal which) throws IOException {
    return switch (which) {
      case Programs.Temporal.Server server ->
          TemporalProcess.onPostgres(
              server, folder("temporal"), files(), secrets(), postgres.port());
      case Programs.Temporal.DevServer dev -> TemporalProcess.onFile(dev, folder("temporal"));
    };
  }

  private Starter starter(int number) {
    int port = Loopback.freePort();
    var environment = new TreeMap<String, String>();
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put(
        "SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE);
    environment.put("SPRING_DATASOURCE_USERNAME", "quaestor");
    environment.put("QUAESTOR_STATE_DIR", root.resolve("starter-" + number).toString());
    environment.put(
        "QUAESTOR_ACCESS_SIGNING_KEY_FILE", secrets().resolve("signing-key.pem").toString());
    environment.put("QUAESTOR_ACCESS_TOKEN_FILE", secrets().resolve("admin-token").toString());
    environment.put("QUAESTOR_RECONCILE_EVERY", "5s");
    environment.put("QUAESTOR_RECONCILE_AFTER", "10s");
    return new Starter(quaestor("starter-" + number, environment, "starter"), port);
  }

  private Child worker(int number) {
    return quaestor("worker-" + number, ofWorkers(), "worker");
  }

  private Map<String, String> ofWorkers() {
    var tenant = lab.options();
    var environment = new TreeMap<String, String>();
    environment.put(
        "QUAESTOR_TRUST_STARTER_KEYS_0", secrets().resolve("signing-key.pub.pem").toString());
    environment.put("QUAESTOR_DEFENDER_RELEASE_SCRIPT", "Quaestor-ReleaseFromQuarantine.ps1");
    for (var vendor : List.of("DEFENDER", "GRAPH")) {
      var prefix = "QUAESTOR_" + vendor + "_";
      environment.put(prefix + "TENANT_ID", tenant.tenantId());
      environment.put(prefix + "CLIENT_ID", tenant.clientId());
      environment.put(prefix + "CLIENT_SECRET", tenant.clientSecret());
      environment.put(prefix + "BASE_URL", "http://127.0.0.1:" + line.port());
      environment.put(prefix + "LOGIN_URL", "http://127.0.0.1:" + line.port());
    }
    return environment;
  }

  /** The variables of a worker beside those of the house, for whoever starts it otherwise. */
  public Map<String, String> workerEnvironment() {
    return told(ofWorkers());
  }

  private Map<String, String> told(Map<String, String> own) {
    var environment = new TreeMap<>(own);
    environment.put("QUAESTOR_TEMPORAL_TARGET", temporal.target());
    environment.put("QUAESTOR_TEMPORAL_NAMESPACE", NAMESPACE);
    if (!own.isEmpty()) {
      environment.put("QUAESTOR_VAULT_DIRECTORY", vault().toString());
    }
    return environment;
  }

  /** {@code ./quaestor VERB}, with what every process of ours is told. */
  private Child quaestor(String name, Map<String, String> own, String verb) {
    var environment = told(own);
    // One host of two, so that they disagree.
    if (name.endsWith("-2")) {
      environment.putAll(clock.environment());
    }
    return new Child(
        name,
        root,
        root,
        environment,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            verb));
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private Path files() {
    return root.resolve("files");
  }

  private Path secrets() {
    return root.resolve("secrets");
  }

  /** Returns when it takes requests. */
  public void startStarter(int index) {
    var starter = starters.get(index);
    var began = System.nanoTime();
    starter.process().start();
    Loopback.await(starter.process(), starter.port(), SERVES_WITHIN_SECONDS);
    starterStartUp = Duration.ofNanos(System.nanoTime() - began);
  }

  /** Of a worker nobody can tell that it serves but by what it does. */
  public void startWorker(int index) {
    workers.get(index).start();
  }

  /** From now on whatever of ours, or of Temporal, ends without being told to is started again. */
  public void keepRunning() {
    keptRunning().forEach(Child::keepRunning);
  }

  private List<Child> keptRunning() {
    return processes().stream().filter(p -> p != postgres.server()).toList();
  }

  /** How often one of them ended without being told to. */
  public int restarts() {
    return keptRunning().stream().mapToInt(Child::restarts).sum();
  }

  public void startPostgres() {
    postgres.start();
  }

  public void startTemporal() {
    temporal.start();
  }

  public Child starterProcess(int index) {
    return starters.get(index).process();
  }

  public Child workerProcess(int index) {
    return workers.get(index);
  }

  public Child postgresProcess() {
    return postgres.server();
  }

  public Child temporalProcess() {
    return temporal.server();
  }

  public BackEndLine line() {
    return line;
  }

  public SteppedClock clock() {
    return clock;
  }

  /** Where the ledger's database lies, if this user may make a disk for it. */
  public Optional<SmallDisk> ledgerDisk() {
    return ledgerDisk;
  }

  public Optional<SmallDisk> vaultDisk() {
    return vaultDisk;
  }

  /** One client for each starter, as the admin. */
  public List<QuaestorClient> clients() {
    return starters.stream()
        .map(s -> new QuaestorClient(URI.create("http://127.0.0.1:" + s.port()), this::token))
        .toList();
  }

  private String token() {
    try {
      return Files.readString(secrets().resolve("admin-token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public LabTenant lab() {
    return lab;
  }

  public String temporalTarget() {
    return temporal.target();
  }

  public String namespace() {
    return NAMESPACE;
  }

  /** The folder that all of them share. */
  public Path vault() {
    return root.resolve("vault");
  }

  /** How long a starter took until it served, by its last start. */
  public Duration starterStartUp() {
    return starterStartUp;
  }

  /** What each process and its children hold of memory, in MiB, by its name. */
  public Map<String, Long> memory() {
    var all = new LinkedHashMap<String, Long>();
    for (var process : processes()) {
      if (process.isRunning()) {
        all.put(process.name(), Memory.mib(process.pid()));
      }
    }
    return all;
  }

  /** In words, for a report. */
  public String temporalSentence() {
    return switch (programs.temporal()) {
      case Programs.Temporal.Server server -> "Temporal's server on PostgreSQL";
      case Programs.Temporal.DevServer dev -> "Temporal's dev server on a file";
    };
  }

  /** Every process that runs, in the order in which they need each other. */
  public List<Child> processes() {
    var all = new ArrayList<Child>();
    all.add(postgres.server());
    all.add(temporal.server());
    starters.forEach(s -> all.add(s.process()));
    all.addAll(workers);
    return all;
  }

  /** The last that was opened first; each gets its chance, whatever became of the others. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.getLogger(ProductionHouse.class.getName())
            .log(System.Logger.Level.WARNING, "A part of the house did not end", e);
      }
    }
  }
}
