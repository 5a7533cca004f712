package dev.quaestor.lab;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Runs the lab alone: {@code --host H --port N --delay-ms N --action-ms N --token-seconds N}. */
public final class LabMain {

  private LabMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    LabOptions options = LabOptions.defaults();
    try {
      options = parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
    }
    try {
      LabTenant lab = LabTenant.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
      System.out.println("lab tenant " + options.tenantId() + " at " + lab.baseUri() + "/lab");
      new CountDownLatch(1).await();
    } catch (UncheckedIOException unavailable) {
      System.err.println(unavailable.getMessage());
      System.exit(1);
    }
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
            case "--port" -> options.withPort(number(value));
            case "--delay-ms" -> options.withDelay(Duration.ofMillis(number(value)));
            case "--action-ms" -> options.withActionDuration(Duration.ofMillis(number(value)));
            case "--token-seconds" -> options.withTokenLifetime(Duration.ofSeconds(number(value)));
            default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
          };
    }
    return options;
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,8}")) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    return Integer.parseInt(text);
  }
}
