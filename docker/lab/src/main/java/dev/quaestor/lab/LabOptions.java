package dev.quaestor.lab;

import dev.quaestor.lab.tenant.Duplicates;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lab tenant is set up.
 *
 * @param host address to listen on; anything but a loopback address opens the lab, controls
 *     included, to the network
 * @param port 0 picks a free one
 * @param delay how long every call of a vendor API is held back
 * @param actionDuration from a machine action's Pending to its end, half of it InProgress; also how
 *     long a mail remediation takes. With zero, an action is answered as Pending and has ended by
 *     the next look
 * @param tenantId directory id in the token path
 * @param clientId the one application that gets tokens
 * @param clientSecret its secret
 * @param tokenLifetime what tokens say in {@code expires_in} and are held to
 * @param duplicates what happens to a repeated machine action
 * @param seed class path resource with the first state, or null for an empty tenant
 * @param withheldRoles application permissions that the application was not given: its tokens do
 *     not name them; that calls need them is not enforced
 */
public record LabOptions(
    String host,
    int port,
    Duration delay,
    Duration actionDuration,
    String tenantId,
    String clientId,
    String clientSecret,
    Duration tokenLifetime,
    Duplicates duplicates,
    @Nullable String seed,
    List<String> withheldRoles) {

  public static final String CONTOSO = "/dev/quaestor/lab/contoso.json";

  /**
   * The contoso tenant on 127.0.0.1:8085, without delays, with the vendor's token lifetime of an
   * hour.
   */
  public static LabOptions defaults() {
    return new LabOptions(
        "127.0.0.1",
        8085,
        Duration.ZERO,
        Duration.ZERO,
        "b3c1b5fc-828c-45fa-a1e1-10d74f6d6e9c",
        "5e1f0c1d-7a39-4e86-9c55-3b1a2f6d8e70",
        "lab-secret",
        Duration.ofSeconds(3599),
        Duplicates.REJECT,
        CONTOSO,
        List.of());
  }

  public LabOptions withHost(String newHost) {
    return new LabOptions(
        newHost,
        port,
        delay,
        actionDuration,
        tenantId,
        clientId,
        clientSecret,
        tokenLifetime,
        duplicates,
        seed,
        withheldRoles);
  }

  public LabOptions withPort(int newPort) {
    return new LabOptions(
        host,
        newPort,
        delay,
        actionDuration,
        tenantId,
        clientId,
        clientSecret,
        tokenLifetime,
        duplicates,
        seed,
        withheldRoles);
  }

  public LabOptions withDelay(Duration newDelay) {
    return new LabOptions(
        host,
        port,
        newDelay,
        actionDuration,
        tenantId,
        clientId,
        clientSecret,
        tokenLifetime,
        duplicates,
        seed,
        withheldRoles);
  }

  public LabOptions withActionDuration(Duration newDuration) {
    return new LabOptions(
        host,
        port,
        delay,
        newDuration,
        tenantId,
        clientId,
        clientSecret,
        tokenLifetime,
        duplicates,
        seed,
        withheldRoles);
  }

  public LabOptions withTokenLifetime(Duration newLifetime) {
    return new LabOptions(
        host,
        port,
        delay,
        actionDuration,
        tenantId,
        clientId,
        clientSecret,
        newLifetime,
        duplicates,
        seed,
        withheldRoles);
  }

  public LabOptions withoutRoles(List<String> withheld) {
    return new LabOptions(
        host,
        port,
        delay,
        actionDuration,
        tenantId,
        clientId,
        clientSecret,
        tokenLifetime,
        duplicates,
        seed,
        List.copyOf(withheld));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "LabOptions["
        + host
        + ":"
        + port
        + ", tenant "
        + tenantId
        + ", client "
        + clientId
        + "]";
  }
}
