package dev.quaestor.connector.imap;

import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.MailForwarding;
import dev.quaestor.connector.capability.MailboxRules;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.imap.SieveSession.Order;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.Mailbox;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.text.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The Sieve script that a mailbox runs, as one rule named by the script. It is never changed: a
 * copy without its redirects to the outside is put beside it and run in its stead, under a name
 * made of its contents. So the user's script is its own before-image, and an undo is to run it
 * again.
 */
final class SieveRules implements MailboxRules, MailForwarding {
  private static final String OURS = "quaestor-";

  /** What servers and clients call the folders for junk and for what is deleted. */
  private static final Set<String> DELETED =
      Set.of("trash", "junk", "spam", "deleted items", "deleted messages");

  private static final int MOST_INCLUDED = 20;
  private static final int MOST_WORDS = 100;

  private final ImapSettings settings;
  private final Mailboxes mailboxes;
  private final Function<MailboxRule, List<String>> outside;

  /**
   * @param outside of a rule's recipients, those that are not known to be inside
   */
  SieveRules(
      ImapSettings settings, Mailboxes mailboxes, Function<MailboxRule, List<String>> outside) {
    this.settings = settings;
    this.mailboxes = mailboxes;
    this.outside = outside;
  }

  private <T> T in(String mailbox, Function<SieveSession, T> work) {
    return mailboxes.inScripts(mailbox, work);
  }

  /**
   * A script with those that it includes.
   *
   * @param parts by name, the script itself first
   */
  private record Program(String name, Map<String, SieveScript> parts) {
    SieveScript itself() {
      return parts.values().iterator().next();
    }

    List<String> redirects() {
      return parts.values().stream().flatMap(p -> p.redirects().stream()).distinct().toList();
    }
  }

  private Program program(SieveSession session, String mailbox, String name, String text) {
    var parts = new LinkedHashMap<String, SieveScript>();
    var itself = parsed(mailbox, name, text);
    parts.put(name, itself);
    var open = new ArrayList<>(itself.includes());
    while (!open.isEmpty()) {
      var next = open.removeFirst();
      if (parts.containsKey(next)) {
        continue;
      }
      if (parts.size() > MOST_INCLUDED) {
        throw ConnectorException.tooLarge(
            "the Sieve script of %s includes too many others".formatted(mailbox));
      }
      var script = session.script(next);
      if (script.isPresent()) {
        var part = parsed(mailbox, next, script.get());
        parts.put(next, part);
        open.addAll(part.includes());
      }
    }
    return new Program(name, parts);
  }

  private static SieveScript parsed(String mailbox, String name, String text) {
    return SieveScript.of(text)
        .orElseThrow(
            () ->
                new ConnectorException(
                    Kind.MALFORMED_ANSWER,
                    "the Sieve script \"%s\" of %s cannot be read"
                        .formatted(dev.quaestor.text.Unseen.replaced(name, " "), mailbox)));
  }

  @Override
  public Map<EntityKey, List<KnownRule>> rules(List<Mailbox> wanted) {
    var claimed = wanted.stream().filter(m -> mailboxes.claims(m.address())).toList();
    var rules = new LinkedHashMap<EntityKey, List<KnownRule>>();
    try (var calls = new ParallelCalls(new Semaphore(settings.connections()))) {
      var running = claimed.stream().map(m -> calls.submit(() -> rules(m.address()))).toList();
      for (int n = 0; n < claimed.size(); n++) {
        rules.put(claimed.get(n).key(), ParallelCalls.result(running.get(n)));
      }
    }
    return rules;
  }

  private List<KnownRule> rules(String mailbox) {
    return in(
        mailbox,
        session -> {
          var active = session.list().active();
          var text = active.flatMap(session::script);
          if (active.isEmpty() || text.isEmpty()) {
            return List.of();
          }
          var program = program(session, mailbox, active.get(), text.get());
          var rule =
              new MailboxRule(mailbox, active.get(), active.get(), true, program.redirects());
          return List.of(
              new KnownRule(
                  rule, fate(program), marksRead(program), breadth(program), words(program)));
        });
  }

  private Fate fate(Program program) {
    var worst = Fate.STAYS;
    for (var script : program.parts().values()) {
      for (var command : script.all().toList()) {
        var fate = fate(command);
        worst = fate.compareTo(worst) > 0 && fate != Fate.UNKNOWN ? fate : worst;
      }
    }
    return worst;
  }

