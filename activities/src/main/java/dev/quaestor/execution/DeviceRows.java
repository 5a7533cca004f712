package dev.quaestor.execution;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.LiveResponseAction;
import dev.quaestor.connector.capability.AntivirusScan;
import dev.quaestor.connector.capability.CodeExecutionControl;
import dev.quaestor.connector.capability.DeviceContainment;
import dev.quaestor.connector.capability.DeviceOffboarding;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.PackageCollection;
import dev.quaestor.connector.capability.ScriptExecution;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;

/** Actions on a device itself. */
final class DeviceRows {
  private DeviceRows() {}

  static ActionExecution collectInvestigationPackage() {
    return ActionExecution.of(
        PackageCollection.class,
        DeviceAction.CollectInvestigationPackage.class,
        Device.class,
        (c, device, known) -> c.obstacle(device, known.device()),
        (c, a, run) ->
            new OneWayEffect(
                c, m -> c.collect(a.target(), m), "package-" + a.target().label() + ".zip", null));
  }

  static ActionExecution isolateDevice() {
    return ActionExecution.of(
            HostContainment.class,
            DeviceAction.IsolateDevice.class,
            Device.class,
            (c, device, known) -> c.obstacle(device, known.device()),
            (c, a, run) ->
                new SwitchEffect(
                    c,
                    () -> c.isolated(a.target(), a.isolation()),
                    Standing.IN_FORCE,
                    m -> c.isolate(a.target(), a.isolation(), m),
                    true,
                    "the device is isolated"))
        .unless((c, a, known) -> c.obstacle(a.target(), a.isolation(), known.device()));
  }

  static ActionExecution releaseDevice() {
    return ActionExecution.of(
            HostContainment.class,
            DeviceAction.ReleaseDevice.class,
            Device.class,
            (c, device, known) -> c.obstacle(device, known.device()),
            (c, a, run) ->
                new SwitchEffect(
                        c,
                        () -> c.isolated(a.target()),
                        Standing.NOT_IN_FORCE,
                        m -> c.release(a.target(), m),
                        false,
                        "the device is not isolated")
                    .saying(() -> c.otherwise(a.target())))
        .whateverHasBecomeOfIt()
        .onlyIfUnchanged((c, a, left, m) -> c.changedSince(a.target(), left, m));
  }

  static ActionExecution offboardDevice() {
    return ActionExecution.of(
        DeviceOffboarding.class,
        DeviceAction.OffboardDevice.class,
        Device.class,
        (c, device, known) -> c.obstacle(device, known.device()),
        (c, a, run) ->
            new SwitchEffect(
                c,
                () -> c.offboarded(a.target()),
                Standing.IN_FORCE,
                m -> c.offboard(a.target(), m),
                false,
                "the device is offboarded"));
  }

  static ActionExecution restrictCodeExecution() {
    return ActionExecution.of(
        CodeExecutionControl.class,
        DeviceAction.RestrictCodeExecution.class,
        Device.class,
        (c, device, known) -> c.obstacle(device, known.device()),
        (c, a, run) ->
            new SwitchEffect(
                c,
                () -> c.restricted(a.target()),
                Standing.IN_FORCE,
                m -> c.restrict(a.target(), m),
                true,
                "code execution is restricted"));
  }

  static ActionExecution releaseCodeExecution() {
    return ActionExecution.of(
            CodeExecutionControl.class,
            DeviceAction.ReleaseCodeExecution.class,
            Device.class,
            (c, device, known) -> c.obstacle(device, known.device()),
            (c, a, run) ->
                new SwitchEffect(
                    c,
                    () -> c.restricted(a.target()),
                    Standing.NOT_IN_FORCE,
                    m -> c.release(a.target(), m),
                    false,
                    "code execution is not restricted"))
        .whateverHasBecomeOfIt()
        .onlyIfUnchanged((c, a, left, m) -> c.changedSince(a.target(), left, m));
  }

  static ActionExecution runAntivirusScan() {
    return ActionExecution.of(
        AntivirusScan.class,
        DeviceAction.RunAntivirusScan.class,
        Device.class,
        (c, device, known) -> c.obstacle(device, known.device()),
        (c, a, run) -> new OneWayEffect(c, m -> c.scan(a.target(), a.scan(), m)));
  }

  static ActionExecution containDevice() {
    return ActionExecution.of(
        DeviceContainment.class,
        DeviceAction.ContainDevice.class,
        Device.class,
        (c, device, known) -> c.obstacle(device, known.device()),
        (c, a, run) ->
            new SwitchEffect(
                c,
                () -> c.contained(a.target()),
                Standing.IN_FORCE,
                m -> c.contain(a.target(), m),
                true,
                "the device is contained"));
  }

  static ActionExecution releaseContainedDevice() {
    return ActionExecution.of(
            DeviceContainment.class,
            DeviceAction.ReleaseContainedDevice.class,
            Device.class,
            (c, device, known) -> c.obstacle(device, known.device()),
            (c, a, run) ->
                new SwitchEffect(
                        c,
                        () -> c.contained(a.target()),
                        Standing.NOT_IN_FORCE,
                        m -> c.release(a.target(), m),
                        false,
                        "the device is not contained")
                    .saying(() -> c.otherwise(a.target())))
        .whateverHasBecomeOfIt()
        .onlyIfUnchanged((c, a, left, m) -> c.changedSince(a.target(), left, m));
  }

  static ActionExecution runScript() {
    return ActionExecution.of(
        ScriptExecution.class,
        LiveResponseAction.RunScript.class,
        Device.class,
        (c, device, known) -> c.obstacle(device, known.device()),
        (c, a, run) ->
            new OneWayEffect(
                c,
                m -> c.run(a.target(), a.script(), a.arguments(), m),
                a.script() + ".txt",
                null));
  }
}
