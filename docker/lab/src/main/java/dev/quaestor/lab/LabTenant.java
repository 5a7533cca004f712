package dev.quaestor.lab;

import dev.quaestor.lab.defender.DefenderApi;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.lab.fault.FaultBoard;
import dev.quaestor.lab.graph.GraphApi;
import dev.quaestor.lab.http.RequestCounter;
import dev.quaestor.lab.http.Router;
import dev.quaestor.lab.hunting.HuntingEngine;
import dev.quaestor.lab.json.LabJson;
import dev.quaestor.lab.mime.MimeMail;
import dev.quaestor.lab.tenant.Duplicates;
import dev.quaestor.lab.tenant.Folder;
import dev.quaestor.lab.tenant.PostOffice;
import dev.quaestor.lab.tenant.Tenant;
import dev.quaestor.lab.token.TokenDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A running lab tenant. One port speaks the token endpoint ({@code /{tenant}/oauth2/v2.0/token}),
 * Defender for Endpoint ({@code /api}) and Microsoft Graph ({@code /v1.0}); {@code /lab} shows and
 * controls it. Safe for use by many threads.
 *
 * <p>Connectors are pointed at {@link #baseUri()} for all three base addresses. Everything that
 * happens asynchronously is brought up to date at each look, here or over HTTP.
 */
public final class LabTenant implements AutoCloseable {

  private final LabOptions options;
  private final Tenant tenant = new Tenant(Clock.systemUTC());
  private final FaultBoard faults = new FaultBoard();
  private final RequestCounter counter = new RequestCounter();
  private final TokenDesk tokens;
  private final LabServer server;
  private final HuntingEngine hunting = new HuntingEngine(tenant);
  private volatile Duration delay;

  private LabTenant(LabOptions options) throws IOException {
    this.options = options;
    this.delay = options.delay();
    this.tokens =
        new TokenDesk(
            options.tenantId(),
            options.clientId(),
            options.clientSecret(),
            options.tokenLifetime());
    tokens.withhold(options.withheldRoles());
    Router router = new Router();
    this.server =
        new LabServer(
            new InetSocketAddress(options.host(), options.port()),
            router,
            faults,
            tokens,
            counter,
            tenant,
            () -> delay);
    tokens.routes(router);
    new DefenderApi(tenant, hunting).routes(router);
    new GraphApi(tenant, hunting, options.tenantId()).routes(router);
    new LabControls(this).routes(router);
  }

  /**
   * Starts a tenant with its seed loaded. Throws {@link UncheckedIOException} when the port is
   * taken, {@link IllegalArgumentException} when the seed does not exist.
   */
  public static LabTenant start(LabOptions options) {
    try {
      LabTenant lab = new LabTenant(options);
      lab.reset();
      lab.server.start();
      return lab;
    } catch (IOException unavailable) {
      throw new UncheckedIOException(
          "the lab cannot listen on " + options.host() + ":" + options.port(), unavailable);
    }
  }

  public int port() {
    return server.port();
  }

  /** {@code http://host:port}, without a slash at the end. */
  public URI baseUri() {
    String host = options.host().equals("0.0.0.0") ? "127.0.0.1" : options.host();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  public LabOptions options() {
    return options;
  }

  /** The whole truth, as {@code GET /lab/state} answers it; a snapshot. */
  public ObjectNode state() {
    synchronized (tenant) {
      tenant.settle();
      return new StateView(tenant, faults, counter).render(delay).deepCopy();
    }
  }

  /** One device of {@link #state()} by id or DNS name. */
  public Optional<JsonNode> device(String idOrName) {
    return entry("devices", "id", idOrName).or(() -> entry("devices", "name", idOrName));
  }

  /** One mailbox of {@link #state()}: {@code {address, folders: {inbox: [{…}]}, rules: [{…}]}}. */
  public Optional<JsonNode> mailbox(String address) {
    return entry("mailboxes", "address", address);
  }

  /** One user of {@link #state()} by principal name. */
  public Optional<JsonNode> user(String principalName) {
    return entry("users", "userPrincipalName", principalName);
  }

  /**
   * How many calls the routes covered by a pattern had, refused and cut ones included: {@code
   * requests("POST /api/machines/*}{@code /isolate")}. The pattern names routes, so an id in it
   * must be written as {@code *}.
   */
  public long requests(String pattern) {
    return counter.of(pattern);
  }

  /** Asks for trouble on a route; faults on the same route happen one after the other. */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  public void clearFaults() {
    faults.clear();
  }

  /**
   * Takes a device off the network: its actions wait, and what was running starts again later.
   * False: no such device.
   */
  public boolean offline(String idOrName) {
    synchronized (tenant) {
      tenant.settle();
      var device = tenant.devices().find(idOrName);
      device.ifPresent(tenant::offline);
      return device.isPresent();
    }
  }

  /** Brings a device back; what waited for it runs. False: no such device. */
  public boolean online(String idOrName) {
    synchronized (tenant) {
      tenant.settle();
      var device = tenant.devices().find(idOrName);
      device.ifPresent(tenant::online);
      return device.isPresent();
    }
  }

  /** A process of that number has run on a device since then. False: no such device. */
  public boolean runs(String idOrName, long pid, Instant since) {
    synchronized (tenant) {
      var device = tenant.devices().find(idOrName);
      device.ifPresent(there -> there.runs(pid, since));
      return device.isPresent();
    }
  }

  /** Somebody puts a file at a path of a device. False: no such device. */
  public boolean drop(String idOrName, String path, String sha1, String sha256) {
    synchronized (tenant) {
      var device = tenant.devices().find(idOrName);
      device.ifPresent(there -> there.meetFile(path, sha1, sha256));
      return device.isPresent();
    }
  }

  /**
   * Delivers a raw mail into the inboxes of these addresses, received now, under one network
   * message id.
   */
  public PostOffice.Delivered deliver(byte[] raw, Collection<String> addresses) {
    synchronized (tenant) {
      return tenant
          .mail()
          .deliver(MimeMail.parse(raw), addresses, Folder.INBOX, tenant.clock().instant(), null);
    }
  }

  /** Which of the vendor's two interfaces tells of an alert. */
  public enum AlertsOf {
    DEFENDER("lastUpdateTime"),
    GRAPH("lastUpdateDateTime");

    private final String changed;

    AlertsOf(String changed) {
      this.changed = changed;
    }
  }

  /**
   * Raises an alert, or changes one: it stands as it is given here. It changed now, where it does
   * not say when.
   *
   * @param alert with its {@code id}, in the interface's own shape
   */
  public void raise(AlertsOf where, ObjectNode alert) {
    synchronized (tenant) {
      var raised = alert.deepCopy();
      if (!raised.hasNonNull(where.changed)) {
        raised.put(where.changed, LabJson.defenderTime(tenant.clock().instant()));
      }
      alerts(where).put(LabJson.text(raised, "id"), raised);
    }
  }

  /** An alert as that interface has it now; a snapshot. */
  public Optional<JsonNode> alert(AlertsOf where, String id) {
    synchronized (tenant) {
      return Optional.ofNullable(alerts(where).get(id)).map(JsonNode::deepCopy);
    }
  }

  private Map<String, ObjectNode> alerts(AlertsOf where) {
    return switch (where) {
      case DEFENDER -> tenant.defenderAlerts();
      case GRAPH -> tenant.graphAlerts();
    };
  }

  /** How long every call of a vendor API is held back from now on. */
  public void delay(Duration newDelay) {
    delay = newDelay;
  }

  /** How long machine actions and mail remediations take from now on, those under way included. */
  public void actionDuration(Duration newDuration) {
    synchronized (tenant) {
      tenant.settle();
      tenant.actions().duration(newDuration);
    }
  }

  /** Whether what is in a hidden folder is among a mailbox's messages; the vendor does not say. */
  public void hiddenMailListed(boolean listed) {
    synchronized (tenant) {
      tenant.mail().hiddenListed(listed);
    }
  }

  public void duplicates(Duplicates newDuplicates) {
    synchronized (tenant) {
      tenant.actions().duplicates(newDuplicates);
    }
  }

  /**
   * A machine action that took effect.
   *
   * @param type by its wire name, as {@code Isolate}
   */
  public record Effect(String machineId, String type) {}

  /**
   * Tells of each machine action as it takes effect on its device, which is at the first look after
   * it is due. Called while the tenant is held, so it must be quick and must not ask the tenant.
   * The last listener counts.
   */
  public void onEffect(Consumer<Effect> listener) {
    synchronized (tenant) {
      tenant
          .actions()
          .onEffect(a -> listener.accept(new Effect(a.device().id(), a.type().wireName())));
    }
  }

  /**
   * A call that was answered, and neither cut nor refused.
   *
   * @param uri path and query, as they came
   * @param headers of the request, by lower-case names
   * @param began when all of it was there
   * @param ended when its answer was made, which is before it has gone out
   */
  public record Exchange(
      String method,
      String uri,
      Map<String, String> headers,
      byte[] body,
      int status,
      Instant began,
      Instant ended) {}

  /** Tells of each call as it is answered, from many threads. The last listener counts. */
  public void onExchange(Consumer<Exchange> listener) {
    server.onExchange(listener);
  }

  /** The application permissions that tokens issued from now on do not name. */
  public void withhold(List<String> roles) {
    tokens.withhold(roles);
  }

  /** The lifetime of tokens issued from now on. */
  public void tokenLifetime(Duration newLifetime) {
    tokens.lifetime(newLifetime);
  }

  /** Makes all tokens issued so far invalid: the next call of each connector gets 401. */
  public void revokeTokens() {
    tokens.revokeAll();
  }

  /**
   * Puts a row into a hunting table, by the names of the vendor's columns; its time is now when it
   * says none. Throws {@link dev.quaestor.lab.hunting.QueryException} when there is no such table
   * or column.
   */
  public void record(String table, ObjectNode row) {
    synchronized (tenant) {
      hunting.record(table, row);
    }
  }

  /**
   * Gives a file that nobody has seen yet the reputation of one that the tenant knows.
   *
   * @param knownSha1 of the file that it knows; nothing happens when it does not
   */
  public void knowsAlike(String knownSha1, String sha1, String sha256) {
    synchronized (tenant) {
      var known = tenant.reputations().get(knownSha1);
      if (known != null) {
        tenant.reputations().put(sha1, known.deepCopy().put("sha1", sha1).put("sha256", sha256));
      }
    }
  }

  /** Back to the first state: seed, settings, no faults, counters at zero. Tokens stay valid. */
  public void reset() {
    synchronized (tenant) {
      tenant.clear();
      tenant.actions().duration(options.actionDuration());
      tenant.actions().duplicates(options.duplicates());
      String seed = options.seed();
      if (seed != null) {
        Seed.load(tenant, seed);
      }
    }
    delay = options.delay();
    tokens.lifetime(options.tokenLifetime());
    faults.clear();
    counter.clear();
  }

  /** Stops listening; calls under way are cut. */
  @Override
  public void close() {
    server.close();
  }

  private Optional<JsonNode> entry(String list, String field, String value) {
    for (JsonNode entry : state().path(list)) {
      if (entry.path(field).asString("").equalsIgnoreCase(value)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
