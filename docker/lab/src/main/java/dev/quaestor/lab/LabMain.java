package dev.quaestor.lab;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the lab alone: {@code --host H --port N --delay-ms N --action-ms N --token-seconds N
 * --withhold-roles A,B}.
 */
public final class LabMain {

  private LabMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    LabOptions options = LabOptions.defaults();
    try {
      options = parse(arguments);
    } catch (IllegalArgumentException wrong) {
      end(2, String.valueOf(wrong.getMessage()));
    }
    try {
      LabTenant lab = LabTenant.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
      System.out.println("lab tenant " + options.tenantId() + " at " + lab.baseUri() + "/lab");
    } catch (UncheckedIOException unavailable) {
      Throwable cause = unavailable.getCause();
      end(1, unavailable.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
    } catch (RuntimeException | Error unforeseen) {
      unforeseen.printStackTrace();
      end(1, "nobody has foreseen this");
    }
    new CountDownLatch(1).await();
  }

  /** With its reason: a thread that was started already would keep the process alive. */
  private static void end(int exit, String reason) {
    System.err.println("The lab did not start: " + reason + ".");
    System.exit(exit);
  }

  static LabOptions parse(String[] arguments) {
    LabOptions options = LabOptions.defaults();
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      String value = arguments[i + 1];
      options =
          switch (arguments[i]) {
            case "--host" -> options.withHost(value);
            case "--port" -> options.withPort(port(value));
            case "--delay-ms" -> options.withDelay(Duration.ofMillis(number(value)));
            case "--action-ms" -> options.withActionDuration(Duration.ofMillis(number(value)));
            case "--withhold-roles" -> options.withoutRoles(List.of(value.split(",")));
            case "--token-seconds" -> options.withTokenLifetime(Duration.ofSeconds(number(value)));
            default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
          };
    }
    return options;
  }

  private static int port(String text) {
    int port = number(text);
    if (port > 65_535) {
      throw new IllegalArgumentException("not a port: " + text);
    }
    return port;
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,8}")) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    return Integer.parseInt(text);
  }
}
