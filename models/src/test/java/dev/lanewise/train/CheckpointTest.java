package dev.lanewise.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.FormatException;
import dev.lanewise.format.safetensors.SafetensorsWriter;
import dev.lanewise.nn.norm.BatchNorm1d;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    Path folder;

    private Path stateDict(long... batches) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (String name : new String[] {"weight", "bias", "running_mean", "running_var"}) {
            writer.add(name, Tensor.of(new float[] {1, 2, name.length()}, 3));
        }
        int[] shape = batches.length == 1 ? new int[0] : new int[] {batches.length};
        writer.add("num_batches_tracked", batches, shape);
        Path file = folder.resolve("torch.safetensors");
        writer.write(file);
        return file;
    }

    /** PyTorch saves the count of batches as an I64. */
    @Test
    void stateDictOfTorch_isRead_wholeNumbersToo() throws IOException {
        BatchNorm1d layer = BatchNorm1d.of(3);
        Checkpoint.readModel(stateDict(17), layer);
        assertEquals(17f, layer.buffers().get("num_batches_tracked").value().toArray()[0]);
        assertArrayEquals(
                new float[] {1, 2, 12},
                layer.buffers().get("running_mean").value().toArray());
    }

    @Test
    void wholeNumbersOfAnotherSize_areRefused() throws IOException {
        Path file = stateDict(1, 2);
        BatchNorm1d layer = BatchNorm1d.of(3);
        String message = assertThrows(FormatException.class, () -> Checkpoint.readModel(file, layer))
                .getMessage();
        assertTrue(message.contains("'num_batches_tracked' has 2 elements, expected 1"), message);
    }
}
