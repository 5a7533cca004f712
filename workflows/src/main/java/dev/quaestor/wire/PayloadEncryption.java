package dev.quaestor.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts whole payloads, with what says how they are read, by AES-256-GCM. The data of an
 * encrypted payload is nonce, ciphertext and tag; its metadata name the cipher and the key, and are
 * authenticated with it. It stands before the {@link ClaimCheck}: what goes into the vault is
 * encrypted, and is weighed as it is sent.
 *
 * <p>Several keys are known and at most one encrypts. What is not encrypted is read as it is, so
 * that histories of before and messages of the Web UI are read too; encryption hides, and the
 * signatures of messages say whose they are.
 *
 * <p>Each small payload has a nonce by chance. That of a large one is made, under the key, from
 * what is in it: the same large body is the same claim again, or each replay of a case would fill
 * the vault anew. Whoever sees the vault learns which of its bodies are the same, and no more.
 */
public final class PayloadEncryption implements PayloadCodec {
  private static final String ENCODING = "encoding";
  private static final String CIPHER = "encryption-cipher";
  private static final String KEY_ID = "encryption-key-id";

  /** As Temporal's own examples have it, so that tools know it for what it is. */
  private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final ByteString AES_GCM = ByteString.copyFromUtf8(TRANSFORMATION);

  private static final String AES = "AES";
  private static final String HMAC = "HmacSHA256";
  private static final int NONCE = 12;
  private static final int TAG = 16;

  /** The most that it adds to a payload: nonce, tag, and the metadata of two payloads. */
  public static final int OVERHEAD = 200;

  /** Knows no key: it encrypts nothing, and says of what is encrypted which key it was. */
  public static final PayloadEncryption OFF =
      new PayloadEncryption(List.of(), null, () -> new byte[NONCE]);

  /** What stands for the key that encrypts where none does. */
  public static final String NOTHING = "-";

  /** Where nonces by chance come from: workflows, in whose module this is, have no chance. */
  @FunctionalInterface
  public interface Nonces {
    /** Twelve bytes that were never given before. */
    byte[] fresh();
  }

  /** A key made ready. */
  private record Ready(SecretKeySpec aes, SecretKeySpec nonces) {
    static Ready of(EncryptionKey key) {
      var bytes = key.bytes();
      var derived = hmac(new SecretKeySpec(bytes, HMAC), "quaestor nonces of vault bodies");
      return new Ready(new SecretKeySpec(bytes, AES), new SecretKeySpec(derived, HMAC));
    }

    private static byte[] hmac(SecretKeySpec key, String label) {
      return PayloadEncryption.hmac(key, label.getBytes(UTF_8));
    }
  }

  private final SequencedMap<String, Ready> keys = new LinkedHashMap<>();
  private final @Nullable String encryptWith;
  private final List<String> fingerprints;
  private final Nonces nonces;

  /**
   * @param keys all that may be met in a history
   * @param encryptWith the id of the one that encrypts; null where nothing is encrypted, while what
   *     others encrypt is read
   */
  public PayloadEncryption(List<EncryptionKey> keys, @Nullable String encryptWith, Nonces nonces) {
    for (var key : keys) {
      if (this.keys.put(key.id(), Ready.of(key)) != null) {
        throw new IllegalArgumentException("there are two encryption keys " + key.id());
      }
    }
    if (encryptWith != null && !this.keys.containsKey(encryptWith)) {
      throw new IllegalArgumentException(
          "there is no encryption key " + encryptWith + " to encrypt with");
    }
    this.encryptWith = encryptWith;
    this.fingerprints =
        Stream.concat(
                keys.stream()
                    .filter(key -> key.id().equals(encryptWith))
                    .map(EncryptionKey::fingerprint)
                    .findFirst()
                    .or(() -> Optional.of(NOTHING))
                    .stream(),
                keys.stream()
                    .filter(key -> !key.id().equals(encryptWith))
                    .map(EncryptionKey::fingerprint))
            .toList();
    this.nonces = nonces;
    // The first use of a cipher loads classes, and a workflow's thread has no time for that.
    this.keys.sequencedKeySet().stream()
        .findFirst()
        .ifPresent(id -> decode(encrypted(Payload.getDefaultInstance(), id)));
  }

