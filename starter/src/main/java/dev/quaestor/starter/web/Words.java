package dev.quaestor.starter.web;

import com.google.re2j.Pattern;
import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.view.ActionView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** What people read in place of the wire's words. Each word is said in one way on every page. */
final class Words {
  private static final ResourceBundle ACTIONS =
      ResourceBundle.getBundle("dev.quaestor.starter.web.actions", Locale.ROOT);

  private static final Pattern VENDOR_ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-");

  private Words() {}

  static Tag verdict(Verdict verdict) {
    return switch (verdict) {
      case MALICIOUS -> Tag.bad("Malicious");
      case SUSPICIOUS -> Tag.warn("Suspicious");
      case NO_THREATS_FOUND -> Tag.good("No threats found");
      case UNKNOWN -> Tag.unknown("Unknown");
    };
  }

  static Tag state(InvestigationStatus state) {
    return switch (state) {
      case QUEUED -> Tag.plain("Queued");
      case RUNNING -> Tag.info("Running");
      case PENDING_APPROVAL -> Tag.info("Waits for a decision");
      case PENDING_RESOURCE -> Tag.warn("Waits for a device or service");
      case REMEDIATED -> Tag.good("Remediated");
      case PARTIALLY_REMEDIATED -> Tag.warn("Partly remediated");
      case NO_THREATS_FOUND -> Tag.good("No threats found");
      case PARTIALLY_INVESTIGATED -> Tag.warn("Partly investigated");
      case FAILED -> Tag.bad("Failed");
      case TERMINATED_BY_USER -> Tag.plain("Stopped by a person");
      case TERMINATED_BY_SYSTEM -> Tag.warn("Stopped by the system");
      case UNSUPPORTED_ALERT_TYPE -> Tag.unknown("Alert of an unknown kind");
      case SUPPRESSED -> Tag.plain("Not looked into");
    };
  }

  static String severity(Severity severity) {
    return switch (severity) {
      case HIGH -> "High";
      case MEDIUM -> "Medium";
      case LOW -> "Low";
      case INFORMATIONAL -> "Informational";
    };
  }

  /** What was decided, without by whom. */
  static String decision(DecisionStatus decision) {
    return switch (decision) {
      case NOT_NEEDED -> "Automatic";
      case PENDING -> "Waits";
      case APPROVED -> "Approved";
      case REJECTED -> "Rejected";
      case EXPIRED -> "Expired";
      case SUPERSEDED -> "Set aside";
    };
  }

  /** What became of it: the undo where there was one, else the execution. */
  static Tag result(ActionView action) {
    return switch (action.undo()) {
      case UNDONE -> Tag.info("Undone");
      case RUNNING -> Tag.info("Being undone");
      case FAILED -> Tag.bad("Not undone");
      case HELD_BY_OTHERS -> Tag.warn("Held by others");
      case CHANGED_SINCE -> Tag.warn("Changed since");
      case NOT_UNDOABLE, NOT_YET, AVAILABLE -> execution(action.execution(), action.decision());
    };
  }

  static Tag execution(Execution execution, DecisionStatus decision) {
    return switch (execution) {
      case NOT_STARTED ->
          switch (decision) {
            case NOT_NEEDED, APPROVED -> Tag.info("About to run");
            case PENDING -> Tag.info("Waits");
            case REJECTED, EXPIRED, SUPERSEDED -> Tag.plain("Not run");
          };
      case RUNNING -> Tag.info("Running");
      case WAITING_FOR_RESOURCE -> Tag.warn("Waits for the device or service");
      case SUCCEEDED -> Tag.good("Done");
      case ALREADY_IN_STATE -> Tag.good("Already so");
      case PARTIALLY_SUCCEEDED -> Tag.warn("Partly done");
      case FAILED -> Tag.bad("Failed");
      case UNSUPPORTED -> Tag.unknown("Not possible");
      case UNKNOWN -> Tag.warn("Not known");
      case HELD_BY_OTHERS -> Tag.warn("Held by others");
      case CHANGED_SINCE -> Tag.warn("Changed since");
    };
  }

  static Tag remediation(RemediationStatus status) {
    return switch (status) {
      case NONE -> Tag.plain("");
      case PENDING_APPROVAL -> Tag.info("Waits");
      case RUNNING -> Tag.info("Running");
      case REMEDIATED -> Tag.good("Remediated");
      case PARTIALLY_REMEDIATED -> Tag.warn("Partly");
      case DECLINED -> Tag.plain("Declined");
      case UNREMEDIATED -> Tag.bad("Not remediated");
    };
  }

  static String source(ActionSource source) {
    return switch (source) {
      case AUTOMATED_DEVICE_ACTION -> "Investigation, device";
      case AUTOMATED_EMAIL_ACTION -> "Investigation, email";
      case MANUAL_DEVICE_ACTION -> "By hand, device";
      case MANUAL_EMAIL_ACTION -> "By hand, email";
      case ADVANCED_HUNTING_ACTION -> "Hunting";
      case EXPLORER_ACTION -> "Mail search";
      case MANUAL_LIVE_RESPONSE_ACTION -> "Live response";
      case LIVE_RESPONSE_ACTION_API -> "Live response, API";
    };
  }

