package dev.quaestor.start.roll;

import static java.util.stream.Collectors.joining;

import dev.quaestor.start.check.CheckResult;
import dev.quaestor.text.Counted;
import dev.quaestor.wire.PayloadEncryption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a starter needs of the workers.
 *
 * @param key the fingerprint of its signing key
 * @param publicKey where the public half of that is
 * @param vault which vault it has; empty where it has none
 * @param encryption its keys, as {@link PayloadEncryption#fingerprints} has them
 */
public record Expected(String key, String publicKey, String vault, List<String> encryption) {
  public Expected {
    encryption = List.copyOf(encryption);
  }

  /** Of whom it is said who does not believe the key. */
  public List<Presence> strangers(List<Presence> workers) {
    return workers.stream().filter(worker -> !worker.believes(key)).toList();
  }

  /** What to do about those. */
  public String remedy() {
    return "Name %s (or a copy of it) in quaestor.trust.starter-keys of every worker, or give this"
            .formatted(publicKey)
        + " starter the signing key of the others (quaestor.access.signing-key-file).";
  }

  /** All that can be told of the workers that there are. */
  public List<CheckResult> of(List<Presence> workers) {
    if (workers.isEmpty()) {
      return List.of(
          CheckResult.unknown(
              "signing-key", "No worker runs that could say whether it knows this starter's key."));
    }
    var results = new ArrayList<CheckResult>();
    results.add(signingKey(workers));
    if (!vault.isEmpty()) {
      results.add(
          differing(
              "shared-vault",
              workers,
              worker -> !worker.vault().isEmpty() && !worker.vault().equals(vault),
              "another vault than this starter: what is large in a history is not found",
              "the vault of this starter",
              "Set quaestor.vault.directory to one folder that all of them share."));
    }
    results.add(
        differing(
            "shared-encryption",
            workers,
            worker ->
                !worker.encryption().isEmpty()
                    && !(canRead(encryption, worker.encryption())
                        && canRead(worker.encryption(), encryption)),
            "other encryption keys than this starter: what one of them encrypts, the other cannot read",
            "the encryption keys that this starter needs",
            "Give all of them the same quaestor.encryption.keys."));
    results.addAll(backEnds(workers));
    return results;
  }

  private CheckResult signingKey(List<Presence> workers) {
    var strangers = strangers(workers);
    if (strangers.isEmpty()) {
      return CheckResult.ok(
          "signing-key",
          "%s this starter's key %s."
              .formatted(Counted.of(workers.size(), "worker believes", "workers believe"), key));
    }
    return CheckResult.fail(
        "signing-key",
        "%s %s not believe this starter's key %s, and %s what is decided and ordered here: %s."
            .formatted(
                Counted.of(strangers.size(), workers.size(), "worker", "workers"),
                Counted.verb(strangers.size(), "does", "do"),
                key,
                Counted.verb(strangers.size(), "refuses", "refuse"),
                names(strangers)),
        remedy());
  }

  private static CheckResult differing(
      String name,
      List<Presence> workers,
      Predicate<Presence> differs,
      String otherwise,
      String well,
      String remedy) {
    var others = workers.stream().filter(differs).toList();
    return others.isEmpty()
        ? CheckResult.ok(
            name,
            "%s %s.".formatted(Counted.of(workers.size(), "worker has", "workers have"), well))
        : CheckResult.fail(
            name,
            "%s %s %s: %s."
                .formatted(
                    Counted.of(others.size(), workers.size(), "worker", "workers"),
                    Counted.verb(others.size(), "has", "have"),
                    otherwise,
                    names(others)),
            remedy);
  }

  /** Whether who has these keys can read what one with those writes. */
  private static boolean canRead(List<String> keys, List<String> writers) {
    return writers.isEmpty()
        || writers.getFirst().equals(PayloadEncryption.NOTHING)
        || keys.contains(writers.getFirst());
  }

  private static List<CheckResult> backEnds(List<Presence> workers) {
    var names = new TreeSet<String>();
    workers.forEach(worker -> names.addAll(worker.backEnds().keySet()));
    return names.stream().map(name -> backEnd(name, workers)).toList();
  }

  /** The worst of what is said: whichever worker is refused may be the next that acts. */
  private static CheckResult backEnd(String name, List<Presence> workers) {
    var check = "connector:" + name;
    var refused = saying(workers, name, BackEndState.REFUSED);
    if (!refused.isEmpty()) {
      return CheckResult.fail(
          check,
          "%s refuses the credential of %s.".formatted(name, names(refused)),
          "The worker's log and ./quaestor doctor say what to set.");
    }
    var lacking = saying(workers, name, BackEndState.LACKING);
    if (!lacking.isEmpty()) {
      return CheckResult.warn(
          check,
          "The credential of %s lacks rights at %s.".formatted(names(lacking), name),
          "The worker's log and ./quaestor doctor name them.");
    }
    var away = saying(workers, name, BackEndState.AWAY);
    if (!away.isEmpty()) {
      return CheckResult.warn(
          check,
          "%s could not be asked by %s.".formatted(name, names(away)),
          "Cases that need it wait for it.");
    }
    return saying(workers, name, BackEndState.WELL).isEmpty()
        ? CheckResult.unknown(check, "No worker has asked " + name + " yet.")
        : CheckResult.ok(check, name + " takes the workers' credential.");
  }

  private static List<Presence> saying(List<Presence> workers, String name, BackEndState state) {
    return workers.stream().filter(worker -> worker.backEnds().get(name) == state).toList();
  }

  /** A list of hundreds helps nobody. */
  private static String names(List<Presence> workers) {
    var some = workers.stream().limit(5).map(Presence::process).collect(joining(", "));
    return workers.size() <= 5 ? some : some + " and " + (workers.size() - 5) + " more";
  }
}
