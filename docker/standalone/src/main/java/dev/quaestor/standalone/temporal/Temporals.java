package dev.quaestor.standalone.temporal;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds or starts a Temporal, and hands it over when it answers. */
public final class Temporals {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final Duration ONE_CONNECTION = Duration.ofSeconds(5);
  private static final int SAID_WITHIN_MILLIS = 2_000;

  /** Start-dev keeps closed histories for a day; operators want to look back further. */
  private static final int RETENTION_DAYS = 30;

  private final Map<String, String> environment;
  private final Path kept;
  private final Consumer<String> say;

  /**
   * @param kept where a fetched binary stays, whatever state is thrown away
   * @param say takes one line for people
   */
  public Temporals(Map<String, String> environment, Path kept, Consumer<String> say) {
    this.environment = environment;
    this.kept = kept;
    this.say = say;
  }

  /**
   * @param state where a dev server keeps its file, log and process id
   * @throws IllegalStateException when it does not answer, saying why as far as it is known
   */
  public TemporalServer start(TemporalChoice choice, Path state, int port, int webUiPort) {
    return switch (choice) {
      case TemporalChoice.At at -> external(at.target());
      case TemporalChoice.Embedded embedded -> embedded(port);
      case TemporalChoice.Auto auto ->
          TemporalBinary.find(environment, kept)
              .or(this::fetched)
              .map(binary -> devServer(binary, state, port, webUiPort))
              .orElseGet(() -> embedded(port));
    };
  }

  /** Whether a dev server of an earlier, killed run is there and can be taken over. */
  public static boolean isLeftBehind(Path state) {
    return DevServer.orphan(state).isPresent();
  }

  /**
   * Ends the dev server that an earlier, killed run left behind.
   *
   * @return its process id; empty when there is none
   */
  public static OptionalLong endLeftBehind(Path state) {
    var orphan = DevServer.orphan(state);
    orphan.ifPresent(DevServer::end);
    return orphan.map(p -> OptionalLong.of(p.pid())).orElseGet(OptionalLong::empty);
  }

  /** Keeps a server alive that was started here; for all others there is nothing to do. */
  public Optional<Watch> watch(TemporalServer server) {
    return switch (server) {
      case DevServer dev -> Optional.of(Watch.over(dev, say));
      case EmbeddedTemporal inThisJvm -> Optional.empty();
      case ExternalTemporal ofOthers -> Optional.empty();
    };
  }

  private Optional<Path> fetched() {
    say.accept(
        "There is no temporal binary on the PATH; fetching it once, if the network allows it.");
    var binary = TemporalBinary.fetch(kept);
    if (binary.isEmpty()) {
      say.accept("It could not be fetched.");
    }
    return binary;
  }

  /** It may be starting just now, so it is waited for; that nobody answers is said before. */
  private TemporalServer external(String target) {
    if (!accepts(target)) {
      say.accept(
          "Nothing answers at %s, the Temporal that --temporal names; waiting %d s for it."
              .formatted(target, ANSWERS_WITHIN.toSeconds()));
    }
    try {
      return answering(new ExternalTemporal(target));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          e.getMessage()
              + " Start it, or leave --temporal out: then one is found or started for you.",
          e);
    }
  }

  private static boolean accepts(String target) {
    var colon = target.lastIndexOf(':');
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))),
          SAID_WITHIN_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private TemporalServer embedded(int port) {
    say.accept(
        "Using the in-JVM test server: VOLATILE, without a Web UI, only for trying things "
            + "out. Install the temporal CLI for a durable server.");
    return answering(EmbeddedTemporal.start(port));
  }

  private TemporalServer devServer(Path binary, Path state, int port, int webUiPort) {
    var left = DevServer.leftBehind(binary, state);
    if (left.isPresent()) {
      say.accept("A Temporal server from an earlier run is still running; taking it over.");
    }
    var server = left.orElseGet(() -> DevServer.start(binary, state, port, webUiPort));
    try {
      await(server, server::isAlive);
    } catch (IllegalStateException e) {
      // Asked before it is closed: whether it ended by itself is what there is to know.
      var how = server.isAlive() ? " It is still starting" : " It has ended";
      server.close();
      throw new IllegalStateException(
          e.getMessage() + how + "; see " + state.resolve("temporal.log"), e);
    }
    lengthenRetention(server.target());
    return server;
  }

  private static TemporalServer answering(TemporalServer server) {
    try {
      await(server, () -> true);
      return server;
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }

  /**
   * A connection that is refused once is given up by the channel for seconds, whatever time it was
   * granted: a server that takes long to open its database is asked anew on a new one.
   */
  static void await(TemporalServer server, BooleanSupplier mayStillCome) {
    var giveUp = System.nanoTime() + ANSWERS_WITHIN.toNanos();
    while (true) {
      var stubs = stubs(server.target());
      try {
        stubs.connect(ONE_CONNECTION);
        return;
      } catch (RuntimeException e) {
        if (System.nanoTime() > giveUp || !mayStillCome.getAsBoolean()) {
          throw new IllegalStateException(
              "Temporal does not answer at %s: %s.".formatted(server.target(), e.getMessage()), e);
        }
        pause();
      } finally {
        shutdown(stubs);
      }
    }
  }

  private static void lengthenRetention(String target) {
    var stubs = stubs(target);
    var giveUp = System.nanoTime() + ANSWERS_WITHIN.toNanos();
    try {
      while (true) {
        try {
          stubs
              .blockingStub()
              .updateNamespace(
                  UpdateNamespaceRequest.newBuilder()
                      .setNamespace("default")
                      .setConfig(
                          NamespaceConfig.newBuilder()
                              .setWorkflowExecutionRetentionTtl(Durations.fromDays(RETENTION_DAYS)))
                      .build());
          return;
        } catch (StatusRuntimeException e) {
          // The frontend answers before it has made the namespace.
          if (e.getStatus().getCode() != Status.Code.NOT_FOUND || System.nanoTime() > giveUp) {
            throw e;
          }
          pause();
        }
      }
    } finally {
      shutdown(stubs);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static WorkflowServiceStubs stubs(String target) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  private static void shutdown(WorkflowServiceStubs stubs) {
    stubs.shutdownNow();
    stubs.awaitTermination(1, TimeUnit.SECONDS);
  }
}
