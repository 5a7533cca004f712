package dev.quaestor.connector.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.UserAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What whoever offers {@link UserDirectory} must keep. */
public abstract class UserDirectoryContract extends PortContract<UserDirectory> {
  protected UserDirectoryContract() {
    super(UserDirectory.class);
  }

  /** One that it knows and that may sign in, with its id there and its principal name. */
  protected abstract UserAccount known();

  /** One of another estate, with the id that it has there. */
  protected abstract UserAccount stranger();

  private UserAccount byId() {
    return new UserAccount(known().userId(), null, null, null, null);
  }

  private UserAccount byName() {
    return new UserAccount(null, known().userPrincipalName(), null, null, null);
  }

  @Test
  void whatItKnowsIsFoundByItsIdAndByItsNameUnderTheKeyThatIsAskedFor() {
    for (var asked : List.of(byId(), byName())) {
      assertThat(port().find(List.of(asked)))
          .as(asked.toString())
          .hasEntrySatisfying(
              asked.key(),
              found -> {
                assertThat(found.account().userId()).isEqualTo(known().userId());
                assertThat(found.account().userPrincipalName())
                    .isEqualToIgnoringCase(known().userPrincipalName());
                assertThat(found.enabled()).isTrue();
              });
    }
  }

  @Test
  void aStrangerAndOneWithoutIdOrNameAreNotInTheAnswer() {
    var nameless = new UserAccount(null, null, "S-1-5-21-1", "root", null);

    assertThat(port().find(List.of(stranger(), nameless, byName())))
        .containsOnlyKeys(byName().key());
    assertThat(port().find(List.of(stranger()))).isEmpty();
    assertThat(port().find(List.of())).isEmpty();
  }

  @Test
  void namesThatCannotBeAnybodysAreNobodys() {
    for (var name : List.of("", " ", "*", "*)(uid=*", "../x", "a b@c", "x\n", "\u0000")) {
      assertThat(port().find(List.of(new UserAccount(null, name, null, null, null))))
          .as(name)
          .isEmpty();
      assertThat(port().find(List.of(new UserAccount(name, null, null, null, null))))
          .as(name)
          .isEmpty();
    }
  }

  @Test
  void awayIsAwayAndNotAnAnswer() {
    isAwayFor(() -> port().find(List.of(byId())), () -> port().find(List.of(stranger(), byName())));
  }
}
