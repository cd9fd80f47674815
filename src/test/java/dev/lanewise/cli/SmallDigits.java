package dev.lanewise.cli;

import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.digits.Digits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of IDX files with a few of the digits built in: training on all of them would take most of a test's time. */
final class SmallDigits {
    static final int TRAIN = 256;
    static final int TEST = 100;

    private SmallDigits() {}

    /** Writes the four files. */
    static Path write(Path folder) throws IOException {
        return write(folder, 1);
    }

    static Path write(Path folder, long seed) throws IOException {
        Files.createDirectories(folder);
        write(folder, "train", Digits.samples(seed, 0, TRAIN));
        write(folder, "t10k", Digits.samples(seed, TRAIN, TEST));
        return folder;
    }

    private static void write(Path folder, String part, ImageDataset data) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + data.size() * 784);
        images.putInt(0x803).putInt(data.size()).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + data.size());
        labels.putInt(0x801).putInt(data.size());
        for (int i = 0; i < data.size(); i++) {
            images.put(data.pixels(i));
            labels.put((byte) data.label(i));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