  /**
   * By which another process can tell whether it has the same keys: the fingerprint of the one that
   * encrypts, or {@link #NOTHING}, before those that only read.
   */
  public List<String> fingerprints() {
    return fingerprints;
  }

  /** Whether what this process writes is encrypted. */
  public boolean encrypts() {
    return encryptWith != null;
  }

  /** Whether it can read anything that is encrypted. */
  public boolean knowsKeys() {
    return !keys.isEmpty();
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return encryptWith == null
        ? payloads
        : payloads.stream().map(payload -> encrypted(payload, encryptWith)).toList();
  }

  private Payload encrypted(Payload payload, String id) {
    var key = key(id);
    var plain = payload.toByteArray();
    var nonce =
        plain.length + NONCE + TAG > ClaimCheck.INLINE
            ? Arrays.copyOf(hmac(key.nonces(), authenticated(id), plain), NONCE)
            : nonces.fresh();
    try {
      var cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(Cipher.ENCRYPT_MODE, key.aes(), new GCMParameterSpec(TAG * 8, nonce));
      cipher.updateAAD(authenticated(id));
      var data = ByteString.copyFrom(nonce).concat(ByteString.copyFrom(cipher.doFinal(plain)));
      return Payload.newBuilder()
          .putMetadata(ENCODING, ENCRYPTED)
          .putMetadata(CIPHER, AES_GCM)
          .putMetadata(KEY_ID, ByteString.copyFromUtf8(id))
          .setData(data)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A payload cannot be encrypted with the key " + id, e);
    }
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decode).toList();
  }

  private Payload decode(Payload payload) {
    if (!ENCRYPTED.equals(payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))) {
      return payload;
    }
    var id = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toStringUtf8();
    var named = EncryptionKey.isId(id) ? "the key " + id : "a key without a name";
    if (!AES_GCM.equals(payload.getMetadataOrDefault(CIPHER, ByteString.EMPTY))) {
      throw new UnreadablePayload(
          "A payload is encrypted with %s in another way than %s".formatted(named, TRANSFORMATION));
    }
    if (!keys.containsKey(id)) {
      throw new UnreadablePayload(
          "A payload is encrypted with %s, which this process does not know (it knows %s): every process and the replay must be given all keys of histories that live (quaestor.encryption.keys)"
              .formatted(named, known()));
    }
    return decrypted(payload.getData().toByteArray(), id);
  }

  private Payload decrypted(byte[] data, String id) {
    if (data.length >= NONCE + TAG) {
      try {
        var cipher = Cipher.getInstance(TRANSFORMATION);
        var parameters = new GCMParameterSpec(TAG * 8, data, 0, NONCE);
        cipher.init(Cipher.DECRYPT_MODE, key(id).aes(), parameters);
        cipher.updateAAD(authenticated(id));
        return Payload.parseFrom(cipher.doFinal(data, NONCE, data.length - NONCE));
      } catch (AEADBadTagException | InvalidProtocolBufferException tampered) {
        // Said below, without what was found.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("A payload cannot be decrypted with the key " + id, e);
      }
    }
    throw new UnreadablePayload(
        "A payload is not what was encrypted with the key %s: it was changed since, or this process has another key under that name (quaestor.encryption.keys)"
            .formatted(id));
  }

  private Ready key(String id) {
    var key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException("no key " + id);
    }
    return key;
  }

  /** What else must be as it was: a key's name cannot be changed for another. */
  private static byte[] authenticated(String id) {
    return (ENCRYPTED.toStringUtf8() + "\n" + TRANSFORMATION + "\n" + id).getBytes(UTF_8);
  }

  private static byte[] hmac(SecretKeySpec key, byte[]... parts) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (var part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String known() {
    return keys.isEmpty() ? "none" : String.join(", ", keys.sequencedKeySet());
  }

  /** For people, at the start of a process. */
  public String sentence() {
    if (keys.isEmpty()) {
      return "payloads are not encrypted (quaestor.encryption): whoever reads Temporal's database reads every case";
    }
    if (encryptWith == null) {
      return "payloads are not encrypted; those that others encrypted are read with the keys "
          + known();
    }
    var others =
        keys.sequencedKeySet().stream()
            .filter(id -> !id.equals(encryptWith))
            .collect(joining(", "));
    return "payloads are encrypted with the key "
        + encryptWith
        + (others.isEmpty() ? "" : "; also read with " + others);
  }
}
