package dev.quaestor.connector.blocklist;

import com.google.re2j.Pattern;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.entity.WebAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Squid, by expressions of {@code url_regex}. Of https it sees the host alone, as long as it does
 * not open the connection. It compares with the URL once its escapes are undone, and reads a list
 * in lines of 2,048 bytes, the rest of a longer one as a line of its own.
 *
 * <p>{@code only-if-cached, no-cache} has it decide and answer, and ask nobody: what it would have
 * fetched is 504, what it refuses is 403.
 */
record Squid(InetSocketAddress proxy) implements Enforcer {
  private static final int LONGEST_RULE = 1800;
  private static final int MOST_TRIES = 3;

  /** These in milliseconds. */
  private static final int PAUSE = 300;

  private static final int CONNECT = 2000;
  private static final int READ = 5000;
  private static final int MOST_HEADERS = 16_384;
  private static final String NOBODY = "http://quaestor-probe.invalid/";

  /** What means something in an expression or, behind a blank, in a list. */
  private static final String MEANS = ".[]\\^$*+?(){}|# \"'";

  /** What in plain would part a path, or a query, otherwise than its escape does. */
  private static final String PARTS_PATH = "/?#%;\\";

  private static final String PARTS_QUERY = "&=+#%;";

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

  @Override
  public char remark() {
    return '#';
  }

  @Override
  public String sentence() {
    return "squid at %s:%d".formatted(proxy.getHostString(), proxy.getPort());
  }

  @Override
  public Judgement judge(WebAddress address) {
    var host = address.host();
    if (!WebHost.isName(host) && !WebHost.isV4(host)) {
      return new Judgement.Obstacle(
          "The proxy's list cannot name its host, which is no plain name of the DNS and no IPv4"
              + " address");
    }
    if (WebHost.isAll(address)) {
      return isShared(host) ? shared(host) : blockable(wholeSite(host));
    }
    return switch (address.scheme()) {
      case "https" -> isShared(host) ? shared(host) : blockable(tunnel(host, address.port()));
      case "http" -> page(address);
      default ->
          new Judgement.Obstacle(
              "It has no scheme: of https the proxy sees the host alone, so that it cannot be told"
                  + " from other pages");
    };
  }

  private static boolean isShared(String host) {
    return !WebHost.isV4(host) && Domains.isShared(host);
  }

  private static Judgement shared(String host) {
    return new Judgement.Obstacle(
        "The proxy sees of it only its host, %s, which many share: all of them would be blocked"
            .formatted(host));
  }

  private static Judgement blockable(Subject subject) {
    return subject.rule().length() > LONGEST_RULE
        ? new Judgement.Obstacle("It is too long for a line of the proxy's list")
        : new Judgement.Blockable(subject);
  }

  private static Subject wholeSite(String host) {
    return new Subject(
        "^([a-z]+://([^/?#@]*@)?)?%s(:[0-9]+)?(/|$)".formatted(quoted(host)),
        "",
        List.of("GET http://" + host + "/", "CONNECT " + host + ":443"));
  }

  /** All of https there, on this port; of plain http it says nothing. */
  private static Subject tunnel(String host, String port) {
    var number = port.isEmpty() ? "443" : port;
    var there = host + (port.isEmpty() ? "" : ":" + port);
    return new Subject(
        "^(https://%s(:%s)%s/|%s:%s$)"
            .formatted(quoted(host), number, port.isEmpty() ? "?" : "", quoted(host), number),
        "https://" + there,
        List.of("GET https://" + there + "/", "CONNECT " + host + ":" + number));
  }

  private static Judgement page(WebAddress address) {
    var site = "http://" + address.host() + (address.port().isEmpty() ? "" : ":" + address.port());
    var rest = address.rest().startsWith("/") ? address.rest() : "/" + address.rest();
    var bytes = rest.getBytes(StandardCharsets.UTF_8);
    var rule = new StringBuilder("^" + quoted(site));
    var asked = new StringBuilder(site);
    var inQuery = false;
    for (int i = 0; i < bytes.length; i++) {
      var value = bytes[i] & 0xff;
      var escaped = value == '%';
      if (escaped) {
        value = i + 2 < bytes.length ? byteOf(bytes[i + 1], bytes[i + 2]) : -1;
        i += 2;
      }
      if (value < 0x20 || value == 0x7f) {
        return new Judgement.Obstacle(
            "It holds a control character, or an escape that is none, which no line of the proxy's"
                + " list can");
      }
      if (escaped && (inQuery ? PARTS_QUERY : PARTS_PATH).indexOf(value) >= 0) {
        return new Judgement.Obstacle(
            "The proxy cannot tell its escaped %c from a plain one, which is another page"
                .formatted((char) value));
      }
      inQuery |= value == '?' && !escaped;
      rule.append(quoted((char) value));
      asked.append(
          escaped || value <= ' ' || value > 0x7e
              ? "%%%02X".formatted(value)
              : String.valueOf((char) value));
    }
    return blockable(new Subject(rule + "$", "", List.of("GET " + asked)));
  }

