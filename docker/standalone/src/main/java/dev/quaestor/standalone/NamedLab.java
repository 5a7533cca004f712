package dev.quaestor.standalone;

import dev.quaestor.starter.cli.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A lab tenant that runs elsewhere is asked before anything starts: without it no connector of the
 * house reaches anything, and every case would wait for it without a word.
 */
final class NamedLab {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);
  private static final int OK = 200;

  private NamedLab() {}

  static void require(URI lab) {
    try (var http = HttpClient.newBuilder().connectTimeout(ANSWERS_WITHIN).build()) {
      var state =
          HttpRequest.newBuilder(
                  URI.create(lab + (lab.toString().endsWith("/") ? "" : "/") + "lab/state"))
              .timeout(ANSWERS_WITHIN)
              .build();
      int status = http.send(state, BodyHandlers.discarding()).statusCode();
      if (status != OK) {
        throw no("What answers at " + lab + " is not a lab tenant (HTTP " + status + ").");
      }
    } catch (IOException silent) {
      throw no("Nothing answers at " + lab + ", the lab tenant that --lab names.");
    } catch (IllegalArgumentException notHttp) {
      throw no("\"" + lab + "\" is not the address of a lab tenant.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw no("Interrupted while asking " + lab + ".");
    }
  }

  private static CommandFailed no(String what) {
    return CommandFailed.because(
        CommandFailed.Kind.UNREACHABLE,
        what,
        "Start the lab tenant there or correct the address, such as http://127.0.0.1:8085.",
        "Without --lab, a lab tenant is started here.");
  }
}
