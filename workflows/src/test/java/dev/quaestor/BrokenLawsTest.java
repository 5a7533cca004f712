package dev.quaestor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A law that finds nothing in a class that breaks it is none. */
class BrokenLawsTest {

  static final class GoesThroughASet {
    String first(Set<String> names) {
      return names.iterator().next();
    }
  }

  static final class GoesThroughAHashSet {
    String first(List<String> names) {
      for (var name : new HashSet<>(names)) {
        return name;
      }
      return "";
    }
  }

  static final class GoesThroughAHashMap {
    List<String> names(HashMap<String, String> byName) {
      return List.copyOf(byName.keySet());
    }
  }

  static final class GoesThroughAMap {
    int sum(Map<String, Integer> counts) {
      return counts.values().stream().mapToInt(i -> i).sum();
    }
  }

  static final class GoesThroughACollection {
    Stream<String> names(Collection<String> names) {
      return names.stream();
    }
  }

  static final class KeepsTheOrder {
    List<String> names(
        LinkedHashSet<String> linked, SequencedMap<String, String> map, SortedSet<String> sorted) {
      var known = new HashSet<String>();
      var byName = new LinkedHashMap<String, String>();
      linked.stream().filter(known::add).forEach(n -> byName.put(n, n));
      sorted.forEach(known::remove);
      for (var e : map.sequencedEntrySet()) {
        byName.putIfAbsent(e.getKey(), e.getValue());
      }
      return List.copyOf(new TreeMap<>(byName).sequencedValues());
    }
  }

  static final class AsksTheClock {
    LocalTime now() {
      return LocalTime.now();
    }
  }

  static final class AsksTheSystem {
    void say() {
      System.out.println(System.getenv("HOME"));
    }
  }

  static final class AsksForAnIdentity {
    int hash(Thread.State state) {
      return state.hashCode();
    }
  }

  static final class WaitsForAnother {
    void sleep() throws InterruptedException {
      Thread.sleep(1);
    }
  }

  static final class StartsAnother {
    CompletableFuture<String> later() {
      return CompletableFuture.supplyAsync(() -> "later");
    }
  }

  static final class HoldsALock {
    synchronized void alone() {}
  }

  static final class Remembers {
    static int runs;
  }

  static final class LogsTwice {
    void say() {
      LoggerFactory.getLogger(LogsTwice.class).info("again");
    }
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(ArchitectureTest.whatIsGoneThroughHasAnOrder, GoesThroughASet.class),
        Arguments.of(ArchitectureTest.whatIsGoneThroughHasAnOrder, GoesThroughAHashSet.class),
        Arguments.of(ArchitectureTest.whatIsGoneThroughHasAnOrder, GoesThroughAHashMap.class),
        Arguments.of(ArchitectureTest.whatIsGoneThroughHasAnOrder, GoesThroughAMap.class),
        Arguments.of(ArchitectureTest.whatIsGoneThroughHasAnOrder, GoesThroughACollection.class),
        Arguments.of(
            ArchitectureTest.noWorkflowAsksTheClockOrChanceOrItsMachine, AsksTheClock.class),
        Arguments.of(
            ArchitectureTest.noWorkflowAsksTheClockOrChanceOrItsMachine, AsksTheSystem.class),
        Arguments.of(
            ArchitectureTest.noWorkflowAsksTheClockOrChanceOrItsMachine, AsksForAnIdentity.class),
        Arguments.of(ArchitectureTest.noWorkflowStartsAThreadOrHoldsALock, WaitsForAnother.class),
        Arguments.of(ArchitectureTest.noWorkflowStartsAThreadOrHoldsALock, StartsAnother.class),
        Arguments.of(ArchitectureTest.noWorkflowWaitsForAnotherThread, HoldsALock.class),
        Arguments.of(ArchitectureTest.nothingIsRememberedBetweenRuns, Remembers.class),
        Arguments.of(ArchitectureTest.noWorkflowLogsTwice, LogsTwice.class));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aLawFindsWhatBreaksIt(ArchRule law, Class<?> culprit) {
    var found = law.evaluate(new ClassFileImporter().importClasses(culprit));

    assertThat(found.hasViolation()).as("%s in %s", law, culprit.getSimpleName()).isTrue();
  }

  @Test
  void whatKeepsItsOrderMayBeGoneThrough() {
    var classes = new ClassFileImporter().importClasses(KeepsTheOrder.class);

    var found = ArchitectureTest.whatIsGoneThroughHasAnOrder.evaluate(classes);

    assertThat(found.getFailureReport().getDetails()).isEmpty();
  }
}
