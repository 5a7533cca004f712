package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.List;
import java.util.Set;

/** An account as its directory knows it: that it is there says neither good nor bad of it. */
final class UserAnalyzer implements Analyzer {
  private static final String SOURCE = "userDirectory";

  /** LocalSystem, LocalService, NetworkService: on every Windows machine, in no directory. */
  private static final Set<String> BUILT_IN = Set.of("S-1-5-18", "S-1-5-19", "S-1-5-20");

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.USER);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (evidence.entity() instanceof UserAccount user
        && user.sid() != null
        && BUILT_IN.contains(user.sid())) {
      return List.of(
          Finding.inconclusive(
              SOURCE,
              "USER_BUILT_IN",
              "The account belongs to the operating system; what it was used for nobody can tell."));
    }
    return List.of(
        switch (context.users().about(evidence.key())) {
          case Lookup.Known<KnownUser> known ->
              Finding.inconclusive(
                  SOURCE,
                  "USER_KNOWN",
                  Boolean.FALSE.equals(known.value().enabled())
                      ? "The account is known and blocked from signing in."
                      : "The account is known; its directory does not tell what it was used for.");
          case Lookup.NotThere<KnownUser> none ->
              Finding.inconclusive(SOURCE, "USER_NOT_KNOWN", "No directory knows this account.");
          case Lookup.CouldNotLook<KnownUser> down ->
              Finding.blind(SOURCE, down.code(), down.sentence());
          case Lookup.NobodyToAsk<KnownUser> nobody ->
              Finding.inconclusive(
                  SOURCE,
                  "NOBODY_KNOWS_USER",
                  "The account has neither an object id nor a principal name by which a "
                      + "configured directory could be asked.");
        });
  }
}
