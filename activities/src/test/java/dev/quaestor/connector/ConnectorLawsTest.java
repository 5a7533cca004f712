package dev.quaestor.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorLawsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages(
              "dev.quaestor.connector",
              "dev.quaestor.execution",
              "dev.quaestor.analyzer",
              "dev.quaestor.vault");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blocklist",
        "clamav",
        "defender",
        "graph",
        "imap",
        "keycloak",
        "linux",
        "rspamd",
        "wazuh"
      })
  void vendorsDoNotKnowVendors(String one) {
    var others =
        Stream.of(
                "blocklist",
                "clamav",
                "defender",
                "graph",
                "imap",
                "keycloak",
                "linux",
                "rspamd",
                "wazuh")
            .filter(other -> !other.equals(one))
            .map("..connector.%s.."::formatted)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("..connector.%s..".formatted(one))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
  }

  @Test
  void portsAndActivitiesKnowNoVendorAndNoWire() {
    noClasses()
        .that()
        .resideInAnyPackage("..connector.capability..", "..execution..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..connector.blocklist..",
            "..connector.clamav..",
            "..connector.defender..",
            "..connector.graph..",
            "..connector.imap..",
            "..connector.keycloak..",
            "..connector.linux..",
            "..connector.rspamd..",
            "..connector.wazuh..",
            "..connector.http..",
            "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void connectorsDoNotKnowWhoCallsThem() {
    noClasses()
        .that()
        .resideInAPackage("..connector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..execution..", "io.temporal..")
        .check(CLASSES);
  }

  @Test
  void noRoomsStandInACircle() {
    slices().matching("dev.quaestor.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
