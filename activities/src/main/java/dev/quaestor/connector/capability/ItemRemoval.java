package dev.quaestor.connector.capability;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.OnDevice;
import java.util.Optional;

/**
 * Takes items off machines and puts them back: files, scheduled tasks, registry entries, services
 * (stopped and kept from starting), drivers (kept from loading). Source: DOMAIN §11; Microsoft,
 * <em>Run live response commands on a device</em>.
 */
public interface ItemRemoval extends Capability, Asynchronous {

  /** What looking at an item brought. Sentences are for people. */
  sealed interface Look {

    /**
     * It is there.
     *
     * @param image all that {@link #restore} needs to put it back
     */
    record There(String image) implements Look {}

    /** It is not there, or is stopped and disabled already. */
    record Gone(String sentence) implements Look {}

    /** The device has not answered yet; to be looked again. */
    record UnderWay(boolean deviceAway, String sentence) implements Look {}

    /**
     * It is there and will not be taken away: it is no longer what was decided on, or could not be
     * put back.
     *
     * @param code stable, UPPER_SNAKE
     */
    record Refused(String code, String sentence) implements Look {}
  }

  /**
   * Why this item cannot be taken away; empty when it can, as far as can be said without asking.
   *
   * @param host the device it is on, as the connector's own directory knows it
   * @return one sentence for people
   */
  Optional<String> obstacle(OnDevice item, Acquaintance<KnownDevice> host);

  /**
   * Reads the item as it is now; changes nothing. Begins the look or, under the same mandate, sees
   * how far the one is that was begun.
   */
  Look look(OnDevice item, Mandate mandate);

  /**
   * Takes the item away and looks on the device that it is gone; {@link Progress.Already} when it
   * was. The same mandate again finds the first one's result.
   *
   * @param image what {@link #look} saw; a file that is another one by now is left
   */
  Progress remove(OnDevice item, String image, Mandate mandate);

  /**
   * Puts the item back and looks on the device that it is as it was; {@link Progress.Already} when
   * it is. What stands in its place by now is never overwritten. The same mandate again finds the
   * first one's result.
   *
   * @param image what {@link #look} saw before it was taken away
   */
  Progress restore(OnDevice item, String image, Mandate mandate);
}
