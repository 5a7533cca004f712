package dev.quaestor.starter.web;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroup;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.policy.PolicyRule.WithoutUndo;
import dev.quaestor.starter.policy.Backtest;
import dev.quaestor.text.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The policy as people say it aloud. */
final class PolicyWords {
  private static final ResourceBundle ACTIONS =
      ResourceBundle.getBundle("dev.quaestor.starter.web.actions", Locale.ROOT);

  private PolicyWords() {}

  /** A piece of a sentence; what counts in it is strong. */
  record Part(String text, boolean strong) {
    static Part plain(String text) {
      return new Part(text, false);
    }

    static Part strong(String text) {
      return new Part(text, true);
    }
  }

  static String level(AutomationLevel level) {
    return switch (level) {
      case FULL -> "Is dealt with at once";
      case SEMI_CORE -> "Waits in system folders, else at once";
      case SEMI_NON_TEMP -> "At once in temporary folders, else waits";
      case SEMI_ALL -> "Waits for a person, always";
      case NONE -> "Is not looked into";
    };
  }

  /** Who belongs to a group: {@code tagged Servers or Production, and runs WindowsServer*}. */
  static String members(DeviceGroup group) {
    return String.join(
        ", and ",
        Stream.of(
                said("tagged ", group.tags()),
                said("runs ", group.osPlatforms()),
                said("named ", group.names()),
                said("in the domain ", group.domains()))
            .filter(text -> !text.isEmpty())
            .toList());
  }

  private static String said(String before, List<String> names) {
    return names.isEmpty() ? "" : before + either(names);
  }

