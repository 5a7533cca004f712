package dev.quaestor.start;

import dev.quaestor.setup.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Waits for Temporal as long as a start may, and says what is wrong when it is not usable. */
final class FirstContact {
  private static final Duration ONE_CALL = Duration.ofSeconds(5);

  private static final long PAUSE_MILLIS = 250;

  private static final String SET = TemporalConnection.PREFIX;

  private final TemporalDoor to;
  private final WorkflowServiceStubs stubs;
  private final Duration patience;
  private final long until;

  private FirstContact(TemporalDoor to, WorkflowServiceStubs stubs, Duration patience) {
    this.to = to;
    this.stubs = stubs;
    this.patience = patience;
    this.until = System.nanoTime() + patience.toNanos();
  }

  static void await(TemporalDoor to, WorkflowServiceStubs stubs, Duration patience) {
    var contact = new FirstContact(to, stubs, patience);
    contact.untilAnswered(contact::systemInfo);
    contact.untilAnswered(contact::namespace);
  }

  static void awaitServer(TemporalDoor to, WorkflowServiceStubs stubs, Duration patience) {
    var contact = new FirstContact(to, stubs, patience);
    contact.untilAnswered(contact::systemInfo);
  }

  private void systemInfo() {
    stubs
        .blockingStub()
        .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
  }

  private void namespace() {
    stubs
        .blockingStub()
        .withDeadlineAfter(ONE_CALL.toMillis(), TimeUnit.MILLISECONDS)
        .describeNamespace(
            DescribeNamespaceRequest.newBuilder().setNamespace(to.namespace()).build());
  }

  private void untilAnswered(Runnable call) {
    while (true) {
      try {
        call.run();
        return;
      } catch (StatusRuntimeException e) {
        if (isForGood(e)) {
          return;
        }
        if (System.nanoTime() >= until) {
          throw silent(e);
        }
        pause();
      }
    }
  }

  private CannotStart silent(StatusRuntimeException e) {
    var unknown = caused(e, UnknownHostException.class);
    return new CannotStart(
        "Temporal at %s does not answer (waited %s)%s."
            .formatted(
                to.target(),
                words(patience),
                unknown.isPresent() ? ": nobody knows that name" : ""),
        "Start it, or set %s.target (TEMPORAL_ADDRESS), which is where it is looked for.%s"
            .formatted(
                SET,
                to.speaksTls() || unknown.isPresent()
                    ? ""
                    : " If it speaks TLS only, set %s.tls.".formatted(SET)),
        e);
  }

  /**
   * Whether this is an answer as well.
   *
   * @throws CannotStart when it is one that waiting does not change
   */
  private boolean isForGood(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      // The server of tests does not describe namespaces.
      case UNIMPLEMENTED -> true;
      case NOT_FOUND ->
          throw new CannotStart(
              "Temporal at %s has no namespace %s.".formatted(to.target(), to.namespace()),
              "Create it with ./quaestor bootstrap, or set %s.namespace (TEMPORAL_NAMESPACE)."
                  .formatted(SET),
              e);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          throw new CannotStart(
              "Temporal at %s does not let this process into the namespace %s (%s)."
                  .formatted(to.target(), to.namespace(), refusal(e.getStatus())),
              "Check %s.api-key-file, or the client certificate, and what it may do there."
                  .formatted(SET),
              e);
      case INVALID_ARGUMENT ->
          throw new CannotStart(
              "Temporal at %s refuses the namespace %s (%s)."
                  .formatted(to.target(), to.namespace(), refusal(e.getStatus())),
              "Set %s.namespace (TEMPORAL_NAMESPACE).".formatted(SET),
              e);
      case UNAVAILABLE, UNKNOWN, INTERNAL -> {
        tls(e);
        yield false;
      }
      case OK,
          CANCELLED,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          DATA_LOSS ->
          false;
    };
  }

  /** A handshake that fails fails again, and the reasons are those of whoever set this up. */
  private void tls(StatusRuntimeException e) {
    if (caused(e, SSLException.class).isEmpty()
        && caused(e, CertificateException.class).isEmpty()) {
      return;
    }
    if (caused(e, NotSslRecordException.class).isPresent()) {
      throw new CannotStart(
          "Temporal at %s does not speak TLS.".formatted(to.target()),
          "Set %s.tls to false, or %s.target to where it does.".formatted(SET, SET),
          e);
    }
    if (caused(e, CertPathBuilderException.class).isPresent()
        || caused(e, CertPathValidatorException.class)
            .filter(broken -> !broken.getReason().equals(BasicReason.EXPIRED))
            .isPresent()) {
      throw new CannotStart(
          "No authority that is trusted has signed the certificate of Temporal at %s."
              .formatted(to.target()),
          "Set %s.ca-file to the certificate of the authority that did.".formatted(SET),
          e);
    }
    var certificate = caused(e, CertificateException.class);
    if (certificate.isPresent()) {
      throw new CannotStart(
          "The certificate of Temporal at %s does not fit: %s."
              .formatted(to.target(), certificate.get().getMessage()),
          "Set %s.server-name to the name that it has.".formatted(SET),
          e);
    }
    throw new CannotStart(
        "Temporal at %s breaks the TLS handshake off (%s)."
            .formatted(
                to.target(),
                caused(e, SSLException.class).map(SSLException::getMessage).orElse("")),
        "If it asks for a client certificate, set %s.client-certificate-file and .client-key-file to one that it knows."
            .formatted(SET),
        e);
  }

  private static <T extends Throwable> Optional<T> caused(Throwable thrown, Class<T> by) {
    return Stream.<Throwable>iterate(thrown, Objects::nonNull, Throwable::getCause)
        .limit(50)
        .filter(by::isInstance)
        .map(by::cast)
        .findFirst();
  }

  private static String refusal(Status status) {
    var said = status.getDescription();
    return said == null ? status.getCode().name() : status.getCode() + ": " + said;
  }

  private static String words(Duration waited) {
    return waited.toMillis() < 1000 ? waited.toMillis() + " ms" : waited.toSeconds() + " s";
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Temporal", e);
    }
  }
}