  private static int byteOf(byte high, byte low) {
    var first = Character.digit(high, 16);
    var second = Character.digit(low, 16);
    return first < 0 || second < 0 ? -1 : first << 4 | second;
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder();
    text.chars().forEach(c -> quoted.append(quoted((char) c)));
    return quoted.toString();
  }

  /** In brackets nothing means anything but these two, which a backslash makes plain. */
  private static String quoted(char one) {
    if (one == '^' || one == '\\') {
      return "\\" + one;
    }
    return MEANS.indexOf(one) < 0 ? String.valueOf(one) : "[" + one + "]";
  }

  @Override
  public void reach() {
    if (ask("GET " + NOBODY) != Look.LET_THROUGH) {
      throw new ConnectorException(
          Kind.UNAUTHORIZED,
          "the proxy %s:%d refuses the worker what nobody has blocked, so that no refusal proves"
                  .formatted(proxy.getHostString(), proxy.getPort())
              + " anything: allow the worker's address behind the list");
    }
  }

  @Override
  public Look look(Subject subject, boolean wholly) {
    var first = ask(subject.asks().getFirst());
    if (first != Look.REFUSED || !wholly) {
      return first;
    }
    return subject.asks().stream()
        .skip(1)
        .map(this::ask)
        .filter(look -> look != Look.REFUSED)
        .findFirst()
        .orElse(Look.REFUSED);
  }

  /** While squid reads its configuration, whoever had it do so, it answers nobody for a moment. */
  private Look ask(String request) {
    for (int again = MOST_TRIES; ; again--) {
      try {
        return answered(request);
      } catch (IOException away) {
        if (again == 0 || !paused()) {
          throw new ConnectorException(
              Kind.DOWN,
              "the proxy %s:%d does not answer".formatted(proxy.getHostString(), proxy.getPort()),
              null,
              null,
              away);
        }
      }
    }
  }

  private static boolean paused() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Look answered(String request) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(proxy.getHostString(), proxy.getPort()), CONNECT);
      socket.setSoTimeout(READ);
      var head =
          """
          %s HTTP/1.1
          Host: %s
          Cache-Control: only-if-cached, no-cache
          Pragma: no-cache
          User-Agent: Quaestor
          Connection: close

          """
              .formatted(request, hostOf(request))
              .replace("\n", "\r\n");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return look(head(socket), request.startsWith("CONNECT "));
    }
  }

  private static String hostOf(String request) {
    var target = request.substring(request.indexOf(' ') + 1);
    var scheme = target.indexOf("://");
    var rest = scheme < 0 ? target : target.substring(scheme + 3);
    var slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  /** Up to the empty line; what comes after is nobody's business. */
  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    var in = socket.getInputStream();
    var end = System.nanoTime() + 1_000_000L * READ;
    while (head.length() < MOST_HEADERS && System.nanoTime() < end) {
      var next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
      if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    throw new IOException("no whole answer");
  }

  private Look look(String head, boolean connecting) throws IOException {
    var lines = head.lines().toList();
    var status = STATUS.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!status.matches()) {
      throw new IOException("not HTTP");
    }
    var bySquid =
        lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("x-squid-error:"));
    return switch (status.group(1)) {
      case "403" -> bySquid ? Look.REFUSED : Look.UNCLEAR;
      case "407" ->
          throw new ConnectorException(
              Kind.UNAUTHORIZED,
              "the proxy %s:%d wants the worker to sign in"
                  .formatted(proxy.getHostString(), proxy.getPort()));
      case "200", "504" -> Look.LET_THROUGH;
      // It was let through, and nobody was there.
      case "502", "503" -> connecting ? Look.LET_THROUGH : Look.UNCLEAR;
      default -> Look.UNCLEAR;
    };
  }
}
