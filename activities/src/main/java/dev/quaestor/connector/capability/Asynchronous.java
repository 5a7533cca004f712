package dev.quaestor.connector.capability;

/** What a port offers whose back end takes its time. */
public interface Asynchronous {

  /**
   * How far it is. Reads, except that what a finished collection brought is put into the vault.
   *
   * @param ticket from {@link Progress.InProgress}
   * @throws dev.quaestor.connector.ConnectorException {@code NOT_FOUND} when there is no such one
   */
  Progress poll(String ticket);

  /**
   * Takes back what the back end has not finished. What has ended, or was never there, is left as
   * it is, without error.
   */
  void cancel(String ticket, Mandate mandate);
}
