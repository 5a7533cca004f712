package dev.quaestor.execution;

import dev.quaestor.action.Left;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How one type of action is taken. */
sealed interface ActionExecution {

  /**
   * Ties it to the preferred connector that can do it.
   *
   * @param known what stands in the way is judged by; {@link TargetFacts#none()} where that was
   *     done before
   * @return empty when no connector can do it to this target
   */
  Optional<Effect> effect(
      RemediationAction wanted, TargetFacts known, Run run, Connectors connectors);

  /**
   * Why no connector can do it, one sentence for people; empty when one can, or when there is
   * nothing to say.
   */
  Optional<String> obstacle(RemediationAction wanted, TargetFacts known, Connectors connectors);

  /**
   * What an undo finds otherwise than it was left, one sentence: somebody else's newer change;
   * empty when there is none, or no back end tells.
   */
  Optional<String> changedSince(
      RemediationAction wanted, Left left, Mandate mandate, Connectors connectors);

  /**
   * One run.
   *
   * @param receipt what was recorded before; null when nothing was
   * @param patience for which breakage partial work is given up for a retry
   */
  record Run(Mandate mandate, @Nullable Receipt receipt, Patience patience) {}

  /** The workflow does it by itself; no back end is asked. */
  record NeedsNobody() implements ActionExecution {
    @Override
    public Optional<Effect> effect(
        RemediationAction wanted, TargetFacts known, Run run, Connectors connectors) {
      return Optional.empty();
    }

    @Override
    public Optional<String> obstacle(
        RemediationAction wanted, TargetFacts known, Connectors connectors) {
      return Optional.empty();
    }

    @Override
    public Optional<String> changedSince(
        RemediationAction wanted, Left left, Mandate mandate, Connectors connectors) {
      return Optional.empty();
    }
  }

  /** A port does it. */
  record ByPort<C extends Capability, A extends RemediationAction, T extends Entity>(
      Class<C> port,
      Class<A> action,
      Class<T> target,
      Obstacle<C, T> onTarget,
      Obstacle<C, A> onAction,
      Drift<C, A> drift,
      Binding<C, A> binding)
      implements ActionExecution {

    /** The same, where also the action's own parameters can stand in the way. */
    ByPort<C, A, T> unless(Obstacle<C, A> parameters) {
      return new ByPort<>(port, action, target, onTarget, parameters, drift, binding);
    }

    /** The same, where the back end tells whether somebody has changed since what it takes back. */
    ByPort<C, A, T> onlyIfUnchanged(Drift<C, A> since) {
      return new ByPort<>(port, action, target, onTarget, onAction, since, binding);
    }

    /** Whether this is about such things at all, and some connector has the port. */
    boolean isAbout(Entity entity, Connectors connectors) {
      return target.isInstance(entity) && !connectors.offering(port).isEmpty();
    }

    /**
     * Why no connector can do it to this thing; empty when one can. To be asked only of what it is
     * about.
     */
    Optional<String> obstacle(Entity entity, TargetFacts known, Connectors connectors) {
      return preferred(connectors, c -> onTarget.of(c, target.cast(entity), known));
    }

    @Override
    public Optional<String> obstacle(
        RemediationAction wanted, TargetFacts known, Connectors connectors) {
      return isAbout(wanted.target(), connectors)
          ? preferred(connectors, c -> obstacle(c, wanted, known)).filter(said -> !said.isBlank())
          : Optional.empty();
    }

    @Override
    public Optional<Effect> effect(
        RemediationAction wanted, TargetFacts known, Run run, Connectors connectors) {
      return able(wanted, known, connectors).map(c -> binding.bind(c, action.cast(wanted), run));
    }

    @Override
    public Optional<String> changedSince(
        RemediationAction wanted, Left left, Mandate mandate, Connectors connectors) {
      return able(wanted, TargetFacts.none(), connectors)
          .flatMap(c -> drift.since(c, action.cast(wanted), left, mandate));
    }

    private Optional<C> able(RemediationAction wanted, TargetFacts known, Connectors connectors) {
      return target.isInstance(wanted.target())
          ? connectors.offering(port).stream()
              .filter(c -> obstacle(c, wanted, known).isEmpty())
              .findFirst()
          : Optional.empty();
    }

    private Optional<String> obstacle(C connector, RemediationAction wanted, TargetFacts known) {
      return onTarget
          .of(connector, target.cast(wanted.target()), known)
          .or(() -> onAction.of(connector, action.cast(wanted), known));
    }

    /** What the preferred connector says, unless another one can do it. */
    private Optional<String> preferred(Connectors connectors, Function<C, Optional<String>> ask) {
      Optional<String> first = Optional.empty();
      for (var connector : connectors.offering(port)) {
        var obstacle = ask.apply(connector);
        if (obstacle.isEmpty()) {
          return obstacle;
        }
        first = first.isPresent() ? first : obstacle;
      }
      return first;
    }
  }

  /** What stands in the way, one sentence; empty for nothing. */
  @FunctionalInterface
  interface Obstacle<C, X> {
    Optional<String> of(C port, X what, TargetFacts known);
  }

  /** What was changed since by somebody else, one sentence; empty for nothing. */
  @FunctionalInterface
  interface Drift<C, A> {
    Optional<String> since(C port, A action, Left left, Mandate mandate);
  }

  @FunctionalInterface
  interface Binding<C, A> {
    Effect bind(C port, A action, Run run);
  }

  static <C extends Capability, A extends RemediationAction, T extends Entity> ByPort<C, A, T> of(
      Class<C> port,
      Class<A> action,
      Class<T> target,
      Obstacle<C, T> obstacle,
      Binding<C, A> binding) {
    return new ByPort<>(
        port,
        action,
        target,
        obstacle,
        (c, a, known) -> Optional.empty(),
        (c, a, left, mandate) -> Optional.empty(),
        binding);
  }
}
