package dev.quaestor.standalone;

import com.google.re2j.Pattern;
import dev.quaestor.start.FailedStart;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.text.Counted;
import dev.quaestor.worker.LinuxHosts;
import dev.quaestor.worker.WorkerCheckUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a house acts on in place of the lab tenant. Of hosts only what a person has written down is
 * believed: their key and machine id are never asked of the network.
 *
 * @param properties of the worker, by full names
 * @param sentence what it is, for people
 */
record Estate(Map<String, Object> properties, String sentence) {
  static final String FORM = "linux=FILE|HOST,mail,accounts,squid,unbound";

  private static final String LINUX = "linux=";
  private static final String KEY_VARIABLE = "QUAESTOR_LINUX_PRIVATE_KEY";
  private static final List<String> NAMED = List.of("mail", "accounts", "squid", "unbound");
  private static final int SSH = 22;
  private static final int HIGHEST_PORT = 65_535;

  private static final Pattern HOST =
      Pattern.compile(
          "(?:([A-Za-z_][A-Za-z0-9_.-]{0,31})@)?([A-Za-z0-9_][A-Za-z0-9_.-]{0,254}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?");

  Estate {
    properties = Map.copyOf(properties);
  }

  /** Something in place of the lab tenant, of which nothing is known yet. */
  static Estate none() {
    return new Estate(Map.of(), "");
  }

  /** A host as somebody names it. */
  private record Named(String user, String address, int port) {
    static Optional<Named> of(String told) {
      var parts = HOST.matcher(told);
      if (!parts.matches()) {
        return Optional.empty();
      }
      var port = parts.group(3) == null ? SSH : Integer.parseInt(parts.group(3));
      var user = parts.group(1) == null ? "root" : parts.group(1);
      var address = parts.group(2);
      var bare = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
      return port < 1 || port > HIGHEST_PORT
          ? Optional.empty()
          : Optional.of(new Named(user, bare, port));
    }

    List<String> entry() {
      return List.of(
          "  - name: NAME      # as alerts call it",
          "    address: \"" + address + "\"",
          "    port: " + port,
          "    user: " + user,
          "    machine-id: …   # on the host itself: cat /etc/machine-id",
          "    host-key: …     # on the host itself: cat /etc/ssh/ssh_host_ed25519_key.pub");
    }
  }

  /**
   * @param told what {@code --estate} names, one kind of back end each
   * @param worker what a worker is told here by its environment and its file
   * @param resolve finds a path as the caller's shell means it
   * @throws CommandFailed saying what is missing
   */
  static Estate of(
      List<String> told,
      Home home,
      Map<String, String> environment,
      Supplier<WorkerCheckUp> worker,
      Function<String, Path> resolve) {
    var properties = new TreeMap<String, Object>();
    var sentences = new ArrayList<String>();
    var named = new LinkedHashSet<String>();
    for (var one : told) {
      var kind = one.startsWith(LINUX) ? "linux" : one;
      if (!NAMED.contains(one) && (!one.startsWith(LINUX) || one.length() == LINUX.length())) {
        throw no(
            "\"%s\" is no estate; it is %s, one or several of them.".formatted(one, FORM),
            "FILE is an inventory of Linux hosts, HOST is USER@ADDRESS:PORT of one that is in"
                + " .quaestor/linux-hosts.yaml.",
            "mail, accounts, squid and unbound are those that quaestor.imap, quaestor.keycloak,"
                + " quaestor.squid and quaestor.unbound tell of.");
      }
      if (!named.add(kind)) {
        throw no(
            "--estate names %s twice.".formatted(kind),
            "Several of one kind take quaestor.connectors, as activities/docs tells.");
      }
    }
    for (var one : told) {
      if (one.startsWith(LINUX)) {
        var hosts = linux(one, home, environment, resolve);
        properties.putAll(hosts.properties());
        sentences.add(hosts.sentence());
      }
    }
    named.remove("linux");
    if (!named.isEmpty()) {
      var settings = worker.get();
      for (var name : named) {
        require(settings, name);
        sentences.add(name);
      }
    }
    return new Estate(properties, String.join(", ", sentences));
  }

