package dev.quaestor.connector.linux;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Runs scripts on hosts, one session each. Nothing of this machine's own SSH configuration counts:
 * no known hosts, no keys, no agent.
 */
final class HostShell implements AutoCloseable {
  /** What a login shell is asked for; a forced command may stand in its place on the host. */
  private static final String COMMAND = "/bin/sh -s";

  private static final int MOST_OUTPUT = 256 * 1024;
  private static final int MOST_ERRORS = 16 * 1024;
  private static final Duration FETCHING = Duration.ofMinutes(10);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final AttributeKey<Pinned> PINNED = new AttributeKey<>();

  static final String HOST_KEY_DIFFERS = "HOST_KEY_DIFFERS";

  private final LinuxSettings settings;
  private final SshClient client;

  /**
   * The key that one session believes.
   *
   * @param refused whether the host has shown another one
   */
  private record Pinned(PublicKey key, Map<String, Boolean> seen) {
    Pinned(PublicKey key) {
      this(key, new ConcurrentHashMap<>());
    }

    boolean believes(PublicKey shown) {
      var same = KeyUtils.compareKeys(key, shown);
      if (!same) {
        seen.put(HOST_KEY_DIFFERS, true);
      }
      return same;
    }

    boolean wasRefused() {
      return seen.containsKey(HOST_KEY_DIFFERS);
    }
  }

