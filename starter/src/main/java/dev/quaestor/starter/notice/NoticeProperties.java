package dev.quaestor.starter.notice;

import dev.quaestor.action.Area;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which people are told: {@code quaestor.notices[n]}.
 *
 * @param notices the receivers, in any order; none by default
 * @param mail how mail is sent
 */
@ConfigurationProperties("quaestor")
public record NoticeProperties(@DefaultValue List<Receiver> notices, @DefaultValue Mail mail) {

  /** How a receiver is reached. */
  public enum Kind {
    MAIL,
    /** An incoming webhook as Slack has it; Mattermost and others take the same. */
    SLACK,
    /** A workflow of Microsoft Teams that posts an Adaptive Card. */
    TEAMS
  }

  /**
   * One receiver.
   *
   * @param name letters, digits, {@code -} and {@code _}; its cursors are kept under it, so a new
   *     name is a new receiver
   * @param to addresses of mail; else the one URL of the chat, which is a secret, or a reference to
   *     it (file:PATH, env:NAME, vault:PATH#FIELD)
   * @param on what it is told of; everything by default
   * @param names the names by which policy's {@code escalate} calls it
   * @param areas it is told of actions of these areas only, and of no investigation as a whole
   * @param groups the same for devices of these groups
   * @param gather so long after the first, what happens in one investigation is told together
   * @param timeout how long the receiver may take to answer
   * @param giveUpAfter what could not be told for so long is passed over
   * @param firstRetry how long after the first failure it is tried again; doubles
   * @param longestRetry up to this
   */
  public record Receiver(
      @Nullable String name,
      @Nullable Kind kind,
      @DefaultValue List<Secret> to,
      @DefaultValue({"pending", "reminder", "escalation", "expiry", "failure", "attention"})
          Set<Occasion> on,
      @DefaultValue List<String> names,
      @Nullable Set<Area> areas,
      @Nullable Set<String> groups,
      @DefaultValue("1m") Duration gather,
      @DefaultValue("10s") Duration timeout,
      @DefaultValue("3d") Duration giveUpAfter,
      @DefaultValue("5s") Duration firstRetry,
      @DefaultValue("5m") Duration longestRetry) {

    /** Without the addresses: that of a chat is a secret. */
    @Override
    public String toString() {
      return "Receiver[name=" + name + "]";
    }
  }

  /** How the way to the mail server is kept from others. */
  public enum Tls {
    /** In the clear at first; nothing is said before TLS is agreed, and nothing without it. */
    STARTTLS,
    /** From the first byte. */
    TLS,
    /** Not at all: to this machine only. */
    NONE
  }

  /**
   * How mail is sent.
   *
   * @param port 587, 465 with {@code tls} and 25 with {@code none}, unless it says otherwise
   * @param from the one address that mail comes from
   * @param username null where the server asks for none
   * @param password a secret, or a reference to it; it is read for each mail
   */
  public record Mail(
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String from,
      @DefaultValue("starttls") Tls tls,
      @Nullable String username,
      @Nullable Secret password) {

    /** Without what signs in. */
    @Override
    public String toString() {
      return "Mail[host=" + host + "]";
    }
  }
}
