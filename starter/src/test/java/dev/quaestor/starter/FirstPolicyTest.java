package dev.quaestor.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;

class FirstPolicyTest {
  @TempDir private Path folder;

  @Test
  void aPipeOrAFolderIsNamedBeforeAnybodyWaitsForIt() throws Exception {
    var pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    for (var other : new Path[] {pipe, folder}) {
      assertThatThrownBy(() -> FirstPolicy.requirePlain(new FileSystemResource(other)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(other.toString())
          .hasMessageContaining("is not a plain file");
    }
  }

  @Test
  void aFileALinkToOneAndWhatComesWithTheProgramAreRead() throws Exception {
    var file = Files.writeString(folder.resolve("policy.yaml"), "name: mine");
    var link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);

    assertThatCode(
            () -> {
              FirstPolicy.requirePlain(new FileSystemResource(file));
              FirstPolicy.requirePlain(new FileSystemResource(link));
              FirstPolicy.requirePlain(
                  new ClassPathResource("dev/quaestor/starter/policy/default.yaml"));
            })
        .doesNotThrowAnyException();
  }
}
