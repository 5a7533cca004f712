package dev.quaestor.execution;

import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Entity;
import java.util.Optional;
import java.util.function.Function;

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
   * One run.
   *
   * @param patience for which breakage partial work is given up for a retry
   */
  record Run(Mandate mandate, Patience patience) {}

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
  }

  /** A port does it. */
  record ByPort<C extends Capability, A extends RemediationAction, T extends Entity>(
      Class<C> port,
      Class<A> action,
      Class<T> target,
      Obstacle<C, T> onTarget,
      Obstacle<C, A> onAction,
      Binding<C, A> binding)
      implements ActionExecution {

    /** The same, where also the action's own parameters can stand in the way. */
    ByPort<C, A, T> unless(Obstacle<C, A> parameters) {
      return new ByPort<>(port, action, target, onTarget, parameters, binding);
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
      if (!target.isInstance(wanted.target())) {
        return Optional.empty();
      }
      return connectors.offering(port).stream()
          .filter(c -> obstacle(c, wanted, known).isEmpty())
          .findFirst()
          .map(c -> binding.bind(c, action.cast(wanted), run));
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
    return new ByPort<>(port, action, target, obstacle, (c, a, known) -> Optional.empty(), binding);
  }
}