  /** {@code a, b or c}. */
  static String either(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  /** {@code 7 days}, {@code 36 hours}, {@code 90 minutes}. */
  static String span(Duration span) {
    if (span.toSeconds() % 86_400 == 0) {
      return Counted.of(span.toDays(), "day", "days");
    }
    return span.toSeconds() % 3_600 == 0
        ? Counted.of(span.toHours(), "hour", "hours")
        : Counted.of(span.toMinutes(), "minute", "minutes");
  }

  /** A rule as one or two sentences. */
  static List<Part> rule(PolicyRule rule, Policy policy) {
    var parts = new ArrayList<Part>();
    parts.add(Part.plain("When "));
    parts.add(Part.strong(either(rule.evidence().stream().map(PolicyWords::kind).toList())));
    if (!rule.deviceGroups().isEmpty()) {
      parts.add(Part.plain(" on a device of "));
      parts.add(Part.strong(either(rule.deviceGroups())));
    }
    parts.add(Part.plain(" is found "));
    parts.add(
        Part.strong(either(rule.verdicts().stream().map(v -> Words.verdict(v).word()).toList())));
    var severity = rule.minSeverity();
    parts.add(
        Part.plain(
            switch (severity) {
              case INFORMATIONAL -> ": ";
              case LOW, MEDIUM ->
                  " in a case of severity %s or higher: ".formatted(Words.severity(severity));
              case HIGH -> " in a case of severity High: ";
            }));
    var orders = Words.list(rule.actions().stream().map(PolicyWords::order).toList());
    if (rule.gate() == Gate.NEVER) {
      parts.add(Part.strong("never"));
      parts.add(Part.plain(" " + orders + "."));
      return List.copyOf(parts);
    }
    parts.add(Part.plain(orders));
    if (asksAlways(rule, policy)) {
      parts.add(Part.plain(", "));
      parts.add(Part.strong("after a person agrees"));
      parts.add(Part.plain("."));
    } else {
      parts.add(Part.plain(". "));
      parts.add(Part.plain(whoIsAsked(rule, policy)));
    }
    return List.copyOf(parts);
  }

  private static boolean asksAlways(PolicyRule rule, Policy policy) {
    return rule.gate() == Gate.APPROVAL
        || !rule.verdicts().contains(Verdict.MALICIOUS)
        || (areas(rule).equals(List.of(Area.EMAIL)) && !mayRunOnMail(rule, policy))
        || rule.actions().stream().allMatch(ActionType::alwaysWaits);
  }

  private static boolean mayRunOnMail(PolicyRule rule, Policy policy) {
    return policy.automaticMail() != null
        && rule.evidence().contains(EntityKind.MAIL_CLUSTER)
        && rule.actions().contains(ActionType.SOFT_DELETE_EMAIL);
  }

  private static List<Area> areas(PolicyRule rule) {
    return rule.actions().stream().map(ActionType::area).distinct().toList();
  }

  private static String whoIsAsked(PolicyRule rule, Policy policy) {
    var sentences = new ArrayList<String>();
    var malicious = rule.verdicts().contains(Verdict.SUSPICIOUS) ? "If Malicious, the" : "The";
    for (var area : areas(rule)) {
      switch (area) {
        case DEVICE -> sentences.add(malicious + " group’s level says whether a person is asked.");
        case IDENTITY -> sentences.add("An account is dealt with at once.");
        case EMAIL -> {
          var mail = policy.automaticMail();
          sentences.add(
              mail == null || !mayRunOnMail(rule, policy)
                  ? "Mail waits for a person."
                  : "Mail waits for a person, but for a cluster of at most %,d messages that shares"
                          .formatted(mail.upToMessages())
                      + " a Malicious file or URL.");
        }
      }
    }
    return String.join(" ", sentences);
  }

  /** What of a rule nothing gives back, and whether it may run without a person; empty for none. */
  static List<Tag> warnings(PolicyRule rule, Policy policy) {
    if (rule.gate() == Gate.NEVER) {
      return List.of();
    }
    var alone = !asksAlways(rule, policy) && rule.withoutUndo() != WithoutUndo.ASK;
    return rule.actions().stream()
        .filter(type -> !type.undoable() && !type.onlyReads())
        .map(
            type ->
                alone && !type.alwaysWaits()
                    ? Tag.bad("%s: no undo, and no question".formatted(type.title()))
                    : Tag.warn("%s: no undo".formatted(type.title())))
        .toList();
  }

  private static String order(ActionType type) {
    return ACTIONS.getString(type.name() + ".order");
  }

  private static String kind(EntityKind kind) {
    return switch (kind) {
      case DEVICE -> "a device";
      case FILE -> "a file";
      case PROCESS -> "a process";
      case URL -> "a URL";
      case IP -> "an IP address";
      case MAIL_MESSAGE -> "a message";
      case MAIL_CLUSTER -> "a cluster of messages";
      case MAILBOX -> "a mailbox";
      case MAILBOX_RULE -> "a mailbox rule";
      case USER -> "a user";
      case REGISTRY_ENTRY -> "a registry entry";
      case SCHEDULED_TASK -> "a scheduled task";
      case SERVICE -> "a service";
      case DRIVER -> "a driver";
      case OTHER -> "something of another kind";
    };
  }

  static String message(MessageKind kind) {
    return switch (kind) {
      case ALERT -> "alerts";
      case DECIDE -> "decisions";
      case CANCEL -> "cancellations";
      case CLASSIFY -> "classifications";
      case WITHDRAW -> "withdrawals";
      case ORDER -> "orders";
      case UNDO -> "undos";
    };
  }

  /** What it takes to approve, as one sentence. */
  static String approval(ApprovalRule rule) {
    var what = new ArrayList<String>();
    what.add(
        rule.actions().isEmpty()
            ? rule.undoable() == null
                ? "Every action"
                : rule.undoable() ? "What can be undone" : "What cannot be undone"
            : sentenceStart(either(rule.actions().stream().map(PolicyWords::order).toList())));
    if (!rule.actions().isEmpty() && rule.undoable() != null) {
      what.add(rule.undoable() ? "where it can be undone" : "where it cannot be undone");
    }
    if (!rule.deviceGroups().isEmpty()) {
      what.add("on a device of " + either(rule.deviceGroups()));
    }
    if (rule.minSeverity() != null) {
      what.add("in a case of severity %s or higher".formatted(Words.severity(rule.minSeverity())));
    }
    if (!rule.verdicts().isEmpty()) {
      what.add(
          "on what is "
              + either(rule.verdicts().stream().map(v -> Words.verdict(v).word()).toList()));
    }
    if (!rule.sources().isEmpty()) {
      what.add("where " + either(rule.sources().stream().map(PolicyWords::source).toList()));
    }
    var takes = new ArrayList<String>();
    takes.add(
        rule.need() == 1
            ? "one approval"
            : Counted.of(rule.need(), "approval", "approvals") + " of different people");
    if (!rule.roles().isEmpty()) {
      takes.add("of " + either(rule.roles()));
    }
    if (rule.notAuthor()) {
      takes.add("none of them whose own word led there");
    }
    if (rule.signedInWithin() != null) {
      takes.add("signed in within " + span(rule.signedInWithin()));
    }
    rule.remind().forEach(after -> takes.add("a reminder after " + span(after)));
    rule.escalate()
        .forEach(e -> takes.add("%s told after %s".formatted(Words.list(e.to()), span(e.after()))));
    return "%s: %s.".formatted(String.join(", ", what), String.join(", ", takes));
  }

  private static String source(ApprovalRule.Source source) {
    return switch (source) {
      case PLANNED -> "the policy wants it";
      case ORDERED -> "somebody ordered it";
      case PROPOSED -> "somebody proposed it";
    };
  }

  private static String sentenceStart(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  static Tag change(Backtest.Change change, Gate gate) {
    return switch (change) {
      case NEWLY_AUTOMATIC -> Tag.warn("Runs without asking");
      case NEWLY_WAITING -> Tag.info("Asks a person");
      case NO_LONGER_DONE -> Tag.unknown("Not done");
      case NEWLY_DONE ->
          gate == Gate.AUTOMATIC
              ? Tag.warn("New, without asking")
              : Tag.info("New, after a person agrees");
    };
  }
}
