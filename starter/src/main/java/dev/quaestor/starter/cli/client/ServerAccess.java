package dev.quaestor.starter.cli.client;

import com.google.re2j.Pattern;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.CommandFailed;
import dev.quaestor.starter.cli.terminal.CommandFailed.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which server, and with which token.
 *
 * <p>The trap: {@code server.json} is searched upward, so a folder of strangers (a clone, an
 * unpacked archive) can hold one. It may therefore name only this machine, its token file may lie
 * only beside it, and its token is shown only to the server it names. Otherwise it could have any
 * readable file sent anywhere as a bearer token.
 */
public final class ServerAccess {
  private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  public static final String DEFAULT_SERVER = "http://127.0.0.1:8080";
  private static final int MAX_TOKEN_BYTES = 4096;

  private final CliEnvironment surroundings;
  private final @Nullable String serverOption;
  private final @Nullable String tokenFileOption;
  private @Nullable Optional<ServerFile.Found> found;

  public ServerAccess(
      CliEnvironment surroundings,
      @Nullable String serverOption,
      @Nullable String tokenFileOption) {
    this.surroundings = surroundings;
    this.serverOption = serverOption;
    this.tokenFileOption = tokenFileOption;
  }

  private Optional<ServerFile.Found> serverFile() {
    if (found == null) {
      found = ServerFile.find(surroundings);
    }
    return found;
  }

  private String environment(String name) {
    return surroundings.environment().getOrDefault(name, "");
  }

  public URI server() {
    if (serverOption != null) {
      return parse(serverOption, "--server");
    }
    if (!environment("QUAESTOR_SERVER").isEmpty()) {
      return parse(environment("QUAESTOR_SERVER"), "QUAESTOR_SERVER");
    }
    return serverFile().map(ServerAccess::ownServer).orElseGet(() -> URI.create(DEFAULT_SERVER));
  }

  private static URI ownServer(ServerFile.Found found) {
    var uri = parse(found.file().api(), found.path().toString());
    if (!isLoopback(uri)) {
      throw CommandFailed.because(
          Kind.LOCAL,
          found.path() + " names " + uri + ", which is not this machine.",
          "To use that server anyway: --server " + uri + ", or set QUAESTOR_SERVER.");
    }
    return uri;
  }

  private static URI parse(String text, String source) {
    return address(text)
        .orElseThrow(
            () ->
                CommandFailed.because(
                    Kind.LOCAL,
                    source + " is not an address such as " + DEFAULT_SERVER + ": " + text));
  }

  /** Whether this can be the address of a server. */
  public static boolean isAddress(String text) {
    return address(text).isPresent();
  }

  private static Optional<URI> address(String text) {
    try {
      var uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // It is none, as what follows.
    }
    return Optional.empty();
  }

  public static boolean isLoopback(URI uri) {
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost") || host.equals("[::1]") || LOOPBACK.matches(host);
  }

  /** Where the administrator's token of the standalone lies, if one has been started here. */
  public Optional<Path> adminTokenFile() {
    return serverFile().flatMap(ServerAccess::ownTokenFile);
  }

  private static Optional<Path> ownTokenFile(ServerFile.Found found) {
    var name = found.file().tokenFile();
    if (name == null) {
      return Optional.empty();
    }
    var state = found.home().resolve(ServerFile.STATE_FOLDER).normalize();
    var path = found.home().resolve(name).normalize();
    try {
      var inside =
          Files.exists(path)
              ? path.toRealPath().startsWith(state.toRealPath())
              : path.startsWith(state);
      if (!inside) {
        throw CommandFailed.because(
            Kind.LOCAL,
            found.path() + " names a token file outside " + state + ": " + path,
            "To use that file anyway: --token-file " + path);
      }
      return Optional.of(path);
    } catch (IOException e) {
      throw CommandFailed.because(Kind.LOCAL, "Cannot read " + path + ": " + e.getMessage());
    }
  }

  /**
   * The token for this server.
   *
   * @throws CommandFailed saying where it looked
   */
  public String token(URI server) {
    if (tokenFileOption != null) {
      return readToken(surroundings.resolve(tokenFileOption));
    }
    if (!environment("QUAESTOR_TOKEN").isBlank()) {
      return checked(environment("QUAESTOR_TOKEN").strip(), "QUAESTOR_TOKEN");
    }
    var looked = new ArrayList<String>();
    looked.add("--token-file: not given");
    looked.add("QUAESTOR_TOKEN: not set");
    if (serverFile().isEmpty()) {
      looked.add(
          "%s/server.json: not found in %s or its parents, nor under QUAESTOR_HOME"
              .formatted(ServerFile.STATE_FOLDER, surroundings.workingDirectory()));
      looked.add("Start a server here with ./quaestor up, or name a token file.");
      throw noToken(server, looked);
    }
    var own = ownServer(serverFile().get());
    if (!same(own, server)) {
      looked.add(serverFile().get().path() + ": its token is for " + own + " only");
      throw noToken(server, looked);
    }
    var file = adminTokenFile();
    if (file.isEmpty() || !Files.isReadable(file.get())) {
      looked.add(
          serverFile().get().path()
              + file.map(f -> ": " + f + " is not readable for you")
                  .orElse(": does not name a token file"));
      throw noToken(server, looked);
    }
    return readToken(file.get());
  }

  private static CommandFailed noToken(URI server, ArrayList<String> looked) {
    return CommandFailed.because(
        Kind.NO_TOKEN, "No token for " + server + ". Looked at:", looked.toArray(String[]::new));
  }

  private static boolean same(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  private static String origin(URI uri) {
    var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    var port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    return scheme + "://" + (host.equals("localhost") ? "127.0.0.1" : host) + ":" + port;
  }

  public static String readToken(Path path) {
    try {
      if (Files.size(path) > MAX_TOKEN_BYTES) {
        throw CommandFailed.because(Kind.NO_TOKEN, path + " is too large to be a token.");
      }
      return checked(Files.readString(path).strip(), path.toString());
    } catch (IOException e) {
      throw CommandFailed.because(Kind.NO_TOKEN, "Cannot read the token in " + path + ".");
    }
  }

  /** RFC 6750's b64token; what is not one never gets into a header, nor into the message. */
  private static String checked(String token, String source) {
    if (!TOKEN.matches(token)) {
      throw CommandFailed.because(Kind.NO_TOKEN, source + " does not contain a token.");
    }
    return token;
  }
}
