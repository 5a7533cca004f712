package dev.quaestor.starter.webhook;

import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of what the ledger records: {@code quaestor.webhooks[n]}.
 *
 * @param webhooks the receivers, in any order; none by default
 * @param reporting what all of them share
 */
@ConfigurationProperties("quaestor")
public record WebhookProperties(
    @DefaultValue List<Receiver> webhooks, @DefaultValue Reporting reporting) {

  /**
   * One receiver.
   *
   * @param name letters, digits, {@code -} and {@code _}; its cursors are kept under it, so a new
   *     name is a new receiver
   * @param url where to send; https, unless it is this machine or {@code allow-http} is set
   * @param secret {@code whsec_} and 24 to 64 bytes in Base64 (Standard Webhooks), or a reference
   *     to it (file:PATH, env:NAME, vault:PATH#FIELD); it is read for each message
   * @param previousSecret signs beside {@code secret} while a receiver changes over
   * @param events topics, whole or with {@code *} for the end; all by default
   * @param from where a receiver that is not known yet starts
   * @param timeout how long it may take to answer
   * @param concurrency how many investigations are told of at the same time
   * @param giveUpAfter an event that could not be delivered for so long is passed over
   * @param firstRetry how long after the first failure it is tried again; doubles
   * @param longestRetry up to this
   */
  public record Receiver(
      @Nullable String name,
      @Nullable String url,
      @Nullable Secret secret,
      @Nullable Secret previousSecret,
      @DefaultValue("*") List<String> events,
      @DefaultValue("false") boolean allowHttp,
      @DefaultValue("now") Start from,
      @DefaultValue("10s") Duration timeout,
      @DefaultValue("4") int concurrency,
      @DefaultValue("3d") Duration giveUpAfter,
      @DefaultValue("1s") Duration firstRetry,
      @DefaultValue("5m") Duration longestRetry) {

    /** Without the secrets, and without the address, which may hold one. */
    @Override
    public String toString() {
      return "Receiver[name=" + name + "]";
    }
  }

  /** Where a receiver that is not known yet starts. */
  public enum Start {
    /** With what is recorded from now on. */
    NOW,
    /** With the first event of the ledger. */
    BEGINNING
  }

  /**
   * What all receivers share.
   *
   * @param source the CloudEvents source: a URI that tells this installation from others
   * @param poll how often the ledger is looked at
   */
  public record Reporting(
      @DefaultValue("urn:quaestor") String source, @DefaultValue("500ms") Duration poll) {}
}