  static String area(Area area) {
    return switch (area) {
      case DEVICE -> "device";
      case EMAIL -> "email";
      case IDENTITY -> "account";
    };
  }

  /** What somebody may do, as part of a list. */
  static String role(AccessRole role) {
    return switch (role) {
      case VIEWER -> "viewer";
      case SOURCE -> "source of alerts";
      case ANALYST -> "analyst";
      case DEVICE_APPROVER -> "device approver";
      case EMAIL_APPROVER -> "email approver";
      case OPERATOR -> "operator";
      case ADMIN -> "administrator";
    };
  }

  /** The noun of an action: {@code isolation}, as in "Approve isolation". */
  static String noun(ActionType type) {
    return ACTIONS.getString(type.name() + ".noun");
  }

  /** What happens if it is approved, one or two sentences. */
  static String does(ActionType type) {
    return ACTIONS.getString(type.name() + ".does");
  }

  static String alertSource(AlertSource source) {
    return switch (source) {
      case GRAPH_ALERT_V2 -> "Microsoft Graph";
      case DEFENDER_ALERT -> "Microsoft Defender";
      case RFC822_MESSAGE -> "Reported mail";
      case QUAESTOR -> "Quaestor";
      case OCSF -> "OCSF";
      case WAZUH -> "Wazuh";
      case SURICATA -> "Suricata";
      case ELASTIC -> "Elastic Security";
      case SENTINEL -> "Microsoft Sentinel";
      case CLOUDEVENTS -> "CloudEvents";
      case MANUAL -> "Started by hand";
    };
  }

  /**
   * An outcome as a person reads it: what only a machine needs, the vendor's id and time, is left
   * to the action's own page.
   */
  static String outcome(String sentence) {
    int colon = sentence.indexOf(": ");
    var brief =
        colon > 0 && VENDOR_ID.matcher(sentence.substring(colon)).find()
            ? sentence.substring(0, colon)
            : sentence;
    return said(brief);
  }

  /** Words of a back end as a sentence: it begins with a capital and ends with a full stop. */
  static String said(String words) {
    return words.isEmpty()
        ? words
        : sentence(Character.toUpperCase(words.charAt(0)) + words.substring(1));
  }

  /**
   * How an undo ended, without the ids of those that hold what it would have taken back: the
   * action's page tells them by their titles.
   */
  static String withoutHolders(String sentence) {
    int held = sentence.indexOf(", because it is still wanted by ");
    return held < 0 ? sentence : sentence.substring(0, held) + ", because something else needs it";
  }

  /** A name of the wire for which there is no better word: {@code MULTI_STAGED_ATTACK}. */
  static String plain(Enum<?> name) {
    var words = name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** With a capital letter, as what begins. */
  static String upper(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** Ends it with a full stop, where it has none. */
  static String sentence(String text) {
    var end = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    return end == '.' || end == '?' || end == '!' || end == ' ' ? text : text + ".";
  }

  /**
   * A sentence as the rest of another: its first letter is small, unless its first word is a name.
   */
  static String inside(String sentence) {
    return sentence.length() > 1
            && Character.isUpperCase(sentence.charAt(0))
            && Character.isLowerCase(sentence.charAt(1))
        ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
        : sentence;
  }

  /** A source of findings by the name that its makers or we give it. */
  static String finder(String source) {
    return switch (source) {
      case "microsoftDefenderForEndpoint" -> "Defender for Endpoint";
      case "microsoftDefenderForOffice365" -> "Defender for Office 365";
      case "microsoftDefenderForIdentity" -> "Defender for Identity";
      case "microsoftDefenderForCloudApps" -> "Defender for Cloud Apps";
      case "microsoft365Defender" -> "Microsoft 365 Defender";
      case "urlLooks" -> "URL looks";
      default -> ours(source);
    };
  }

  /**
   * {@code fileReputation} as {@code File reputation}, {@code fileReputation:linux} as {@code File
   * reputation (linux)}; a name of others stays as it is.
   */
  private static String ours(String source) {
    if (source.isEmpty() || !Character.isLowerCase(source.charAt(0))) {
      return source;
    }
    var name = source.indexOf(':');
    if (name > 0) {
      return "%s (%s)".formatted(ours(source.substring(0, name)), source.substring(name + 1));
    }
    var words = spaced(source);
    return words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
  }

  /** {@code WindowsServer2022} with its gaps. */
  static String spaced(String name) {
    var words = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      var before = i == 0 ? ' ' : name.charAt(i - 1);
      if ((Character.isUpperCase(c) && Character.isLowerCase(before))
          || (Character.isDigit(c) && Character.isLetter(before))) {
        words.append(' ');
      }
      words.append(i == 0 ? Character.toUpperCase(c) : c);
    }
    return words.toString();
  }

  /** {@code a, b and c}. */
  static String list(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  static List<ActionType> typesByTitle() {
    return Arrays.stream(ActionType.values())
        .sorted(Comparator.comparing(ActionType::title))
        .toList();
  }
}
