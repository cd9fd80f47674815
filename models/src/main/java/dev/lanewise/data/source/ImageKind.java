package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.SeededSplit;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.data.augment.Mixup;
import dev.lanewise.data.cifar.Cifar;
import dev.lanewise.data.digits.Digits;
import dev.lanewise.data.idx.IdxFolder;
import dev.lanewise.data.image.ImageFolder;
import dev.lanewise.setting.UnknownNameException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Images with classes: IDX folders, CIFAR files, folders of pictures. */
public final class ImageKind implements DataKind<ImageOptions> {
    /** What was read, before it is prepared. */
    private record Read(DataSplit<ImageDataset> split, boolean strokes, List<String> notes) {}

    /** The kind; there is no need for more than one. */
    public ImageKind() {}

    @Override
    public String name() {
        return "images";
    }

    @Override
    public String expected() {
        return "a folder of the four IDX files of MNIST, CIFAR binaries, or a folder of pictures with a folder a class";
    }

    @Override
    public ImageOptions options() {
        return ImageOptions.PLAIN;
    }

    @Override
    public List<String> builtIn() {
        return List.of("digits");
    }

    @Override
    public String recognise(Path path) {
        if (IdxFolder.looksLikeOne(path)) {
            return "a folder of IDX files";
        }
        if (Cifar.looksLikeOne(path)) {
            return "CIFAR binaries";
        }
        return Files.isDirectory(path) && ImageFolder.looksLikeOne(path) ? "a folder of pictures" : null;
    }

    @Override
    public Loaded read(Path path, ImageOptions options, long seed) {
        return prepared(raw(path, options, seed), options, seed);
    }

    @Override
    public Loaded builtIn(String name, ImageOptions options, long seed) {
        if (!builtIn().contains(name)) {
            throw new UnknownNameException("data set", name, builtIn());
        }
        return prepared(new Read(Digits.split(), true, List.of()), options, seed);
    }

    private Read raw(Path path, ImageOptions options, long seed) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (IdxFolder.looksLikeOne(path)) {
            return new Read(IdxFolder.read(path), true, List.of());
        }
        if (Cifar.looksLikeOne(path)) {
            return new Read(Cifar.read(path), false, List.of());
        }
        if (Files.isDirectory(path) && ImageFolder.looksLikeOne(path)) {
            ImageFolder.Options base = options.channels() == 1
                    ? ImageFolder.Options.grey(options.height(), options.width())
                    : ImageFolder.Options.colour(options.height(), options.width());
            ImageFolder folder = ImageFolder.read(
                    path, base.skippingBad(options.skipBad()).withSeed(seed).withHeldOut(options.heldOut()));
            List<String> notes = new ArrayList<>();
            notes.add(folder.found());
            notes.addAll(folder.skipped());
            return new Read(folder.split(), false, notes);
        }
        throw new DataException(path + ": expected " + expected());
    }

    private static Loaded prepared(Read read, ImageOptions options, long seed) {
        List<String> notes = new ArrayList<>(read.notes());
        DataSplit<ImageDataset> whole = withValidation(read.split(), options, seed, notes);
        PreparedImages preparation = PreparedImages.fit(whole.train(), read.strokes());
        DataSplit<ImageDataset> split = new DataSplit<>(
                whole.name(),
                whole.source(),
                preparation.apply(whole.train()),
                whole.validation().map(preparation::apply),
                preparation.apply(whole.test()));
        Augmentation[] steps = options.augmentations();
        if (options.mixup() > 0) {
            Dataset mixed = Mixup.of(
                    steps.length == 0 ? split.train() : Augmented.of(split.train(), seed, steps),
                    options.mixup(),
                    1,
                    seed);
            return new Loaded(split, mixed, preparation, notes);
        }
        Dataset training = steps.length == 0 ? split.train() : Augmented.of(split.train(), seed, steps);
        return new Loaded(split, training, preparation, notes);
    }

    private static DataSplit<ImageDataset> withValidation(
            DataSplit<ImageDataset> split, ImageOptions options, long seed, List<String> notes) {
        if (split.validation().isPresent() || options.validation() == 0) {
            return split;
        }
        ImageDataset train = split.train();
        int[] labels = IntStream.range(0, train.size()).map(train::label).toArray();
        int[][] parts = SeededSplit.stratified(labels, seed, 1 - options.validation(), options.validation());
        notes.add(parts[1].length + " of the " + train.size() + " training images are kept for validation");
        return new DataSplit<>(
                split.name(),
                split.source(),
                train.subset(parts[0]),
                Optional.of(train.subset(parts[1])),
                split.test());
    }

    @Override
    public Dataset test(Path path, Preparation preparation, ImageOptions options) {
        PreparedImages images = (PreparedImages) preparation;
        ImageOptions sized = new ImageOptions(
                images.shape().dim(0),
                options.height() == 0 ? 0 : images.shape().dim(1),
                options.width() == 0 ? 0 : images.shape().dim(2),
                options.skipBad(),
                options.heldOut(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0);
        ImageDataset test = raw(path, sized, 1).split().test();
        if (!test.sampleShape().equals(images.shape())) {
            throw new DataException(path + ": its samples have the shape " + test.sampleShape() + ", the model takes "
                    + images.shape());
        }
        if (test.classes().size() != images.classes().size()) {
            throw new DataException(path + ": it has " + test.classes().size() + " classes, the model "
                    + images.classes().size());
        }
        return images.apply(test);
    }

    @Override
    public Preparation preparation(Map<String, Object> saved) {
        return PreparedImages.of(saved);
    }
}
