package dev.quaestor.connector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

class ConnectorLawsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages(
              "dev.quaestor.connector",
              "dev.quaestor.execution",
              "dev.quaestor.analyzer",
              "dev.quaestor.vault");

  @Test
  void vendorsDoNotKnowVendors() {
    noClasses()
        .that()
        .resideInAPackage("..connector.defender..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..connector.graph..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("..connector.graph..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..connector.defender..")
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
            "..connector.defender..",
            "..connector.graph..",
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
