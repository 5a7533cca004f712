package dev.quaestor.starter.ledger;

import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Bearer tokens. A token itself is never kept, only its SHA-256, and it is looked up by that, so
 * how long a look-up takes says nothing of the token.
 */
public final class TokenStore {
  private static final int MOST_OWN = 50;

  /** How exactly it is known when a token was last used. */
  private static final Duration USED = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final InstantSource clock;

  public TokenStore(DataSource dataSource, InstantSource clock) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /**
   * Lets a token in.
   *
   * @param token the secret, made by the caller from at least 128 random bits; the same one again
   *     is refused with {@link IllegalArgumentException}
   * @param expiresAt null for never
   */
  public ApiToken add(
      String token, String name, Set<String> roles, String createdBy, @Nullable Instant expiresAt) {
    return addUnless(known -> false, token, name, roles, createdBy, expiresAt).orElseThrow();
  }

  /**
   * The same, unless a token that is known stands against it.
   *
   * @param against asked of every token there is, revoked and expired ones too
   * @return empty when one stood against it, and nothing was added
   */
  public Optional<ApiToken> addUnless(
      Predicate<ApiToken> against,
      String token,
      String name,
      Set<String> roles,
      String createdBy,
      @Nullable Instant expiresAt) {
    String hash = Sha256.of(token);
    String tokenId = "tok-" + UUID.randomUUID();
    return transactions.write(
        () -> {
          Turn.NAMES.take(jdbc);
          if (byHash(hash).isPresent()) {
            throw new IllegalArgumentException("this token already exists");
          }
          if (all().stream().anyMatch(against)) {
            return Optional.<ApiToken>empty();
          }
          insert(tokenId, hash, name, roles, createdBy, expiresAt, null, Scope.ALL);
          return byId(tokenId);
        });
  }

  /**
   * Lets a person's own token in.
   *
   * @param label what they call it
   * @return empty when they have as many as one may have
   */
  public Optional<ApiToken> addOwn(
      String token, Person owner, String label, Set<String> roles, Scope scope, Instant expiresAt) {
    String tokenId = "tok-" + UUID.randomUUID();
    return transactions.write(
        () -> {
          Turn.NAMES.take(jdbc);
          if (own(owner.personId()).stream().filter(t -> t.isActive(clock.instant())).count()
              >= MOST_OWN) {
            return Optional.<ApiToken>empty();
          }
          insert(
              tokenId,
              Sha256.of(token),
              label,
              roles,
              owner.name(),
              expiresAt,
              owner.personId(),
              scope);
          return byId(tokenId);
        });
  }

  /** A person's own, revoked and expired ones too, newest first. */
  public List<ApiToken> listOwn(String personId) {
    return transactions.read(() -> own(personId));
  }

  private List<ApiToken> own(String personId) {
    return jdbc.sql("select * from api_token where owner = ? order by created_at desc, token_id")
        .param(personId)
        .query((row, n) -> token(row))
        .list();
  }

  private void insert(
      String tokenId,
      String hash,
      String name,
      Set<String> roles,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable String owner,
      Scope scope) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", tokenId);
    row.put("hash", hash);
    row.put("name", Storable.of(name));
    row.put("roles", Columns.json(new TreeSet<>(roles)));
    row.put("by", Storable.of(createdBy));
    row.put("at", Columns.utc(clock.instant()));
    row.put("expires", Columns.utcOrNull(expiresAt));
    row.put("owner", owner);
    row.put("scope", PersonStore.storedOrNull(scope));
    jdbc.sql(
            """
            insert into api_token (token_id, token_hash, name, roles, created_by, created_at,
              expires_at, owner, scope)
            values (:id, :hash, :name, :roles, :by, :at, :expires, :owner, :scope)""")
        .params(row)
        .update();
  }

  /** The token's record, when it is known and neither expired nor revoked. */
  public Optional<ApiToken> findActive(String token) {
    String hash = Sha256.of(token);
    return transactions.alone(() -> byHash(hash)).filter(t -> t.isActive(clock.instant()));
  }

  /** It opened something. */
  public void used(ApiToken token) {
    var now = clock.instant();
    if (token.usedAt() == null || token.usedAt().plus(USED).isBefore(now)) {
      transactions.alone(
          () ->
              jdbc.sql("update api_token set last_used_at = ? where token_id = ?")
                  .params(Columns.utc(now), token.tokenId())
                  .update());
    }
  }

  /** All, also expired and revoked ones, newest first. */
  public List<ApiToken> list() {
    return transactions.read(this::all);
  }

  private List<ApiToken> all() {
    return jdbc.sql("select * from api_token order by created_at desc, token_id")
        .query((row, n) -> token(row))
        .list();
  }

  /**
   * Shuts a token out, at once and for good.
   *
   * @return what stands now; a second time changes nothing; empty when there is none of that id
   */
  public Optional<ApiToken> revoke(String tokenId) {
    String id = Storable.of(tokenId);
    return transactions.write(
        () -> {
          jdbc.sql(
                  """
                  update api_token set revoked_at = ?
                  where token_id = ? and revoked_at is null""")
              .params(Columns.utc(clock.instant()), id)
              .update();
          return byId(id);
        });
  }

  private Optional<ApiToken> byHash(String hash) {
    return jdbc.sql("select * from api_token where token_hash = ?")
        .param(hash)
        .query((row, n) -> token(row))
        .optional();
  }

  private Optional<ApiToken> byId(String tokenId) {
    return jdbc.sql("select * from api_token where token_id = ?")
        .param(tokenId)
        .query((row, n) -> token(row))
        .optional();
  }

  private static ApiToken token(ResultSet row) throws SQLException {
    return new ApiToken(
        row.getString("token_id"),
        row.getString("name"),
        Set.of(Columns.value(row, "roles", String[].class)),
        row.getString("created_by"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "expires_at"),
        Columns.instantOrNull(row, "revoked_at"),
        row.getString("owner"),
        PersonStore.scope(row),
        Columns.instantOrNull(row, "last_used_at"));
  }
}
