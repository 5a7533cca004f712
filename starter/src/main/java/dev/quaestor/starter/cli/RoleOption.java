package dev.quaestor.starter.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The roles that somebody, or a token, is given. */
final class RoleOption {
  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description =
          "viewer, source, analyst, device-approver, email-approver, operator or admin;"
              + " repeatable.")
  private List<String> roles = new ArrayList<>();

  List<String> roles() {
    return roles;
  }
}