  private Fate fate(SieveScript.Command command) {
    if (command.is("discard")) {
      return Fate.DESTROYED;
    }
    if (!command.is("fileinto") || command.strings().isEmpty()) {
      return Fate.STAYS;
    }
    var folder = command.strings().getLast().value().toLowerCase(Locale.ROOT);
    var deleted =
        Stream.concat(
            DELETED.stream(),
            Stream.of(settings.folders().deleted(), settings.folders().junk())
                .map(name -> name.toLowerCase(Locale.ROOT)));
    return deleted.anyMatch(folder::equals) ? Fate.DELETED : Fate.FILED;
  }

  private static boolean marksRead(Program program) {
    return program.parts().values().stream()
        .flatMap(SieveScript::all)
        .anyMatch(c -> c.strings().stream().anyMatch(s -> s.value().equalsIgnoreCase("\\Seen")));
  }

  /** Whether something is done to mail without asking about it first. */
  private static Breadth breadth(Program program) {
    return program.itself().commands().stream()
            .anyMatch(c -> c.is("redirect") || c.is("discard") || c.is("fileinto"))
        ? Breadth.EVERYTHING
        : Breadth.SOME;
  }

  private static List<String> words(Program program) {
    return program.parts().values().stream()
        .flatMap(SieveScript::all)
        .filter(command -> command.is("if") || command.is("elsif"))
        .filter(
            command ->
                command.tests().stream().anyMatch(t -> t.equals("header") || t.equals("body")))
        .flatMap(command -> command.strings().stream().map(SieveScript.Quoted::value))
        .filter(value -> !value.isBlank() && !value.equalsIgnoreCase("subject"))
        .limit(MOST_WORDS)
        .toList();
  }

  @Override
  public boolean knows(MailboxRule rule) {
    return mailboxes.claims(rule.mailbox()) && !rule.ruleId().isBlank();
  }

  /**
   * What a mailbox has.
   *
   * @param own the user's script that the rule is; what is run instead is ours
   * @param run what is run in its stead or by its name; null where neither is
   */
  private record State(
      SieveSession.Listed listed, Program own, @Nullable Program run, Copies copies) {}

  /**
   * The copies without what goes outside.
   *
   * @param scripts by name, the one to be run last; empty where nothing goes outside
   */
  private record Copies(Map<String, String> scripts) {
    Optional<String> main() {
      return scripts.keySet().stream().reduce((one, other) -> other);
    }
  }

  private Optional<State> state(SieveSession session, MailboxRule rule) {
    var listed = session.list();
    var text = listed.has(rule.ruleId()) ? session.script(rule.ruleId()) : Optional.<String>empty();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var own = program(session, rule.mailbox(), rule.ruleId(), text.get());
    var copies = copies(rule, own);
    var active = listed.active().orElse("");
    if (active.equals(rule.ruleId())) {
      return Optional.of(new State(listed, own, own, copies));
    }
    var run =
        copies.main().filter(active::equals).isPresent()
            ? session
                .script(active)
                .map(script -> program(session, rule.mailbox(), active, script))
                .orElse(null)
            : null;
    return Optional.of(new State(listed, own, run, copies));
  }

  private List<String> beyond(MailboxRule rule, List<String> redirects) {
    return outside.apply(
        new MailboxRule(rule.mailbox(), rule.ruleId(), rule.name(), true, redirects));
  }

  /** Included ones first, so that each knows the name of what it includes. */
  private Copies copies(MailboxRule rule, Program program) {
    var out = new HashSet<>(beyond(rule, program.redirects()));
    var scripts = new LinkedHashMap<String, String>();
    if (!out.isEmpty()) {
      var names = new LinkedHashMap<String, String>();
      copy(program, program.name(), out, names, scripts, new LinkedHashSet<>());
    }
    return new Copies(scripts);
  }

  private static String copy(
      Program program,
      String name,
      Set<String> out,
      Map<String, String> names,
      Map<String, String> scripts,
      Set<String> under) {
    var script = program.parts().get(name);
    if (script == null || !under.add(name)) {
      // Included in a circle, or not there: no server runs it.
      return name;
    }
    var known = names.get(name);
    if (known != null) {
      under.remove(name);
      return known;
    }
    var text =
        script.without(out::contains, other -> copy(program, other, out, names, scripts, under));
    under.remove(name);
    if (text.equals(script.text())) {
      names.put(name, name);
      return name;
    }
    var copy = OURS + Sha256.of(name + "\n" + text).substring(0, 24);
    names.put(name, copy);
    scripts.put(copy, text);
    return copy;
  }

