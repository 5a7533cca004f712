package dev.quaestor.connector.linux;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What was announced, and nothing else: it breaks where it is longer, and instead of ending where
 * it is shorter or another, so that whoever stores it keeps nothing.
 */
final class VerifiedBody extends FilterInputStream {
  /** It is another one than was announced, and will be again. */
  static final class Differs extends IOException {
    private static final long serialVersionUID = 1;

    Differs() {
      super("what arrived is not what the host had announced");
    }
  }

  private final MessageDigest digest;
  private final String sha256;
  private final long size;
  private long read;

  VerifiedBody(InputStream in, String sha256, long size) {
    super(in);
    this.sha256 = sha256;
    this.size = size;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    var count = in.read(into, from, length);
    if (count < 0) {
      if (read < size) {
        throw new IOException("the rest is missing");
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        throw new Differs();
      }
      return -1;
    }
    read += count;
    if (read > size) {
      throw new Differs();
    }
    digest.update(into, from, count);
    return count;
  }

  /** Nothing is passed over unread. */
  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
