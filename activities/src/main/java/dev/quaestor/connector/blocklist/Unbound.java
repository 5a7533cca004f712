package dev.quaestor.connector.blocklist;

import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.entity.WebAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Unbound, by a response policy zone: names of hosts and nothing smaller, and none below them.
 *
 * <p>A question without recursion has it decide and answer, and ask nobody: by a policy zone it
 * says that there is no such name, with authority and without any record; what it would have to
 * look up it refuses, or tells what it has.
 */
record Unbound(InetSocketAddress resolver, String zone) implements Enforcer {
  private static final int LONGEST_NAME = 253;
  private static final int ATTEMPTS = 3;
  private static final int READ = 1000;
  private static final int MOST = 4096;
  private static final int HEADER = 12;
  private static final String NOBODY = "quaestor-probe.invalid";
  private static final SecureRandom RANDOM = new SecureRandom();

  @Override
  public char remark() {
    return ';';
  }

  @Override
  public String sentence() {
    return "unbound at %s:%d".formatted(resolver.getHostString(), resolver.getPort());
  }

  @Override
  public Judgement judge(WebAddress address) {
    var host = address.host();
    if (WebHost.isV4(host) || host.startsWith("[")) {
      return new Judgement.Obstacle("Its host is an address, which no resolver is asked for");
    }
    if (!WebHost.isName(host)) {
      return new Judgement.Obstacle(
          "The policy zone cannot name its host, which is no plain name of the DNS");
    }
    if (host.length() + 1 + zone.length() > LONGEST_NAME) {
      return new Judgement.Obstacle("The name of its host is too long for the policy zone");
    }
    if (Domains.isShared(host)) {
      return new Judgement.Obstacle(
          "The resolver sees of it only its host, %s, which many share: all of them would be blocked"
              .formatted(host));
    }
    return new Judgement.Blockable(
        new Subject(
            "%s.%s. 60 IN CNAME .".formatted(host, zone),
            WebHost.isAll(address) ? "" : host,
            List.of(host)));
  }

  /** What of an answer is needed: its code, whether it speaks with authority, its records. */
  private record Answer(int code, boolean authority, int records) {
    private static final int NO_SUCH_NAME = 3;
    private static final int REFUSED = 5;

    boolean isByPolicy() {
      return code == NO_SUCH_NAME && authority && records == 0;
    }
  }

  @Override
  public void reach() {
    var answer = ask(NOBODY, false);
    if (answer.isByPolicy() || answer.code() == Answer.REFUSED) {
      throw new ConnectorException(
          Kind.UNAUTHORIZED,
          "the resolver %s:%d refuses the worker what nobody has blocked, so that no refusal proves"
                  .formatted(resolver.getHostString(), resolver.getPort())
              + " anything: allow the worker's address in access-control");
    }
  }

  @Override
  public Look look(Subject subject, boolean wholly) {
    var host = subject.asks().getFirst();
    var refused = ask(host, false).isByPolicy();
    // As everybody asks: it goes no further than this resolver, which has just refused it.
    return refused && (!wholly || ask(host, true).isByPolicy()) ? Look.REFUSED : Look.LET_THROUGH;
  }

  private Answer ask(String name, boolean recursion) {
    IOException last = new IOException("not asked");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (var socket = new DatagramSocket()) {
        socket.setSoTimeout(READ);
        socket.connect(new InetSocketAddress(resolver.getHostString(), resolver.getPort()));
        var question = question(name, recursion);
        socket.send(new DatagramPacket(question, question.length));
        return answered(socket, question);
      } catch (IOException silent) {
        last = silent;
      }
    }
    throw new ConnectorException(
        Kind.DOWN,
        "the resolver %s:%d does not answer"
            .formatted(resolver.getHostString(), resolver.getPort()),
        null,
        null,
        last);
  }

  private static byte[] question(String name, boolean recursion) {
    var out = ByteBuffer.allocate(HEADER + name.length() + 2 + 4);
    out.putShort((short) RANDOM.nextInt(0x10000));
    out.putShort((short) (recursion ? 0x100 : 0)).putShort((short) 1);
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (var label : name.split("\\.")) {
      out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.put((byte) 0).putShort((short) 1).putShort((short) 1);
    return out.array();
  }

  /** Whatever else arrives meanwhile is dropped. */
  private static Answer answered(DatagramSocket socket, byte[] question) throws IOException {
    var end = System.nanoTime() + 1_000_000L * READ;
    var packet = new DatagramPacket(new byte[MOST], MOST);
    while (System.nanoTime() < end) {
      packet.setLength(MOST);
      socket.receive(packet);
      var data = Arrays.copyOf(packet.getData(), packet.getLength());
      if (data.length >= question.length && isTo(data, question)) {
        var flags = (data[2] & 0xff) << 8 | data[3] & 0xff;
        var answers = (data[6] & 0xff) << 8 | data[7] & 0xff;
        var authorities = (data[8] & 0xff) << 8 | data[9] & 0xff;
        return new Answer(flags & 0xf, (flags & 0x400) != 0, answers + authorities);
      }
    }
    throw new SocketTimeoutException("no answer");
  }

  private static boolean isTo(byte[] answer, byte[] question) {
    var same =
        answer[0] == question[0]
            && answer[1] == question[1]
            && (answer[2] & 0x80) != 0
            && answer[4] == 0
            && answer[5] == 1;
    // The question comes back in whatever case.
    return same
        && new String(answer, HEADER, question.length - HEADER, StandardCharsets.ISO_8859_1)
            .equalsIgnoreCase(
                new String(
                    question, HEADER, question.length - HEADER, StandardCharsets.ISO_8859_1));
  }
}
