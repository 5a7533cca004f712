package dev.quaestor.standalone;

import dev.quaestor.standalone.temporal.TemporalChoice;
import dev.quaestor.starter.cli.Quaestor;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every verb that starts the house. */
public final class HouseOptions {
  @Option(
      names = "--temporal",
      paramLabel = "auto|embedded|HOST:PORT",
      defaultValue = "auto",
      converter = Choice.class,
      description =
          "The Temporal to use: auto (the best available), embedded (the in-JVM "
              + "test server), or the address of a running one.")
  private TemporalChoice temporal = new TemporalChoice.Auto();

  @Option(
      names = "--api-port",
      defaultValue = "8080",
      converter = Port.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private int apiPort = Ports.fixed().api();

  @Option(
      names = "--lab-port",
      defaultValue = "8085",
      converter = Port.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private int labPort = Ports.fixed().lab();

  @Option(
      names = "--temporal-port",
      defaultValue = "7233",
      converter = Port.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private int temporalPort = Ports.fixed().temporal();

  @Option(
      names = "--web-ui-port",
      defaultValue = "8233",
      converter = Port.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private int webUiPort = Ports.fixed().webUi();

  /** Reads {@link TemporalChoice}. */
  static final class Choice implements ITypeConverter<TemporalChoice> {
    @Override
    public TemporalChoice convert(String text) {
      try {
        return TemporalChoice.parse(text);
      } catch (IllegalArgumentException neither) {
        throw new TypeConversionException(String.valueOf(neither.getMessage()));
      }
    }
  }

  /** Reads the number of a port. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[0-9]{1,5}") || !TemporalChoice.isPort(Integer.parseInt(text))) {
        throw new TypeConversionException("\"" + text + "\" is not a port from 1 to 65535");
      }
      return Integer.valueOf(text);
    }
  }

  Ports ports() {
    return new Ports(apiPort, labPort, temporalPort, webUiPort);
  }

  public TemporalChoice temporal() {
    return temporal;
  }

  public Standalone start(Quaestor root, Home home) {
    return start(root, home, null, null);
  }

  /** All but the worker, which whoever asks for this runs elsewhere. */
  public Standalone startWithoutWorker(Quaestor root, Home home) {
    return start(root, home, null, null, false);
  }

  /**
   * @param lab the lab tenant that runs elsewhere; null to start one
   * @param estate what is acted on in place of any; null for none
   */
  Standalone start(Quaestor root, Home home, @Nullable URI lab, @Nullable Estate estate) {
    return start(root, home, lab, estate, true);
  }

  private Standalone start(
      Quaestor root, Home home, @Nullable URI lab, @Nullable Estate estate, boolean worker) {
    requireNoneRunning(root, home);
    @Nullable Consumer<String> say = s -> root.console().progress("{}", s);
    return Standalone.start(plan(root, home, lab, estate, worker), say);
  }

  private Standalone.Plan plan(
      Quaestor root, Home home, @Nullable URI lab, @Nullable Estate estate, boolean worker) {
    return new Standalone.Plan(
        home, ports(), temporal, root.surroundings().environment(), lab, estate, worker);
  }

  /** Fails unless nothing of ours runs here and every port that it would listen on is free. */
  void requireRoom(Quaestor root, Home home, @Nullable URI lab, @Nullable Estate estate) {
    requireNoneRunning(root, home);
    plan(root, home, lab, estate, true).requirePorts();
  }

  private static void requireNoneRunning(Quaestor root, Home home) {
    home.running()
        .filter(f -> f.pid() != ProcessHandle.current().pid())
        .ifPresent(
            f -> {
              throw CommandFailed.because(
                  CommandFailed.Kind.LOCAL,
                  "A standalone is already running here (process "
                      + f.pid()
                      + ", "
                      + f.api()
                      + ").",
                  "Stop it with ./quaestor down.");
            });
  }
}
