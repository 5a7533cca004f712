package dev.quaestor.connector.graph;

import static dev.quaestor.action.ActionType.*;

import dev.quaestor.action.ActionType;
import dev.quaestor.connector.Access;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.Right;
import dev.quaestor.connector.capability.CredentialCheck;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.Request;
import java.util.List;

/**
 * What of Graph's application permissions is needed for what, as the reference of each call names
 * them; of several that it names, any.
 */
final class GraphCredential implements CredentialCheck {
  private static final String PAGES = "Microsoft Graph v1.0, ";

  /** No directory has it. */
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private final BackEndClient api;
  private final List<Right> needed;

  /**
   * @param analyzedEmails whether mail is moved by Defender for Office rather than one by one
   */
  GraphCredential(BackEndClient api, boolean analyzedEmails) {
    this.api = api;
    this.needed = needed(analyzedEmails);
  }

  private static List<Right> needed(boolean analyzedEmails) {
    return List.of(
        Right.toLook(PAGES + "Run hunting query", "ThreatHunting.Read.All"),
        Right.toLook(
            PAGES + "Get user",
            "User.Read.All",
            "User.ReadWrite.All",
            "Directory.Read.All",
            "Directory.ReadWrite.All"),
        Right.toLook(PAGES + "Get message", "Mail.Read", "Mail.ReadWrite"),
        Right.toLook(
            PAGES + "List message rules", "MailboxSettings.Read", "MailboxSettings.ReadWrite"),
        needed(
            analyzedEmails ? "Remediate analyzed emails" : "Move message",
            List.of(analyzedEmails ? "SecurityAnalyzedMessage.ReadWrite.All" : "Mail.ReadWrite"),
            SOFT_DELETE_EMAIL,
            HARD_DELETE_EMAIL,
            MOVE_EMAIL_TO_JUNK,
            MOVE_EMAIL_TO_DELETED_ITEMS,
            MOVE_EMAIL_TO_INBOX),
        needed(
            "Create a folder, move message",
            List.of("Mail.ReadWrite"),
            QUARANTINE_EMAIL,
            QUARANTINE_ATTACHMENT,
            RESTORE_EMAIL),
        needed(
            "Update message rule",
            List.of("MailboxSettings.ReadWrite"),
            TURN_OFF_EXTERNAL_FORWARDING,
            RESTORE_FORWARDING),
        needed(
            "Update user (accountEnabled)",
            List.of(
                "User.EnableDisableAccount.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
            DISABLE_USER,
            ENABLE_USER),
        needed(
            "Revoke sign-in sessions",
            List.of("User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
            REVOKE_SESSIONS),
        needed(
            "Confirm and dismiss risky users",
            List.of("IdentityRiskyUser.ReadWrite.All"),
            CONFIRM_USER_COMPROMISED,
            DISMISS_USER_RISK),
        needed(
            "Invoke action on an identity account",
            List.of("SecurityIdentitiesActions.ReadWrite.All"),
            FORCE_PASSWORD_RESET));
  }

  private static Right needed(String page, List<String> anyOf, ActionType... actions) {
    return new Right(anyOf, List.of(actions), PAGES + page);
  }

  @Override
  public Remedies remedies() {
    return api.remedies();
  }

  @Override
  public String sentence() {
    return api.sentence();
  }

  @Override
  public Access access() {
    var credential = api.credential();
    var access = new Access(credential.roles(), needed, credential.ahead());
    if (credential.roles().isEmpty() || access.missing(List.of()).isEmpty()) {
      // A token that is issued may still be meant for another API. That nobody is there is an
      // answer.
      BackEndClient.ifThere(
          () -> api.call(Request.get("/v1.0/users/{user}", NOBODY).query("$select", "id")));
    }
    return access;
  }
}
