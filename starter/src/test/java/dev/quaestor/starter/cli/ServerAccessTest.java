package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.cli.client.ServerFile;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAccessTest {
  @TempDir private Path home;
  private final CannedApi api = new CannedApi().on("GET /actions", 200, Canned.page());

  @AfterEach
  void stop() {
    api.close();
  }

  private void serverFile(String address, String tokenFile) throws IOException {
    new ServerFile(address, null, "127.0.0.1:7233", null, tokenFile, 1, "embedded").write(home);
  }

  private void token(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, CannedApi.TOKEN + "\n");
  }

  @Test
  void theServerFileOfAFolderAboveNamesServerAndToken() throws IOException {
    serverFile(api.address(), ".quaestor/admin-token");
    token(home.resolve(".quaestor/admin-token"));
    var below = Files.createDirectories(home.resolve("a b/c"));
    assertThat(new Terminal(below).run("pending").exit()).isZero();
    assertThat(api.onlyCall().headers())
        .containsEntry("authorization", "Bearer " + CannedApi.TOKEN);
  }

  @Test
  void quaestorHomeIsLookedAtLast() throws IOException {
    serverFile(api.address(), ".quaestor/admin-token");
    token(home.resolve(".quaestor/admin-token"));
    var elsewhere = Files.createTempDirectory("elsewhere");
    var screen = new Terminal(elsewhere).with("QUAESTOR_HOME", home.toString()).run("pending");
    assertThat(screen.exit()).isZero();
  }

  @Test
  void theTokenOfAServerFileIsNeverShownToAnotherServer() throws IOException {
    serverFile("http://127.0.0.1:1", ".quaestor/admin-token");
    token(home.resolve(".quaestor/admin-token"));
    var screen = new Terminal(home).run("pending", "--server", api.address());
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("No token").contains("only");
    assertThat(api.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", ".quaestor/../secret", ".quaestor/link"})
  void aServerFileCannotHaveAFileElsewhereSentAsToken(String name) throws IOException {
    serverFile(api.address(), name);
    token(home.resolve("secret"));
    Files.createSymbolicLink(home.resolve(".quaestor/link"), home.resolve("secret"));
    var screen = new Terminal(home).run("pending");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("outside");
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void aServerFileCannotNameAnotherMachine() throws IOException {
    serverFile("http://collector.example:8080", ".quaestor/admin-token");
    var screen = new Terminal(home).with("QUAESTOR_TOKEN", "secret-token").run("pending");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("not this machine").doesNotContain("secret-token");
  }

  @Test
  void withoutATokenItSaysWhereItLooked() {
    var screen = new Terminal(home).run("pending");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err())
        .contains(
            "--token-file", "QUAESTOR_TOKEN", "server.json", home.toString(), "./quaestor up");
  }

  @Test
  void toAMachineItSaysWhereItLookedAsWell() {
    var screen = new Terminal(home).run("--json", "list");
    var document = QuaestorJson.mapper().readTree(screen.out());
    assertThat(document.path("advice").toString())
        .contains("--token-file", "QUAESTOR_TOKEN", "server.json");
  }

  @Test
  void whatIsNoTokenIsNeitherSentNorShown() throws IOException {
    var file = Files.writeString(home.resolve("t"), "two words\r\nX-Evil: 1");
    var screen =
        new Terminal(home)
            .run("pending", "--server", api.address(), "--token-file", file.toString());
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("does not contain a token").doesNotContain("X-Evil");
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void tokenTellsWhereItIsAndShowsItOnlyWhenAsked() throws IOException {
    serverFile(api.address(), ".quaestor/admin-token");
    token(home.resolve(".quaestor/admin-token"));
    assertThat(new Terminal(home).run("token").out())
        .contains("admin-token")
        .doesNotContain(CannedApi.TOKEN);
    assertThat(new Terminal(home).run("token", "--show").out().strip()).isEqualTo(CannedApi.TOKEN);
  }

  @Test
  void aServerThatIsNotThereIsNamedWithWhatToDo() {
    api.close();
    var screen = Terminal.in(home, api).run("list");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains(api.address(), "./quaestor up");
  }

  @Test
  void aTokenIsSaidToGoUnencryptedOnlyWhenThereIsOneToSend() {
    var without = new Terminal(home).run("--server=http://nohost.invalid", "list");
    assertThat(without.err()).contains("No token").doesNotContain("unencrypted");

    var with = Terminal.in(home, api).run("--server=http://nohost.invalid", "status");
    assertThat(with.err())
        .containsOnlyOnce("The token is sent unencrypted to http://nohost.invalid.");
  }

  @Test
  void aBrokenServerFileIsNamed() throws IOException {
    Files.createDirectories(home.resolve(".quaestor"));
    Files.writeString(ServerFile.pathUnder(home), "{\"api\":");
    var screen = new Terminal(home).run("list");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("server.json");
  }
}
