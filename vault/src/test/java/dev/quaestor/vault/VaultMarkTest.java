package dev.quaestor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultMarkTest {
  @TempDir private Path folder;

  @Test
  void whoeverLooksFirstAllFindTheSame() throws Exception {
    var vault = folder.resolve("vault");
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var marks =
          IntStream.range(0, 32)
              .mapToObj(
                  i ->
                      threads.submit(
                          (Callable<String>)
                              () -> {
                                go.await();
                                return VaultMark.of(vault);
                              }))
              .toList();
      go.countDown();
      var first = marks.getFirst().get();
      for (var mark : marks) {
        assertThat(mark.get()).isEqualTo(first).matches("[0-9a-f]{16}");
      }
    }
    try (var left = Files.list(vault)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void twoVaultsAreTold() throws IOException {
    assertThat(VaultMark.of(folder.resolve("one")))
        .isNotEqualTo(VaultMark.of(folder.resolve("two")));
  }

  @Test
  void whatIsNoMarkIsRefusedAndSaysNothing() throws IOException {
    Files.writeString(folder.resolve(".vault-id"), "hello\nworld");

    assertThatThrownBy(() -> VaultMark.of(folder)).isInstanceOf(IOException.class);
    assertThat(VaultMark.ofAny(folder)).isEmpty();
  }
}
