package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.time.Instant;
import java.util.List;

/** Knows who clicked on a link, as time-of-click protection saw it. Reads only. */
public interface ClickHistory extends Capability {

  /**
   * Who got through to this very URL; a click that was blocked did nobody harm.
   *
   * @param since how far back
   * @param limit how many users to list, each once
   */
  List<UserAccount> clickedThrough(Url url, Instant since, int limit);
}
