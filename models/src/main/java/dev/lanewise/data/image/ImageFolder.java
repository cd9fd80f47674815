package dev.lanewise.data.image;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.SeededSplit;
import dev.lanewise.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A folder of pictures, PNG, JPEG, BMP or GIF, in a folder for each class; or with folders {@code train}, {@code val}
 * (or {@code valid}, {@code validation}) and {@code test}, and in each of them a folder for each class.
 *
 * <p>Without a {@code test} folder, {@code val} is the test part; without either, a share of each class is held out by
 * {@link SeededSplit}. Classes are in the order of their names, and so are the pictures of a class, whatever order
 * the file system has. Files of other kinds and hidden ones are passed over.
 *
 * <p>If the decoded pictures fit the room given, all are decoded and checked at once; else they are decoded when they
 * are read, and the first ones stay decoded until the room is full.
 *
 * @param split the parts; nothing is normalised
 * @param preparation how a picture became an image of the set: for pictures to be predicted
 * @param skipped one line for each damaged picture that was left out
 * @param found one line for people: what was found
 */
public record ImageFolder(
        DataSplit<ImageDataset> split, ImagePreparation preparation, List<String> skipped, String found) {
    /**
     * How to read a folder.
     *
     * @param channels 1 for grey, 3 for red, green, blue
     * @param height in pixels; 0 for the size that all pictures have
     * @param width in pixels; 0 for the size that all pictures have
     * @param skipBad whether damaged pictures are left out and listed; else they are an error
     * @param heldOut the share held out of each class where there is no test part
     * @param seed of what is held out
     * @param room bytes of decoded pictures to keep
     */
    public record Options(int channels, int height, int width, boolean skipBad, double heldOut, long seed, long room) {
        /** In colour: 20 % held out by seed 1, nothing skipped, a quarter of the memory there is. */
        public static Options colour(int height, int width) {
            return new Options(
                    3, height, width, false, 0.2, 1, Runtime.getRuntime().maxMemory() / 4);
        }

        /** In grey, otherwise as {@link #colour}. */
        public static Options grey(int height, int width) {
            Options options = colour(height, width);
            return new Options(1, height, width, false, options.heldOut, options.seed, options.room);
        }

        /** The same with damaged pictures left out, or not. */
        public Options skippingBad(boolean skip) {
            return new Options(channels, height, width, skip, heldOut, seed, room);
        }

        /** The same with another seed for what is held out. */
        public Options withSeed(long other) {
            return new Options(channels, height, width, skipBad, heldOut, other, room);
        }

        /** The same with another share held out. */
        public Options withHeldOut(double share) {
            return new Options(channels, height, width, skipBad, share, seed, room);
        }

        /** The same with room for other many bytes of decoded pictures. */
        public Options withRoom(long bytes) {
            return new Options(channels, height, width, skipBad, heldOut, seed, bytes);
        }
    }

    public ImageFolder {
        skipped = List.copyOf(skipped);
    }

    /** True if this is a folder of class folders with pictures, or of {@code train} and others with such in them. */
    public static boolean looksLikeOne(Path folder) {
        try {
            Path inner = PictureTree.part(folder, PictureTree.TRAIN).orElse(folder);
            return PictureTree.classFolders(inner).stream()
                    .anyMatch(one -> !PictureTree.pictures(one).isEmpty());
        } catch (DataException e) {
            return false;
        }
    }

    /**
     * Reads a folder.
     *
     * @throws DataException if there is no folder, or no picture in it or in the folder of a class, if a class is only
     *     in a part that is not trained on, or a picture is damaged and damaged ones are not to be skipped
     */
    public static ImageFolder read(Path folder, Options options) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder
                    + (Files.exists(folder) ? ": is a file, expected a folder of pictures" : ": no such folder"));
        }
        Optional<Path> train = PictureTree.part(folder, PictureTree.TRAIN);
        Optional<Path> validation = PictureTree.part(folder, PictureTree.VALIDATION);
        Optional<Path> test = PictureTree.part(folder, PictureTree.TEST);
        if (train.isEmpty() && (validation.isPresent() || test.isPresent())) {
            throw new DataException(folder + ": has a folder "
                    + test.or(() -> validation).orElseThrow().getFileName() + ", but none called train");
        }
        PictureTree trained = PictureTree.read(train.orElse(folder), null);
        Optional<PictureTree> validated = validation.map(part -> PictureTree.read(part, trained.classes()));
        Optional<PictureTree> tested = test.map(part -> PictureTree.read(part, trained.classes()));
        ImagePreparation preparation = preparation(options, trained);
        Reading reading = new Reading(options, preparation);
        ImageDataset whole = reading.dataset(trained);
        checkAllClasses(trained, whole);
        Optional<ImageDataset> held = validated.map(reading::dataset);
        Optional<ImageDataset> reported = tested.map(reading::dataset);
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "images" : last.toString();
        DataSplit<ImageDataset> split;
        String how;
        if (reported.isPresent()) {
            split = new DataSplit<>(name, folder.toString(), whole, held, reported.get());
            how = "";
        } else if (held.isPresent()) {
            split = new DataSplit<>(name, folder.toString(), whole, held.get());
            how = " (from " + validation.orElseThrow().getFileName() + ")";
        } else {
            split = heldOut(name, folder, whole, options);
            how = " (held out by seed " + options.seed() + ")";
        }
        String parts = split.train().size() + " to train, "
                + split.validation().map(part -> part.size() + " to validate, ").orElse("")
                + split.test().size() + " to test" + how;
        String found = "pictures of " + trained.classes().size() + " classes ("
                + trained.classes().stream().limit(10).collect(Collectors.joining(", "))
                + (trained.classes().size() > 10 ? ", ..." : "") + "): " + parts + ", as " + preparation.width() + " x "
                + preparation.height() + (preparation.channels() == 1 ? " grey" : " colour")
                + (reading.skipped.isEmpty() ? "" : "; " + reading.skipped.size() + " damaged ones left out");
        return new ImageFolder(split, preparation, reading.skipped, found);
    }

    /** A class can lose all its pictures to damage: what is left would train a model that never answers with it. */
    private static void checkAllClasses(PictureTree tree, ImageDataset left) {
        boolean[] seen = new boolean[tree.classes().size()];
        for (int i = 0; i < left.size(); i++) {
            seen[left.label(i)] = true;
        }
        for (int c = 0; c < seen.length; c++) {
            if (!seen[c]) {
                throw new DataException(
                        tree.folder().resolve(tree.classes().get(c)) + ": every picture in it is damaged");
            }
        }
    }

    private static DataSplit<ImageDataset> heldOut(String name, Path folder, ImageDataset whole, Options options) {
        int[] labels = new int[whole.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = whole.label(i);
        }
        int[][] parts = SeededSplit.stratified(labels, options.seed(), 1 - options.heldOut(), options.heldOut());
        if (parts[1].length == 0) {
            throw new DataException(folder + ": a single picture in each class, expected at least 2 in one");
        }
        return new DataSplit<>(name, folder.toString(), whole.subset(parts[0]), whole.subset(parts[1]));
    }

    private static ImagePreparation preparation(Options options, PictureTree trained) {
        if (options.height() > 0 && options.width() > 0) {
            return new ImagePreparation(options.channels(), options.height(), options.width());
        }
        Shape common = null;
        Path first = null;
        for (Path file : trained.files()) {
            Shape size;
            try {
                size = ImageFile.size(file);
            } catch (DataException e) {
                if (options.skipBad()) {
                    continue;
                }
                throw e;
            }
            if (common != null && !size.equals(common)) {
                throw new DataException(file + ": is " + size.dim(1) + " x " + size.dim(0) + " pixels, but " + first
                        + " is " + common.dim(1) + " x " + common.dim(0)
                        + ": expected one size, or to be told the size that all are brought to");
            }
            common = size;
            first = file;
        }
        if (common == null) {
            throw new DataException(trained.folder() + ": every picture in it is damaged");
        }
        return new ImagePreparation(options.channels(), common.dim(0), common.dim(1));
    }

    /** Makes sets of the parts, which share the room and the list of what was skipped. */
    private static final class Reading {
        private final Options options;
        private final ImagePreparation preparation;
        private final AtomicLong room;
        private final List<String> skipped = new ArrayList<>();

        Reading(Options options, ImagePreparation preparation) {
            this.options = options;
            this.preparation = preparation;
            this.room = new AtomicLong(options.room());
        }

        ImageDataset dataset(PictureTree tree) {
            PictureFiles store = new PictureFiles(tree.files(), preparation, room);
            ImageDataset all = new ImageDataset(store, tree.labels(), preparation.shape(), tree.classes());
            if (!options.skipBad() && store.bytes() > room.get()) {
                return all;
            }
            String[] damages = store.damages();
            int[] good = new int[damages.length];
            int count = 0;
            for (int i = 0; i < damages.length; i++) {
                if (damages[i] == null) {
                    good[count++] = i;
                } else if (options.skipBad()) {
                    skipped.add(damages[i]);
                } else {
                    throw new DataException(damages[i]);
                }
            }
            if (count == 0) {
                throw new DataException(tree.folder() + ": every picture in it is damaged");
            }
            return count == good.length ? all : all.subset(java.util.Arrays.copyOf(good, count));
        }
    }
}