  HostShell(LinuxSettings settings) {
    this.settings = settings;
    this.client = SshClient.setUpDefaultClient();
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    // Of its own: a session is asked for one kind of host key only, and our key may be of another.
    client.setUserAuthFactories(
        List.of(new UserAuthPublicKeyFactory(client.getSignatureFactories())));
    client.setServerKeyVerifier((session, address, key) -> pinned(session).believes(key));
    client.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            if (session instanceof ClientSession own) {
              wantPinned(own);
            }
          }
        });
    client.start();
  }

  private static Pinned pinned(ClientSession session) {
    var context = session.getConnectionContext();
    var pinned = context == null ? null : context.getAttribute(PINNED);
    if (pinned == null) {
      throw new IllegalStateException("a session without a pinned key");
    }
    return pinned;
  }

  /** A host has keys of several kinds, and shows the one that it is asked for first. */
  private static void wantPinned(ClientSession session) {
    var type = KeyUtils.getKeyType(pinned(session).key());
    session.setSignatureFactories(
        session.getSignatureFactories().stream()
            .filter(f -> KeyUtils.getCanonicalKeyType(f.getName()).equals(type))
            .toList());
  }

  /**
   * @throws IllegalArgumentException when it is no key that can be used as it is
   */
  static KeyPair keyPair(String setting, String text) {
    try {
      var pairs =
          SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName(setting),
              new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.UTF_8)),
              null);
      if (pairs != null) {
        for (var pair : pairs) {
          return pair;
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      // Said below, without a word of it.
    }
    throw new IllegalArgumentException(
        setting + " is no private key in OpenSSH's form without a passphrase");
  }

  /**
   * Runs a script to its end. That the host showed another key is a refusal: nothing was sent.
   *
   * @param acts whether the script changes anything: then a lost session may have done so
   * @throws ConnectorException DEVICE_AWAY when the host cannot be reached or does not answer in
   *     time, UNAUTHORIZED when it does not take the key, MALFORMED_ANSWER when the answer cannot
   *     be used
   */
  HostAnswer run(LinuxHost host, byte[] script, boolean acts) {
    var pinned = new Pinned(host.hostKey());
    try (var session = connected(host, pinned)) {
      entered(host, session, pinned);
      try {
        return answer(host, session, script);
      } catch (ConnectorException broke) {
        throw acts ? broke.afterActing() : broke;
      }
    } catch (HostKeyDiffers other) {
      return HostAnswer.refused(
          HOST_KEY_DIFFERS,
          "the host showed another host key than the inventory has, so nothing was done and the new"
              + " key was not learnt");
    } catch (IOException closing) {
      throw away(host, "the session broke");
    }
  }

  /** What reads a body to its end. */
  @FunctionalInterface
  interface Body<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * Runs a script that gives bytes and nothing else, or refuses.
   *
   * @throws ConnectorException as {@link #run}; REJECTED when the host refuses
   */
  <T> T fetch(LinuxHost host, byte[] script, Body<T> body) {
    var pinned = new Pinned(host.hostKey());
    try (var session = connected(host, pinned)) {
      entered(host, session, pinned);
      return streamed(host, session, script, body);
    } catch (VerifiedBody.Differs another) {
      throw new ConnectorException(
          Kind.MALFORMED_ANSWER, "%s: %s".formatted(host.name(), another.getMessage()));
    } catch (HostKeyDiffers other) {
      throw new ConnectorException(
          Kind.REJECTED, host.name() + " showed another host key than the inventory has");
    } catch (IOException closing) {
      throw away(host, "the session broke");
    }
  }

  private <T> T streamed(LinuxHost host, ClientSession session, byte[] script, Body<T> body)
      throws IOException {
    try (var errors = new BoundedOutput(MOST_ERRORS);
        var channel = session.createExecChannel(COMMAND)) {
      channel.setIn(new ByteArrayInputStream(script));
      channel.setErr(errors);
      channel.open().verify(settings.connectTimeout());
      // Whoever hangs while it is read is cut off, which ends the reading.
      var watch =
          Thread.ofVirtual().name("fetch-" + host.name()).start(() -> cutAfter(FETCHING, session));
      try (var in = new PushbackInputStream(channel.getInvertedOut(), HostAnswer.MARK.length())) {
        var first = in.readNBytes(HostAnswer.MARK.length());
        if (new String(first, StandardCharsets.US_ASCII).equals(HostAnswer.MARK)) {
          var rest = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
          var refused = HostAnswer.read(HostAnswer.MARK + rest, errors.text());
          throw new ConnectorException(
              Kind.REJECTED,
              host.name() + ": " + refused.detail(),
              refused.code().isEmpty() ? null : refused.code(),
              null,
              null);
        }
        in.unread(first);
        return body.read(in);
      } finally {
        watch.interrupt();
      }
    }
  }

  private static void cutAfter(Duration longest, ClientSession session) {
    try {
      Thread.sleep(longest);
      session.close(true);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class HostKeyDiffers extends Exception {
    private static final long serialVersionUID = 1;

    HostKeyDiffers() {
      super(HOST_KEY_DIFFERS, null, false, false);
    }
  }

  private ClientSession connected(LinuxHost host, Pinned pinned) {
    SocketAddress address = new InetSocketAddress(host.address(), host.port());
    try {
      return client
          .connect(host.user(), address, AttributeRepository.ofKeyValuePair(PINNED, pinned), null)
          .verify(settings.connectTimeout())
          .getSession();
    } catch (IOException | RuntimeException unreachable) {
      throw away(host, "it cannot be reached");
    }
  }

  /**
   * The key as it is now.
   *
   * @throws ConnectorException UNAUTHORIZED when it is none that can be used
   */
  KeyPair key() {
    try {
      return keyPair(settings.keySetting(), settings.privateKey().get());
    } catch (IllegalArgumentException | IllegalStateException noKey) {
      throw new ConnectorException(Kind.UNAUTHORIZED, String.valueOf(noKey.getMessage()));
    }
  }

  private void entered(LinuxHost host, ClientSession session, Pinned pinned) throws HostKeyDiffers {
    try {
      session.addPublicKeyIdentity(key());
      session.auth().verify(settings.connectTimeout());
    } catch (IOException failed) {
      if (pinned.wasRefused()) {
        throw new HostKeyDiffers();
      }
      if (failed instanceof SshException said
          && said.getDisconnectCode()
              == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
        throw new ConnectorException(
            Kind.UNAUTHORIZED,
            "%s does not take the key for the user %s".formatted(host.name(), host.user()));
      }
      throw away(host, "it did not let us in in time");
    }
  }

  private static ConnectorException away(LinuxHost host, String why) {
    return new ConnectorException(
        Kind.DEVICE_AWAY,
        "%s (%s port %d): %s".formatted(host.name(), host.address(), host.port(), why));
  }

  private HostAnswer answer(LinuxHost host, ClientSession session, byte[] script) {
    try (var output = new BoundedOutput(MOST_OUTPUT);
        var errors = new BoundedOutput(MOST_ERRORS);
        var channel = session.createExecChannel(COMMAND)) {
      channel.setIn(new ByteArrayInputStream(script));
      channel.setOut(output);
      channel.setErr(errors);
      // Whoever says too much is not read to the end.
      output.onTooMuch(() -> channel.close(true));
      channel.open().verify(settings.connectTimeout());
      var seen = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), settings.commandTimeout());
      if (output.isTooMuch()) {
        throw ConnectorException.tooLarge(
            "the script on %s said more than %d bytes".formatted(host.name(), MOST_OUTPUT));
      }
      if (seen.contains(ClientChannelEvent.TIMEOUT)) {
        session.close(true).await(CLOSING);
        throw away(
            host,
            "its script did not end within %d s".formatted(settings.commandTimeout().toSeconds()));
      }
      if (channel.getExitStatus() == null && output.text().isEmpty()) {
        throw away(host, "the session was cut off");
      }
      return HostAnswer.read(output.text(), errors.text());
    } catch (IOException broke) {
      throw away(host, "the session broke");
    }
  }

  @Override
  public void close() {
    client.stop();
  }
}
