package dev.quaestor.standalone;

import dev.quaestor.standalone.estate.Accounts;
import dev.quaestor.standalone.estate.ClamAv;
import dev.quaestor.standalone.estate.LinuxHost;
import dev.quaestor.standalone.estate.Mailboxes;
import dev.quaestor.standalone.estate.OpenEstate;
import dev.quaestor.standalone.estate.Squid;
import dev.quaestor.standalone.estate.Unbound;
import dev.quaestor.starter.cli.CaseFollower;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Plays the approver on the open estate: approves what waits, reads at each back end whether it
 * happened, takes all of it back, and reads again. The back ends are asked as their own users and
 * administrators would, never the engine.
 */
final class OpenApprover {
  private final ApproverSteps steps;
  private final CaseFollower follower;
  private final OpenEstate estate;
  private final String url;
  private final String host;

  OpenApprover(
      ApproverSteps steps, CaseFollower follower, OpenEstate estate, String url, String host) {
    this.steps = steps;
    this.follower = follower;
    this.estate = estate;
    this.url = url;
    this.host = host;
  }

  /** Whether all of it came out. */
  boolean play(List<String> cases, List<JsonNode> pending) {
    steps.heading("Before anybody decided");
    steps.check("something is waiting for a person", () -> !pending.isEmpty());
    estate.part(LinuxHost.class).ifPresent(this::undecided);
    estate.part(Mailboxes.class).ifPresent(mail -> inPlace(mail, pending));
    estate.part(Accounts.class).ifPresent(this::signedIn);

    if (estate.part(ClamAv.class).isPresent() && estate.part(Mailboxes.class).isPresent()) {
      steps.check("ClamAV's signature is among what was found", () -> isFoundByClamAv(pending));
    }

    steps.heading("The approver approves everything that is pending");
    steps.approve(pending);
    follower.follow(cases, CaseFollower.Until.ENDED);

    steps.heading("At the back ends");
    estate.part(LinuxHost.class).ifPresent(this::contained);
    estate.part(Mailboxes.class).ifPresent(mail -> removed(mail, pending));
    estate.part(Accounts.class).ifPresent(this::disabled);

    steps.heading("The approver undoes what was approved");
    steps.undo(pending, action -> action.path("pending").path("undo").path("possible").asBoolean());
    estate.part(LinuxHost.class).ifPresent(this::released);
    estate.part(Mailboxes.class).ifPresent(mail -> inPlace(mail, pending));
    estate
        .part(Accounts.class)
        .ifPresent(accounts -> steps.check("the account is enabled again", accounts::isEnabled));
    return steps.end();
  }

  private static boolean isFoundByClamAv(List<JsonNode> pending) {
    return pending.stream()
        .flatMap(action -> action.path("pending").path("reasons").valueStream())
        .anyMatch(reason -> reason.path("sentence").asString().contains("Quaestor.Demo.Phish"));
  }

  private void undecided(LinuxHost linux) {
    steps.check("the dropper runs no longer", () -> !linux.dropperRuns());
    // No back end of this estate can tell whether a program is a widespread one.
    steps.check("its file still lies there", linux::dropperLiesThere);
    steps.check("the host is still on the network", linux::reachesTheInternet);
  }

  private void contained(LinuxHost linux) {
    steps.check("the file is in quarantine", () -> !linux.dropperLiesThere());
    steps.check("the host's nftables hold the isolation", linux::hasTableOfTheEngine);
    steps.check("it reaches the internet no longer", () -> !linux.reachesTheInternet());
  }

  private void released(LinuxHost linux) {
    steps.check("the host is back on the network", linux::reachesTheInternet);
    steps.check("nothing of the isolation is left", () -> !linux.hasTableOfTheEngine());
    steps.check("the file is back where it was", linux::dropperLiesThere);
  }

  private void inPlace(Mailboxes mail, List<JsonNode> pending) {
    steps.check(
        "the phishing mail lies in the inbox of each mailbox",
        () -> mail.phishInInboxes() == mail.count() && mail.phishRecoverable() == 0);
    steps.check("so does the honest mail", () -> mail.honestInInboxes() == mail.count());
    if (blocks(pending, "squid")) {
      estate
          .part(Squid.class)
          .ifPresent(
              squid -> steps.check("squid lets its link through", () -> squid.letsThrough(url)));
    }
    if (blocks(pending, "unbound")) {
      estate
          .part(Unbound.class)
          .ifPresent(
              unbound ->
                  steps.check("unbound resolves the link's host", () -> unbound.resolves(host)));
    }
  }

  private void removed(Mailboxes mail, List<JsonNode> pending) {
    steps.check(
        "the phishing mail is in no inbox, and can be recovered in each mailbox",
        () -> mail.phishInInboxes() == 0 && mail.phishRecoverable() == mail.count());
    steps.check("the honest mail was not touched", () -> mail.honestInInboxes() == mail.count());
    if (estate.part(Squid.class).isPresent() || estate.part(Unbound.class).isPresent()) {
      steps.check(
          "a block of its link was approved",
          () -> blocks(pending, "squid") || blocks(pending, "unbound"));
    }
    if (blocks(pending, "squid")) {
      estate
          .part(Squid.class)
          .ifPresent(squid -> steps.check("squid refuses its link", () -> squid.refuses(url)));
    }
    if (blocks(pending, "unbound")) {
      estate
          .part(Unbound.class)
          .ifPresent(
              unbound ->
                  steps.check("unbound refuses the link's host", () -> unbound.refuses(host)));
    }
  }

  /** Whether a block by that connector is among them, or asked about with one. */
  private static boolean blocks(List<JsonNode> actions, String connector) {
    return actions.stream()
        .anyMatch(
            a ->
                a.path("type").asString().equals("BLOCK_URL")
                    && (a.path("connector").asString().equals(connector)
                        || a.path("together")
                            .valueStream()
                            .anyMatch(other -> other.asString().equals(connector))));
  }

  private void signedIn(Accounts accounts) {
    steps.check("the account is enabled and signed in", () -> accounts.sessions() > 0);
  }

  private void disabled(Accounts accounts) {
    steps.check("the account is disabled", () -> !accounts.isEnabled());
    steps.check("it has no session left", () -> accounts.sessions() == 0);
    steps.check("nobody can renew one", () -> !accounts.renews());
  }
}
