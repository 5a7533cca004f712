package dev.quaestor.standalone;

import dev.quaestor.lab.LabMain;
import dev.quaestor.starter.StarterApplication;
import dev.quaestor.worker.WorkerApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A verb that is one process of production, until it is told to end. */
abstract class ProcessCommand implements Callable<Integer> {
  /** Settings, as the process itself takes them. */
  @Unmatched private List<String> settings = new ArrayList<>();

  abstract void start(String[] settings) throws Exception;

  @Override
  public Integer call() throws Exception {
    start(settings.toArray(String[]::new));
    // What serves has threads of its own; a signal ends the JVM, and with it this wait.
    new CountDownLatch(1).await();
    return 0;
  }

  @Command(
      name = "starter",
      description = {
        "Run the starter: API, Action Center and ledger, beside a Temporal server that is there.",
        "Settings come from the environment (QUAESTOR_TEMPORAL_TARGET), from application.yaml in the",
        "working directory, or as arguments (--quaestor.temporal.target=HOST:PORT). Ends with 1 when",
        "it cannot start, and says why.",
      },
      mixinStandardHelpOptions = true)
  static final class Starter extends ProcessCommand {
    @Override
    void start(String[] settings) {
      StarterApplication.main(settings);
    }
  }

  @Command(
      name = "worker",
      description = {
        "Run a worker: investigations, and what they do on devices and mailboxes. It has no port.",
        "Settings come from the environment (QUAESTOR_DEFENDER_TENANT_ID), from quaestor-worker.yml in",
        "the working directory, or as arguments. Ends with 1 when it cannot start, and says why.",
      },
      mixinStandardHelpOptions = true)
  static final class Worker extends ProcessCommand {
    @Override
    void start(String[] settings) {
      WorkerApplication.main(settings);
    }
  }

  @Command(
      name = "lab",
      description = {
        "Run the lab tenant, which stands in for Defender and Graph.",
        "--host H --port N --delay-ms N --action-ms N --token-seconds N --withhold-roles A,B.",
      },
      mixinStandardHelpOptions = true)
  static final class Lab extends ProcessCommand {
    @Override
    void start(String[] settings) throws InterruptedException {
      LabMain.main(settings);
    }
  }
}
