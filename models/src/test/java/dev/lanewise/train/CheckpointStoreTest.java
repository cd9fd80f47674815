package dev.lanewise.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.format.FormatException;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.reduce.Sum;
import dev.lanewise.optim.Adam;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    @TempDir
    Path folder;

    private final Linear model = Linear.of(3, 2, new Draws(1));
    private final Optimizer optimizer = new Adam(model.parameters().values());
    private final Watch watch = Watch.of(model);

    private void step() {
        Tape tape = Tape.training(1);
        tape.begin(optimizer.steps());
        var y = model.forward(tape.constant(Tensor.of(new float[] {1, -2, 3}, 1, 3)));
        optimizer.step(tape.backward(new Sum().on(y)), 0.1f);
    }

    /** A store with checkpoints of steps 1 to n; the weights after each. */
    private float[][] written(CheckpointStore store, int n) throws IOException {
        float[][] weights = new float[n][];
        for (int i = 0; i < n; i++) {
            step();
            store.write(model, optimizer, watch);
            weights[i] = model.weight().value().toArray();
        }
        return weights;
    }

    @Test
    void newestAreKept_andTakenUp() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        float[][] weights = written(store, 4);
        assertEquals(
                List.of("step-000000000004.safetensors", "step-000000000003.safetensors"),
                store.files().stream().map(f -> f.getFileName().toString()).toList());
        step();
        CheckpointStore.Restored restored = store.restore(model, optimizer, watch);
        assertEquals(new CheckpointStore.Restored(4, List.of()), restored);
        assertEquals(4, optimizer.steps());
        assertArrayEquals(weights[3], model.weight().value().toArray());
    }

    @Test
    void anyDamage_isFound_andTheOneBeforeIsTakenUp() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        float[][] weights = written(store, 2);
        Path newest = store.files().getFirst();
        byte[] whole = Files.readAllBytes(newest);
        // One turns a digit into another, the other into a quote.
        for (int bit : new int[] {0x01, 0x10}) {
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) bit;
                Files.write(newest, flipped);
                assertTakenUp(store, weights[0], "byte " + at + " changed by " + bit);
            }
        }
        for (int length = 0; length < whole.length; length++) {
            Files.write(newest, Arrays.copyOf(whole, length));
            assertTakenUp(store, weights[0], "cut to " + length);
        }
    }

    private void assertTakenUp(CheckpointStore store, float[] weights, String how) throws IOException {
        CheckpointStore.Restored restored = store.restore(model, optimizer, watch);
        assertEquals(1, restored.step(), how);
        assertEquals(
                "going on from step-000000000001.safetensors", restored.notes().getLast(), how);
        assertTrue(restored.notes().getFirst().contains("step-000000000002.safetensors"), restored.notes()::toString);
        assertArrayEquals(weights, model.weight().value().toArray(), how);
    }

    @Test
    void nothingWhole_isAnError_andNothingAtAllIsStepZero() throws IOException {
        CheckpointStore store = new CheckpointStore(folder, 2);
        assertEquals(new CheckpointStore.Restored(0, List.of()), store.restore(model, optimizer, watch));
        written(store, 1);
        Files.write(store.files().getFirst(), new byte[5]);
        String message = assertThrows(FormatException.class, () -> store.restore(model, optimizer, watch))
                .getMessage();
        assertTrue(message.contains("no checkpoint is whole") && message.contains("step-000000000001"), message);
    }
}
