package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kernel driver. */
public record Driver(@Nullable String deviceId, String name, @Nullable String image)
    implements Entity, OnDevice {
  /** A module of Linux, where case counts. */
  private static final Pattern MODULE = Pattern.compile("[.]ko([.](gz|xz|zst))?$");

  @Override
  public Driver movedTo(@Nullable String device) {
    return new Driver(device, name, image);
  }

  @Override
  public EntityKey key() {
    var ofUnix = DevicePath.isUnix(image) || DevicePath.isUnix(name) || MODULE.matcher(name).find();
    return EntityKey.of("driver", devicePart(), ofUnix ? name : LetterCase.folded(name));
  }

  @Override
  public Optional<String> imagePath() {
    return Optional.ofNullable(image);
  }

  @Override
  public String label() {
    return name;
  }
}
