package dev.quaestor.standalone;

import dev.quaestor.standalone.estate.Accounts;
import dev.quaestor.standalone.estate.ClamAv;
import dev.quaestor.standalone.estate.LinuxHost;
import dev.quaestor.standalone.estate.Mailboxes;
import dev.quaestor.standalone.estate.OpenEstate;
import dev.quaestor.standalone.estate.Part;
import dev.quaestor.standalone.estate.Squid;
import dev.quaestor.standalone.estate.Unbound;
import dev.quaestor.starter.cli.CaseFollower;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.client.QuaestorClient;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.Console;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The demo on back ends that really run here, in place of the lab tenant. */
final class OpenDemo {
  /** squid and unbound are asked again by people's programs only every so often. */
  private static final Duration EFFECT_WITHIN = Duration.ofSeconds(10);

  private static final String PHISH_HOST = "woodgrovebank.example.confirm-account.example";
  private static final String PHISH_URL = "http://" + PHISH_HOST + "/login";

  private final Quaestor root;
  private final Console console;
  private final HouseOptions options;

  OpenDemo(Quaestor root, HouseOptions options) {
    this.root = root;
    this.console = root.console();
    this.options = options;
  }

  /** All of it that runs, which ends in the opposite order. */
  private static final class Running {
    private final OpenEstate estate;
    private @Nullable Standalone house;

    Running(OpenEstate estate) {
      this.estate = estate;
    }

    synchronized void close() {
      if (house != null) {
        house.close();
        house = null;
      }
      try {
        estate.close();
      } catch (IOException broke) {
        throw new IllegalStateException("the estate does not end: " + broke.getMessage(), broke);
      }
    }
  }

