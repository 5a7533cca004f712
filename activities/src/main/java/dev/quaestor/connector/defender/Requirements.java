package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Defender asks of a device before it takes an action there (Microsoft, <em>Take response
 * actions on a device</em>; DOMAIN §5.3). What is not known is not held against a device: then the
 * back end itself refuses.
 */
final class Requirements {
  private static final Pattern OLD = Pattern.compile("windows(?:xp|vista|7|8|8\\.1).*");
  private static final Pattern UNIX =
      Pattern.compile("(?:ubuntu|debian|rhel|redhat|centos|sles|suse|fedora|oracle|amazon).*");
  private static final Pattern BESIDES = Pattern.compile("[^a-z0-9.]");
  private static final Pattern MOBILE = Pattern.compile("(?:ios|android|ipados).*");

  /** Windows 10 1703 and 1709. */
  private static final long BUILD_1703 = 15063;

  private static final long BUILD_1709 = 16299;

  /** None, or more than one: a name that several have says of none of them that it is meant. */
  static final String NO_SUCH_NAME = "Defender knows no device with this name";

  static final String NO_SUCH_ID = "Defender knows no device with this id";

  private Requirements() {}

  /** A family of operating systems as Defender's {@code osPlatform} names them. */
  enum Family {
    WINDOWS_CLIENT,
    WINDOWS_SERVER,
    OLD_WINDOWS,
    MACOS,
    LINUX,
    OTHER,
    UNKNOWN;

    boolean isWindows() {
      return this == WINDOWS_CLIENT || this == WINDOWS_SERVER || this == OLD_WINDOWS;
    }

    static Family of(@Nullable String platform) {
      if (platform == null) {
        return UNKNOWN;
      }
      var name = BESIDES.matcher(platform.toLowerCase(Locale.ROOT)).replaceAll("");
      if (name.startsWith("windowsserver2008") || OLD.matches(name)) {
        return OLD_WINDOWS;
      }
      if (name.startsWith("windowsserver")) {
        return WINDOWS_SERVER;
      }
      if (name.startsWith("windows")) {
        return WINDOWS_CLIENT;
      }
      if (name.startsWith("mac")) {
        return MACOS;
      }
      if (name.contains("linux") || UNIX.matches(name)) {
        return LINUX;
      }
      return MOBILE.matches(name) ? OTHER : UNKNOWN;
    }
  }

  /** The first of these that stands in the way. */
  @SafeVarargs
  static Optional<String> first(Optional<String>... obstacles) {
    for (var obstacle : obstacles) {
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  /** It has an id or a name, and no machine of that name was looked for in vain. */
  static Optional<String> identified(@Nullable String deviceId, Acquaintance<KnownDevice> host) {
    if (MachineActions.isMachine(deviceId)) {
      return host instanceof Acquaintance.Stranger<?> ? Optional.of(NO_SUCH_ID) : Optional.empty();
    }
    if (HostName.of(deviceId).isEmpty()) {
      return Optional.of("The device's id in Defender is not known");
    }
    return switch (host) {
      case Acquaintance.Known<KnownDevice> known ->
          MachineActions.isMachine(known.value().device().deviceId())
              ? Optional.empty()
              : Optional.of(NO_SUCH_NAME);
      case Acquaintance.Stranger<KnownDevice> nobody -> Optional.of(NO_SUCH_NAME);
      case Acquaintance.NotAsked<KnownDevice> unasked -> Optional.empty();
      case Acquaintance.NoDirectory<KnownDevice> none -> Optional.empty();
    };
  }

  static Optional<String> identified(Device device, Acquaintance<KnownDevice> host) {
    return identified(device.deviceId() != null ? device.deviceId() : device.name(), host);
  }

  static Optional<String> managed(Device device, Acquaintance<KnownDevice> host) {
    return first(identified(device, host), managed(host));
  }

  /** It is onboarded, and its sensor works. */
  static Optional<String> managed(Acquaintance<KnownDevice> host) {
    return host.known().flatMap(Requirements::unmanaged);
  }

  private static Optional<String> unmanaged(KnownDevice host) {
    if (!host.onboarded()) {
      return Optional.of("The device is not onboarded to Defender, so it cannot receive commands");
    }
    return host.blind()
        ? Optional.of(
            "The device's sensor sends no data (NoSensorData), so it cannot receive commands")
        : Optional.empty();
  }

  static Family family(Acquaintance<KnownDevice> host) {
    return Family.of(host.known().map(known -> known.device().osPlatform()).orElse(null));
  }

  /** Windows 10 1703, Server 2012 R2, macOS or Linux. */
  static Optional<String> isolation(Acquaintance<KnownDevice> host) {
    return older(host, BUILD_1703)
        ? Optional.of("Isolation needs Windows 10 1703 or Server 2012 R2 or later, not " + os(host))
        : supported(host, "Isolation");
  }

  /** Windows 10 1709 or macOS: exclusion rules come with later versions than isolation itself. */
  static Optional<String> selectiveIsolation(Acquaintance<KnownDevice> host) {
    return older(host, BUILD_1709) || family(host) == Family.LINUX
        ? Optional.of(
            "Selective isolation needs Windows 10 1709 or later or macOS, not " + os(host))
        : Optional.empty();
  }

  static Optional<String> codeRestriction(Acquaintance<KnownDevice> host) {
    return onWindows(host, BUILD_1709, "Restricting code execution needs Windows 10 1709 or later");
  }

  static Optional<String> scan(Acquaintance<KnownDevice> host) {
    return older(host, BUILD_1709)
        ? Optional.of("A scan needs Windows 10 1709 or later, macOS or Linux, not " + os(host))
        : supported(host, "A scan");
  }

  static Optional<String> offboarding(Acquaintance<KnownDevice> host) {
    return onWindows(host, 0, "Offboarding through the API works only on Windows");
  }

  static Optional<String> liveResponse(Acquaintance<KnownDevice> host) {
    return older(host, BUILD_1709)
        ? Optional.of(
            "Live response needs Windows 10 1709 or later, macOS or Linux, not " + os(host))
        : supported(host, "Live response");
  }

  static Optional<String> supported(Acquaintance<KnownDevice> host, String what) {
    return family(host) == Family.OTHER
        ? Optional.of(what + " does not exist for " + os(host))
        : Optional.empty();
  }

  static Optional<String> onWindows(Acquaintance<KnownDevice> host, long build, String sentence) {
    var family = family(host);
    var other = family != Family.UNKNOWN && !family.isWindows();
    return other || older(host, build)
        ? Optional.of(sentence + ", not on " + os(host))
        : Optional.empty();
  }

  private static boolean older(Acquaintance<KnownDevice> host, long build) {
    return switch (family(host)) {
      case OLD_WINDOWS -> build > 0;
      case WINDOWS_CLIENT ->
          host.known().map(KnownDevice::build).filter(own -> own > 0 && own < build).isPresent();
      case WINDOWS_SERVER, MACOS, LINUX, OTHER, UNKNOWN -> false;
    };
  }

  private static String os(Acquaintance<KnownDevice> host) {
    return host.known()
        .filter(known -> known.device().osPlatform() != null)
        .map(
            known ->
                known.device().osPlatform()
                    + (known.version() == null ? "" : " " + known.version()))
        .orElse("an unknown system");
  }
}
