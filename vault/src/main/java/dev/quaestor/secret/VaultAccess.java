package dev.quaestor.secret;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a HashiCorp Vault, or what speaks like one, is reached: by the variables that its own tools
 * read, {@code VAULT_ADDR}, {@code VAULT_TOKEN} and {@code VAULT_NAMESPACE}. {@code
 * VAULT_TOKEN_FILE} names the file into which its agent writes a token that it renews.
 *
 * @param tokenFile read anew for each secret; null for none
 */
record VaultAccess(
    URI address, @Nullable String token, @Nullable String tokenFile, @Nullable String namespace) {

  /**
   * @throws IllegalArgumentException saying what is missing, without a value
   */
  static VaultAccess of(Map<String, String> environment) {
    var address = environment.get("VAULT_ADDR");
    if (address == null) {
      throw new IllegalArgumentException("VAULT_ADDR is not set");
    }
    var token = environment.get("VAULT_TOKEN");
    var file = environment.get("VAULT_TOKEN_FILE");
    if (token == null && file == null) {
      throw new IllegalArgumentException("neither VAULT_TOKEN nor VAULT_TOKEN_FILE is set");
    }
    return new VaultAccess(uri(address), token, file, environment.get("VAULT_NAMESPACE"));
  }

  private static URI uri(String address) {
    var text = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    try {
      var uri = URI.create(text);
      var isHere = Optional.ofNullable(uri.getHost()).filter(VaultAccess::isLoopback).isPresent();
      if (uri.getHost() != null
          && uri.getQuery() == null
          && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isHere))) {
        return uri;
      }
    } catch (IllegalArgumentException none) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "VAULT_ADDR must be an https address; http is for this machine alone");
  }

  private static boolean isLoopback(String host) {
    return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "VaultAccess[" + address + "]";
  }
}