  /**
   * @param keycloak the folder of one; null for none
   * @param exit whether the approver is played as well
   * @return the exit code
   */
  int play(Home home, @Nullable Path keycloak, boolean exit)
      throws IOException, InterruptedException {
    var started = System.nanoTime();
    var running = new Running(OpenEstate.in(home.file("estate")));
    // Before anything of it starts: what is half started is ended as well.
    var stop = new Thread(running::close, "shutdown");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      running.estate.start(keycloak, line -> console.progress("{}", line));
      var good = play(running, home, started, exit);
      return good ? 0 : 1;
    } finally {
      running.close();
      Runtime.getRuntime().removeShutdownHook(stop);
    }
  }

  private boolean play(Running running, Home home, long started, boolean exit)
      throws IOException, InterruptedException {
    var estate = running.estate;
    requireAny(estate);
    var sentence = estate.parts().stream().map(OpenDemo::name).collect(Collectors.joining(", "));
    var house = options.start(root, home, null, new Estate(estate.properties(), sentence));
    running.house = house;
    UpCommand.Addresses.print(
        root,
        house.address(),
        started,
        home.file("admin-token"),
        new Estate(estate.properties(), sentence));
    tell(estate);
    var token = Files.readString(home.file("admin-token")).strip();
    var api = new QuaestorClient(URI.create(house.address().api()), () -> token);
    var cases = submit(estate, api);
    var follower = new CaseFollower(api, console);
    follower.follow(cases, CaseFollower.Until.PENDING);
    var pending = new PendingCommands(console, api).print();
    if (!exit) {
      DemoCommand.stayUp(console, house);
      return true;
    }
    var steps = new ApproverSteps(console, api, EFFECT_WITHIN);
    return new OpenApprover(steps, follower, estate, PHISH_URL, PHISH_HOST).play(cases, pending);
  }

  private static String name(Part part) {
    return switch (part) {
      case LinuxHost host -> "a Linux host";
      case Mailboxes mail -> "mailboxes in Dovecot";
      case Squid squid -> "squid";
      case Unbound unbound -> "unbound";
      case ClamAv clamav -> "ClamAV";
      case Accounts accounts -> "accounts in Keycloak";
    };
  }

  private static void requireAny(OpenEstate estate) {
    if (estate.part(LinuxHost.class).isEmpty()
        && estate.part(Mailboxes.class).isEmpty()
        && estate.part(Accounts.class).isEmpty()) {
      var why = new ArrayList<String>();
      estate.left().forEach(left -> why.add(left.what() + ": " + left.why()));
      throw CommandFailed.because(
          CommandFailed.Kind.LOCAL,
          "Nothing can run here that an alert could be about.",
          why.toArray(String[]::new));
    }
  }

  private void tell(OpenEstate estate) {
    console.line("");
    console.line("{}", Console.strong("The estate"));
    estate.parts().forEach(part -> console.line("  {} {}", Console.good("✓"), part.sentence()));
    estate
        .left()
        .forEach(
            left ->
                console.line("  {} without {}: {}", Console.warning("–"), left.what(), left.why()));
  }

  private List<String> submit(OpenEstate estate, QuaestorClient api) throws IOException {
    console.line("");
    console.line("{}", Console.strong("Alerts arrive"));
    var ids = new ArrayList<String>();
    var host = estate.part(LinuxHost.class);
    if (host.isPresent()) {
      var dropper = host.get().drop();
      block(dropper, api);
      ids.add(submitted(api, json(dropperAlert(dropper)), "a dropper runs on " + LinuxHost.NAME));
    }
    var mail = estate.part(Mailboxes.class);
    if (mail.isPresent()) {
      ids.add(submitted(api, mail.get().reported(), "a phishing mail is reported"));
    }
    if (estate.part(Accounts.class).isPresent()) {
      ids.add(submitted(api, json(accountAlert()), Accounts.USER + "'s account was taken over"));
    }
    console.line("");
    return ids;
  }

  private String submitted(QuaestorClient api, byte[] alert, String what) {
    var answer = api.submit(alert, null, null);
    var id = answer.body().path("alerts").path(0).path("investigationId").asString();
    console.line("  {}  {}", id, Console.dim(what));
    return id;
  }

  private static byte[] json(ObjectNode alert) {
    return alert.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The organisation itself blocks that hash: by that the file is malicious, and what runs it. */
  private void block(LinuxHost.Dropper dropper, QuaestorClient api) {
    api.putIndicator(
        QuaestorJson.mapper()
            .createObjectNode()
            .put("type", "FILE_SHA256")
            .put("value", dropper.sha256())
            .put("effect", "BLOCK")
            .put("title", "Dropper of the demo"));
    console.line("  {}", Console.dim("the hash of " + dropper.name() + " is on the block list"));
  }

  private static ObjectNode alert(String id, String title) {
    return QuaestorJson.mapper()
        .createObjectNode()
        .put("quaestor", "alert/v1")
        .put("id", id)
        .put("title", title)
        .put("severity", "HIGH")
        .put("detectionSource", "demo");
  }

  private static ObjectNode dropperAlert(LinuxHost.Dropper dropper) {
    var alert =
        alert("open-dropper", "A dropper runs in a downloads folder").put("category", "Malware");
    var entities = alert.putArray("entities");
    entities
        .addObject()
        .put("type", "device")
        .put("deviceId", LinuxHost.MACHINE_ID)
        .put("name", LinuxHost.NAME)
        .putArray("roles")
        .add("ATTACKED");
    file(entities.addObject(), dropper).put("type", "file").put("deviceId", LinuxHost.MACHINE_ID);
    var process =
        entities
            .addObject()
            .put("type", "process")
            .put("deviceId", LinuxHost.MACHINE_ID)
            .put("processId", dropper.number())
            .put("startedAt", dropper.startedAt().toString())
            .put("commandLine", dropper.folder() + "/" + dropper.name() + " 86400");
    file(process.putObject("image"), dropper).put("deviceId", LinuxHost.MACHINE_ID);
    return alert;
  }

  private static ObjectNode file(ObjectNode into, LinuxHost.Dropper dropper) {
    return into.put("name", dropper.name())
        .put("directory", dropper.folder())
        .put("sha256", dropper.sha256());
  }

  private static ObjectNode accountAlert() {
    var alert =
        alert("open-account", "An account signs in from two continents")
            .put("category", "CredentialAccess");
    alert
        .putArray("entities")
        .addObject()
        .put("type", "user")
        .put("userPrincipalName", Accounts.USER + "@" + Mailboxes.DOMAIN)
        .put("verdict", "MALICIOUS")
        .putArray("roles")
        .add("COMPROMISED");
    return alert;
  }
}
