package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.runtime.Backend;
import dev.lanewise.thread.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same recipe, data and seed give the same model, byte for byte, on any hardware. */
class SameBitsTest {
    @TempDir
    Path folder;

    private String[] arguments(String out) {
        return new String[] {
            "train", "lenet5", "--data", "data", "--batch", "8", "--steps", "40", "--seed", "3", "--out", out
        };
    }

    private String[] arguments(String out, int threads) {
        List<String> args = new ArrayList<>(List.of(arguments(out)));
        args.addAll(List.of("--threads", Integer.toString(threads)));
        return args.toArray(String[]::new);
    }

    @Test
    void train_anyNumberOfThreads_sameModel() throws IOException {
        SmallDigits.write(folder.resolve("data"));
        int before = Parallel.threads();
        try {
            for (int threads : new int[] {1, 2, 3}) {
                Cli.run(folder, arguments("t" + threads, threads)).ok();
                assertEquals(
                        (long) threads,
                        Cli.result(folder.resolve("t" + threads)).get("threads"));
                assertEquals(Cli.sha256(folder.resolve("t1")), Cli.sha256(folder.resolve("t" + threads)));
            }
        } finally {
            Parallel.threads(before);
        }
    }

    @Test
    void train_anyWidthAndScalar_sameModel() throws IOException, InterruptedException {
        SmallDigits.write(folder.resolve("data"));
        Cli.fork(folder, List.of("-Dlanewise.kernels=scalar"), arguments("scalar"))
                .ok();
        assertEquals("scalar", Cli.result(folder.resolve("scalar")).get("kernels"));
        String expected = Cli.sha256(folder.resolve("scalar"));
        for (int bits = 128; bits <= Backend.info().bits(); bits *= 2) {
            String out = "v" + bits;
            // By name, as a run this short would end before the vector kernels are swapped in.
            Cli.fork(folder, List.of("-Dlanewise.kernels=vector", "-Dlanewise.vector.bits=" + bits), arguments(out))
                    .ok();
            assertEquals("vector", Cli.result(folder.resolve(out)).get("kernels"));
            assertEquals((long) bits, Cli.result(folder.resolve(out)).get("bits"));
            assertEquals(expected, Cli.sha256(folder.resolve(out)), out);
        }
    }
}
