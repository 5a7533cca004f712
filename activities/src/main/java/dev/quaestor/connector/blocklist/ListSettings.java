package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * @param file that is read by whoever refuses the clicks
 * @param reload has it read again; its program by its whole path
 * @param patience for that command, and then for its effect
 * @param blockFor zero for ever
 * @param remedies by the names of these settings
 */
record ListSettings(
    String connector,
    Path file,
    List<String> reload,
    Duration patience,
    Duration blockFor,
    Remedies remedies) {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int HIGHEST_PORT = 65_535;

  ListSettings {
    reload = List.copyOf(reload);
  }

  static ListSettings read(ConnectorSettings settings, String fileSetting) {
    var file = Path.of(settings.required(fileSetting));
    require(file.isAbsolute(), settings.key(fileSetting) + " must be an absolute path");
    var reload =
        Stream.of(settings.required("reload-command").split("\n"))
            .map(String::strip)
            .filter(word -> !word.isEmpty())
            .toList();
    require(
        Path.of(reload.getFirst()).isAbsolute(),
        settings.key("reload-command") + " must begin with the absolute path of a program");
    var patience = settings.duration("reload-timeout", Duration.ofSeconds(10));
    require(
        patience.isPositive() && patience.compareTo(LONGEST) <= 0,
        settings.key("reload-timeout") + " must be between nothing and two minutes");
    var blockFor = settings.duration("block-for", Duration.ofDays(30));
    require(
        blockFor.isZero() || blockFor.compareTo(Duration.ofMinutes(1)) >= 0,
        settings.key("block-for") + " must be a minute or longer, or zero for ever");
    return new ListSettings(
        settings.connector(), file, reload, patience, blockFor, remedies(settings, fileSetting));
  }

  private static Remedies remedies(ConnectorSettings settings, String fileSetting) {
    return new Remedies(
        "Let the worker read and replace %s, and write in its folder."
            .formatted(settings.key(fileSetting)),
        "See that it runs and reads %s; what needs it waits for it."
            .formatted(settings.key(fileSetting)),
        "Let the worker run %s.".formatted(settings.key("reload-command")));
  }

  /** Not looked up before it is used, so that a name may come to another address. */
  static InetSocketAddress address(ConnectorSettings settings, String setting) {
    var text = settings.required(setting);
    var colon = text.lastIndexOf(':');
    var host = colon < 0 ? "" : text.substring(0, colon);
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    var port = text.substring(colon + 1);
    var number =
        !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9')
            ? Integer.parseInt(port)
            : 0;
    require(
        !bare.isEmpty() && number > 0 && number <= HIGHEST_PORT,
        settings.key(setting) + " must be HOST:PORT, such as 127.0.0.1:3128");
    return InetSocketAddress.createUnresolved(bare, number);
  }

  private static void require(boolean is, String sentence) {
    if (!is) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
