package dev.lanewise.data.idx;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A folder with the four files of MNIST and its kin: {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
 * {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}. Each may end in {@code .gz} and may be written with
 * a dot, {@code train-images.idx3-ubyte}.
 */
public final class IdxFolder {
    private static final int CLASSES = 10;

    private IdxFolder() {}

    /** True if at least one of the four files is there: the folder is meant to be one of these. */
    public static boolean looksLikeOne(Path folder) {
        return Files.isDirectory(folder)
                && List.of("train-images", "train-labels", "t10k-images", "t10k-labels").stream()
                        .flatMap(stem -> names(stem).stream())
                        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /**
     * Reads the folder: images of any one size, ten classes "0" to "9", not normalised.
     *
     * @throws DataException if a file is missing or damaged, or the files do not belong together
     */
    public static DataSplit<ImageDataset> read(Path folder) {
        if (!Files.exists(folder)) {
            throw new DataException(folder + ": no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": is a file, expected a folder with the four IDX files");
        }
        ImageDataset train = part(folder, "train");
        ImageDataset test = part(folder, "t10k");
        if (!train.sampleShape().equals(test.sampleShape())) {
            throw new DataException(folder + ": training images are " + size(train.sampleShape()) + ", test images "
                    + size(test.sampleShape()) + ", expected one size");
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new DataSplit<>(name == null ? "idx" : name.toString(), folder.toString(), train, test);
    }

    /**
     * As {@link #read(Path)}, for a model that takes one size only.
     *
     * @throws DataException also if the images have another size
     */
    public static DataSplit<ImageDataset> read(Path folder, int height, int width) {
        DataSplit<ImageDataset> split = read(folder);
        Shape found = split.train().sampleShape();
        if (found.dim(1) != height || found.dim(2) != width) {
            throw new DataException(folder + ": images are " + size(found) + ", expected " + width + " x " + height
                    + " (width x height)");
        }
        return split;
    }

    private static String size(Shape image) {
        return image.dim(2) + " x " + image.dim(1);
    }

    private static ImageDataset part(Path folder, String part) {
        IdxFile images = IdxFile.read(find(folder, part + "-images"), IdxFile.IMAGES);
        IdxFile labels = IdxFile.read(find(folder, part + "-labels"), IdxFile.LABELS);
        int count = images.shape().dim(0);
        if (count != labels.shape().dim(0)) {
            throw new DataException(images.path() + ": holds " + count + " images, but " + labels.path() + " holds "
                    + labels.shape().dim(0) + " labels, expected as many");
        }
        if (images.shape().size() == 0) {
            throw new DataException(images.path() + ": holds no pixels: its shape is " + images.shape());
        }
        for (int i = 0; i < count; i++) {
            int label = labels.data()[i] & 0xff;
            if (label >= CLASSES) {
                throw new DataException(
                        labels.path() + ": label " + i + " is " + label + ", expected 0 to " + (CLASSES - 1));
            }
        }
        Shape shape = Shape.of(1, images.shape().dim(1), images.shape().dim(2));
        List<String> classes =
                IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
        return new ImageDataset(images.data(), labels.data(), shape, classes);
    }

    private static Path find(Path folder, String stem) {
        List<String> names = names(stem);
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new DataException(folder + ": no " + String.join(", ", names.subList(0, names.size() - 1)) + " or "
                + names.getLast() + " in it");
    }

    private static List<String> names(String stem) {
        String type = stem.endsWith("labels") ? "idx1-ubyte" : "idx3-ubyte";
        List<String> names = new ArrayList<>();
        for (String separator : List.of("-", ".")) {
            names.add(stem + separator + type);
            names.add(stem + separator + type + ".gz");
        }
        return names;
    }
}
