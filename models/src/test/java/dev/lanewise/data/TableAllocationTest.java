package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.data.series.SeriesData;
import dev.lanewise.data.series.SeriesOptions;
import dev.lanewise.data.tabular.TabularData;
import dev.lanewise.tensor.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableAllocationTest {
    @TempDir
    Path folder;

    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("a,b,kind,y\n");
        for (int i = 0; i < 200; i++) {
            text.append(i + "," + i * 7 % 11 + "," + (i % 3 == 0 ? "u" : "v") + "," + i * i % 97 + "\n");
        }
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    private static long perRead(Dataset data) {
        int[] order = IntStream.range(0, data.size()).toArray();
        Value[] batch = data.fields().stream().map(f -> f.allocate(8)).toArray(Value[]::new);
        return Allocation.perCall(() -> data.read(order, 3, 11, batch));
    }

    @Test
    void read_allocatesNothingOnceWarm() throws IOException {
        assertEquals(0, perRead(TabularData.read(table()).split().train()));
        SeriesOptions options = SeriesOptions.of(6, 4).withColumns("a", "b").withTargets("a", "y");
        assertEquals(0, perRead(SeriesData.read(table(), options).split().train()));
    }
}
