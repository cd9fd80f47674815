package dev.lanewise.run;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.digits.Digits;
import dev.lanewise.data.idx.IdxFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out what kind of data a path holds, and reads it. */
public final class DataSource {
    private DataSource() {}

    /**
     * Reads a data set.
     *
     * @param path a folder of IDX files; null for the digits built in
     * @throws DataException if nothing there can be read, saying what was looked for
     */
    public static DataSplit<ImageDataset> read(Path path) {
        if (path == null) {
            return Digits.split();
        }
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        return IdxFolder.read(path);
    }

    /** The split with pixels shifted and scaled to mean 0 and deviation 1, as measured on its training part. */
    public static DataSplit<ImageDataset> normalised(DataSplit<ImageDataset> split) {
        double[] moments = moments(split.train());
        return normalised(split, new float[] {(float) moments[0]}, new float[] {(float) moments[1]});
    }

    /** The split with pixels shifted and scaled by the given values, one per channel. */
    public static DataSplit<ImageDataset> normalised(DataSplit<ImageDataset> split, float[] mean, float[] deviation) {
        return new DataSplit<>(
                split.name(),
                split.source(),
                split.train().normalised(mean, deviation),
                split.validation().map(part -> part.normalised(mean, deviation)),
                split.test().normalised(mean, deviation));
    }

    // Integer sums: exact, so the same on every machine. All channels share them: the images are grey.
    private static double[] moments(ImageDataset data) {
        long[] counts = new long[256];
        for (int i = 0; i < data.size(); i++) {
            for (byte pixel : data.pixels(i)) {
                counts[pixel & 255]++;
            }
        }
        long n = 0;
        long sum = 0;
        long squares = 0;
        for (int v = 0; v < 256; v++) {
            n += counts[v];
            sum += v * counts[v];
            squares += (long) v * v * counts[v];
        }
        double mean = (double) sum / n / 255;
        double variance = (double) squares / n / (255 * 255) - mean * mean;
        // A set of blank images has nothing to scale.
        return new double[] {mean, variance > 1e-8 ? Math.sqrt(variance) : 1};
    }
}
