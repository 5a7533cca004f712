package dev.quaestor.starter.access;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Passwords of local people, kept as Argon2id with what OWASP asks for: 19 MiB, two passes. */
final class Passwords {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 200;

  /** Without those that look alike. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);

  /** Each takes memory and a core; a flood is to wait, and not to take all of both. */
  private final Semaphore turns = new Semaphore(2, true);

  /** Of a password that nobody has, so that an unknown name takes as long as a known one. */
  private final String nobodys = argon2.encode(fresh());

  /** A password that is good for one sign-in, to be handed on: 100 random bits. */
  static String fresh() {
    var text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      if (i > 0 && i % 5 == 0) {
        text.append('-');
      }
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /** What keeps a text from being somebody's password, one sentence; empty when nothing does. */
  static Optional<String> flaw(String password, String name) {
    if (password.length() < SHORTEST) {
      return Optional.of("A password must be no shorter than %d characters.".formatted(SHORTEST));
    }
    if (password.length() > LONGEST) {
      return Optional.of("A password has at most %d characters.".formatted(LONGEST));
    }
    if (password.chars().distinct().count() < 5 || password.equalsIgnoreCase(name)) {
      return Optional.of("This password is too easy to guess.");
    }
    return Optional.empty();
  }

  /**
   * @throws BusyException when too many are being checked
   */
  String hash(String password) {
    return inTurn(() -> argon2.encode(password));
  }

  /**
   * Whether it is the password; takes as long where there is none.
   *
   * @param hash null where nobody is known, or has no password
   * @throws BusyException when too many are being checked
   */
  boolean matches(String password, @Nullable String hash) {
    if (password.length() > LONGEST) {
      return false;
    }
    return inTurn(() -> argon2.matches(password, hash == null ? nobodys : hash)) && hash != null;
  }

  private <T> T inTurn(java.util.function.Supplier<T> work) {
    try {
      if (!turns.tryAcquire(5, TimeUnit.SECONDS)) {
        throw new BusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException();
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  /** Too many passwords are being checked at this moment. */
  static final class BusyException extends RuntimeException {
    BusyException() {
      super("too many passwords are being checked");
    }
  }
}
