package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.capability.BackEnd;
import dev.quaestor.connector.capability.Exempt;
import dev.quaestor.connector.capability.UrlBlockingContract;
import dev.quaestor.entity.Url;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The contract of URL blocking, kept in front of a real squid and a real unbound. */
@EnabledOnOs(OS.LINUX)
class BlockListContractTest {
  private static final String NO_ALLOWANCE =
      "a line of the list blocks, and lines of others are never replaced";

  @Nested
  @Exempt(law = "anEntryThatAllowedItIsReplacedAndPutBack", because = NO_ALLOWANCE)
  class AtSquid extends UrlBlockingContract {
    @TempDir static Path folder;
    private static RealSquid squid;

    @BeforeAll
    static void up() throws Exception {
      squid = RealSquid.up(folder);
    }

    @AfterAll
    static void down() {
      if (squid != null) {
        squid.close();
      }
    }

    @BeforeEach
    void asAtFirst() throws Exception {
      squid.reset(page().value());
    }

    @Override
    protected BackEnd backEnd() {
      return squid;
    }

    @Override
    protected Url page() {
      return new Url("http://evil.example:" + squid.web() + "/login?x=1");
    }

    @Override
    protected Url neighbour() {
      return new Url("http://evil.example:" + squid.web() + "/help");
    }

    @Override
    protected boolean isBlocked(Url url) {
      return squid.refuses(url.value());
    }

    @Override
    protected void somebodyAllows(Url url) {
      throw new UnsupportedOperationException(NO_ALLOWANCE);
    }

    @Override
    protected void somebodyBlocks(Url url) {
      entered(squid, "^http://evil[.]example:[0-9]+/login\n", url);
    }
  }

  @Nested
  @Exempt(law = "anEntryThatAllowedItIsReplacedAndPutBack", because = NO_ALLOWANCE)
  class AtUnbound extends UrlBlockingContract {
    @TempDir static Path folder;
    private static RealUnbound unbound;

    @BeforeAll
    static void up() throws Exception {
      unbound = RealUnbound.up(folder);
    }

    @AfterAll
    static void down() {
      if (unbound != null) {
        unbound.close();
      }
    }

    @BeforeEach
    void asAtFirst() throws Exception {
      unbound.reset(page().value());
    }

    @Override
    protected BackEnd backEnd() {
      return unbound;
    }

    @Override
    protected Url page() {
      return new Url("https://evil.example/");
    }

    /** Another host of the site: of pages it knows nothing. */
    @Override
    protected Url neighbour() {
      return new Url("https://sub.evil.example/");
    }

    @Override
    protected boolean isBlocked(Url url) {
      return unbound.refuses(url.value());
    }

    @Override
    protected void somebodyAllows(Url url) {
      throw new UnsupportedOperationException(NO_ALLOWANCE);
    }

    @Override
    protected void somebodyBlocks(Url url) {
      entered(unbound, "evil.example CNAME .\n", url);
    }
  }

  private static void entered(RealEnforcer at, String line, Url url) {
    try {
      at.append(line);
      at.reload();
      RealEnforcer.eventually("theirs is read", () -> at.refuses(url.value()));
    } catch (Exception broke) {
      throw new AssertionError(broke);
    }
  }
}
