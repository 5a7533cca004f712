package dev.quaestor.starter.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.policy.Policy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyOverridesTest {
  /** The policy that the standalone begins with. */
  static final String STANDALONE =
      PolicyOverrides.in(
          PolicyFile.defaultText(), Map.of("name", "standalone", "approvals.unsigned", "ACCEPT"));

  private static Policy policy(String yaml) {
    return ((PolicyReading.Read) PolicyFile.read(yaml)).policy();
  }

  @Test
  void theStandalonesPolicyIsTheDefaultButForOneWordAndItsName() {
    var production = policy(PolicyFile.defaultText());
    var standalone = policy(STANDALONE);

    assertThat(production.approvals().unsigned()).isEqualTo(Policy.Unsigned.REFUSE);
    assertThat(standalone.approvals().unsigned()).isEqualTo(Policy.Unsigned.ACCEPT);
    assertThat(standalone.name()).isEqualTo("standalone");
    assertThat(standalone)
        .usingRecursiveComparison()
        .ignoringFields("name", "approvals.unsigned")
        .isEqualTo(production);
  }

  @Test
  void whatIsNotOverriddenStaysToTheLetter() {
    var expected =
        PolicyFile.defaultText()
            .replace("\nname: default\n", "\nname: standalone\n")
            .replace("  unsigned: REFUSE\n", "  unsigned: ACCEPT\n");

    assertThat(STANDALONE).isEqualTo(expected);
    assertThat(PolicyOverrides.in(PolicyFile.defaultText(), Map.of()))
        .isEqualTo(PolicyFile.defaultText());
  }

  @Test
  void charactersBeyondTheBasicPlaneShiftNothing() {
    assertThat(
            PolicyOverrides.in(
                "# \uD83D\uDE20\nname: 'a'  # why\nrules: [{id: x}]\n",
                Map.of("name", "b", "rules[0].id", "y")))
        .isEqualTo("# \uD83D\uDE20\nname: b  # why\nrules: [{id: y}]\n");
  }

  @Test
  void onlyASingleValueThatIsThereCanBeOverridden() {
    for (var path : new String[] {"nmae", "approvals", "approvals.unsigned.x"}) {
      assertThatThrownBy(() -> PolicyOverrides.in(PolicyFile.defaultText(), Map.of(path, "x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the policy has no single value at " + path);
    }
  }

  @Test
  void whatIsNoYamlIsLeftToItsReader() {
    assertThat(PolicyOverrides.in("a: [", Map.of("a", "b"))).isEqualTo("a: [");
  }
}