  @Override
  public Optional<Receipt.Rule> image(MailboxRule rule) {
    return in(rule.mailbox(), session -> state(session, rule))
        .map(
            state ->
                new Receipt.Rule(
                    rule.mailbox(),
                    rule.ruleId(),
                    state.run() != null && !beyond(rule, state.run().redirects()).isEmpty(),
                    image(state)));
  }

  private static String image(State state) {
    return BackEndJson.object()
        .put("script", state.own().name())
        .put("text", state.own().itself().text())
        .put("run", state.listed().active().orElse(""))
        .put("runText", state.run() == null ? "" : state.run().itself().text())
        .toString();
  }

  @Override
  public boolean forwards(MailboxRule rule) {
    return in(rule.mailbox(), session -> state(session, rule))
        .map(State::run)
        .filter(run -> !run.redirects().isEmpty())
        .isPresent();
  }

  @Override
  public Progress turnOff(MailboxRule rule, Mandate mandate) {
    return in(
        rule.mailbox(),
        session -> {
          var found = state(session, rule);
          if (found.isEmpty() || found.get().run() == null) {
            return new Progress.Already("the mailbox does not run this script");
          }
          var state = found.get();
          var main = state.copies().main();
          if (main.isEmpty() || !rule.ruleId().equals(state.listed().active().orElse(""))) {
            return new Progress.Already("the script sends nothing outside");
          }
          var orders = new ArrayList<Order>();
          state.copies().scripts().forEach((name, text) -> orders.add(Order.put(name, text)));
          orders.add(Order.activate(main.get()));
          acted(session, orders);
          var now = ConnectorException.sinceActing(session::list);
          return now.active().equals(main)
              ? new Progress.Done(
                  "the script runs without what it sent outside; the user's own is kept")
              : new Progress.Unseen("the script was accepted, but it is not the one that runs");
        });
  }

  private static void acted(SieveSession session, List<Order> orders) {
    List<SieveSession.Reply> replies;
    try {
      replies = session.runAll(orders);
    } catch (ConnectorException lost) {
      throw lost.afterActing();
    }
    for (var reply : replies) {
      if (!reply.isOk()) {
        throw SieveSession.refused("change of scripts", reply);
      }
    }
  }

  @Override
  public Optional<String> changedSince(MailboxRule rule, Receipt.Rule left) {
    if (left.after() == null) {
      return Optional.empty();
    }
    var now = image(rule);
    if (now.isEmpty()) {
      return Optional.of("someone has deleted the script since");
    }
    var image = now.get().before();
    return image.equals(left.after()) || image.equals(left.before())
        ? Optional.empty()
        : Optional.of("someone has changed the mailbox's scripts since");
  }

  @Override
  public Progress restore(MailboxRule rule, String before, Mandate mandate) {
    var image = parse(before);
    var name = BackEndJson.textOr(image, "script", "");
    var text = BackEndJson.textOr(image, "text", "");
    if (name.isEmpty() || SieveScript.of(text).isEmpty()) {
      throw new ConnectorException(Kind.REJECTED, "the recorded script is none");
    }
    return in(
        rule.mailbox(),
        session -> {
          var listed = session.list();
          var there = listed.has(name) ? session.script(name) : Optional.<String>empty();
          if (there.isPresent() && !there.get().equals(text)) {
            return new Progress.Failed(
                "CHANGED_SINCE", "someone has changed the script since; it was left");
          }
          if (there.isPresent() && listed.active().equals(Optional.of(name))) {
            return new Progress.Already("the script is run as it was");
          }
          var orders = new ArrayList<Order>();
          if (there.isEmpty()) {
            orders.add(Order.put(name, text));
          }
          orders.add(Order.activate(name));
          copies(rule, program(session, rule.mailbox(), name, text)).scripts().keySet().stream()
              .filter(listed::has)
              .forEach(copy -> orders.add(Order.delete(copy)));
          acted(session, orders);
          var now = ConnectorException.sinceActing(session::list);
          return now.active().equals(Optional.of(name))
              ? new Progress.Done("the script is run as it was")
              : new Progress.Unseen("the script was accepted, but it is not the one that runs");
        });
  }

  private static JsonNode parse(String image) {
    try {
      return BackEndJson.parse(image);
    } catch (JacksonException notJson) {
      throw new ConnectorException(
          Kind.REJECTED, "the recorded script is none", null, null, notJson);
    }
  }
}
