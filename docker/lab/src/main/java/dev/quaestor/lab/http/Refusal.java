package dev.quaestor.lab.http;

/**
 * A call that the vendor would refuse: status, the documented code, and a sentence. Rendered in the
 * shape of its surface.
 */
public final class Refusal extends RuntimeException {

  private final int status;
  private final String code;

  public Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  public static Refusal badRequest(String code, String message) {
    return new Refusal(400, code, message);
  }

  public static Refusal notFound(String code, String message) {
    return new Refusal(404, code, message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