  /** What the settings of such a back end begin with after {@code quaestor.}. */
  private static String kind(String name) {
    return switch (name) {
      case "mail" -> "imap";
      case "accounts" -> "keycloak";
      default -> name;
    };
  }

  private static void require(WorkerCheckUp worker, String name) {
    try {
      worker.require(kind(name));
    } catch (RuntimeException wrong) {
      var why =
          String.valueOf(FailedStart.explained(wrong, cause -> Optional.empty()).getMessage());
      throw no(
          "%s cannot be acted on: %s.".formatted(upper(name), stripped(why)),
          "Set it by the environment (%s…) or in quaestor-worker.yml in this folder; docker/README.md says what belongs to it."
              .formatted("QUAESTOR_" + kind(name).toUpperCase(Locale.ROOT) + "_"));
    }
  }

  private static String stripped(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static Estate linux(
      String told, Home home, Map<String, String> environment, Function<String, Path> resolve) {
    var what = told.substring(LINUX.length());
    var file = resolve.apply(what);
    if (Files.isRegularFile(file)) {
      return estate(file, home, environment);
    }
    if (what.indexOf('/') >= 0 || what.endsWith(".yaml") || what.endsWith(".yml")) {
      throw no(
          "There is no inventory %s.".formatted(file),
          "docker/README.md, Linux hosts, says what is in one.");
    }
    var host =
        Named.of(what)
            .orElseThrow(
                () ->
                    no(
                        "\"%s\" is neither a file nor a host.".formatted(what),
                        "A host is ADDRESS, USER@ADDRESS or USER@ADDRESS:PORT; an IPv6 address"
                            + " stands in brackets."));
    return estate(inventoryWith(host, home), home, environment);
  }

  /** The inventory beside the house, which must have the host already. */
  private static Path inventoryWith(Named host, Home home) {
    var file = home.file("linux-hosts.yaml");
    if (Files.isRegularFile(file) && hosts(file).stream().anyMatch(one -> is(one, host))) {
      return file;
    }
    var advice = new ArrayList<String>();
    advice.add(
        "Nothing was asked of it: whoever answers there first would be believed. Write this into "
            + file);
    if (!Files.isRegularFile(file)) {
      advice.add("hosts:");
    }
    advice.addAll(host.entry());
    throw no(
        "%s of %s, port %d, is in no inventory."
            .formatted(host.user(), host.address(), host.port()),
        advice.toArray(String[]::new));
  }

  private static boolean is(LinuxHosts.Host one, Named host) {
    return one.port() == host.port()
        && one.user().equals(host.user())
        && (one.address().equalsIgnoreCase(host.address())
            || one.names().stream().anyMatch(host.address()::equalsIgnoreCase));
  }

  private static List<LinuxHosts.Host> hosts(Path file) {
    try {
      return LinuxHosts.in(file);
    } catch (IllegalArgumentException wrong) {
      throw no(
          upper(String.valueOf(wrong.getMessage())) + ".",
          "docker/README.md, Linux hosts, says what is in one.");
    }
  }

  private static String upper(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static Estate estate(Path file, Home home, Map<String, String> environment) {
    var hosts = hosts(file);
    var properties = new TreeMap<String, Object>();
    properties.put("quaestor.linux.inventory-file", file.toString());
    if (environment.getOrDefault(KEY_VARIABLE, "").isBlank()) {
      var key = home.file("linux-key");
      if (!Files.isRegularFile(key)) {
        throw no(
            "There is no key by which the hosts are entered.",
            "Make one of its own: ssh-keygen -t ed25519 -N '' -C quaestor -f " + key,
            "On each host %s.pub goes into /root/.ssh/authorized_keys, after from=\"ADDRESS OF THIS MACHINE\",restrict,command=\"/bin/sh -s\""
                .formatted(key),
            "Or name another one by the environment variable %s=file:PATH."
                .formatted(KEY_VARIABLE));
      }
      properties.put("quaestor.linux.private-key", "file:" + key);
    }
    return new Estate(
        properties,
        "%s of %s".formatted(Counted.of(hosts.size(), "Linux host", "Linux hosts"), file));
  }

  private static CommandFailed no(String what, String... advice) {
    return CommandFailed.because(CommandFailed.Kind.LOCAL, what, advice);
  }
}
