package dev.lanewise.data.source;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.Signature;
import dev.lanewise.data.image.ImageFile;
import dev.lanewise.data.image.ImagePreparation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How pictures become the input of a model: resized and cropped to {@code shape}, then {@code (p - mean[c]) /
 * deviation[c]} for p in [0, 1].
 *
 * @param shape {@code [C, H, W]}
 * @param mean one per channel
 * @param deviation one per channel
 * @param classes the names of the classes
 * @param strokes whether the images are light strokes on a dark ground, as the digits of MNIST: a picture that is dark on
 *     light is then inverted, and must have the model's size
 */
public record PreparedImages(
        Shape shape, List<Float> mean, List<Float> deviation, List<String> classes, boolean strokes)
        implements Preparation {
    private static final String KIND = "images";

    /** Copies the lists. */
    public PreparedImages {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        classes = List.copyOf(classes);
        if (shape.rank() != 3 || mean.size() != shape.dim(0) || deviation.size() != shape.dim(0)) {
            throw new IllegalArgumentException("images of shape " + shape + " with " + mean.size() + " means and "
                    + deviation.size() + " deviations, expected [C, H, W] and one for each channel");
        }
    }

    /** As measured on training images. */
    static PreparedImages fit(ImageDataset train, boolean strokes) {
        List<Float> mean = new ArrayList<>();
        List<Float> deviation = new ArrayList<>();
        for (double[] moments : moments(train)) {
            mean.add((float) moments[0]);
            deviation.add((float) moments[1]);
        }
        return new PreparedImages(train.sampleShape(), mean, deviation, train.classes(), strokes);
    }

    // Integer sums: exact, so the same on every machine.
    private static double[][] moments(ImageDataset data) {
        int channels = data.sampleShape().dim(0);
        int plane = data.sampleShape().size() / channels;
        long[][] counts = new long[channels][256];
        for (int i = 0; i < data.size(); i++) {
            byte[] pixels = data.pixels(i);
            for (int p = 0; p < pixels.length; p++) {
                counts[p / plane][pixels[p] & 255]++;
            }
        }
        double[][] moments = new double[channels][];
        for (int c = 0; c < channels; c++) {
            long n = 0;
            long sum = 0;
            long squares = 0;
            for (int v = 0; v < 256; v++) {
                n += counts[c][v];
                sum += v * counts[c][v];
                squares += (long) v * v * counts[c][v];
            }
            double mean = (double) sum / n / 255;
            double variance = (double) squares / n / (255 * 255) - mean * mean;
            // A set of blank images has nothing to scale.
            moments[c] = new double[] {mean, variance > 1e-8 ? Math.sqrt(variance) : 1};
        }
        return moments;
    }

    /** The images normalised. */
    ImageDataset apply(ImageDataset images) {
        return images.normalised(array(mean), array(deviation));
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    @Override
    public Signature signature() {
        return new Signature(List.of(Signature.Input.floats("x", shape)), new Signature.Classes(classes));
    }

    @Override
    public boolean readsFiles() {
        return true;
    }

    @Override
    public Value[] inputs(String raw) {
        Path path = Path.of(raw);
        if (strokes) {
            return new Value[] {
                input(ImageFile.grey(path, shape.dim(2), shape.dim(1))
                        .lightOnDark()
                        .pixels())
            };
        }
        ImageFile file = shape.dim(0) == 1 ? ImageFile.grey(path) : ImageFile.colour(path);
        ImagePreparation size = new ImagePreparation(shape.dim(0), shape.dim(1), shape.dim(2));
        return new Value[] {input(size.apply(file).pixels())};
    }

    /**
     * A batch of one image.
     *
     * @param pixels in [0, 1], of the shape; read, not kept
     * @throws IllegalArgumentException if there are more or fewer
     */
    public Tensor input(float[] pixels) {
        if (pixels.length != shape.size()) {
            throw new IllegalArgumentException(
                    "image: " + pixels.length + " values, expected " + shape.size() + " for " + shape);
        }
        Tensor x = Tensor.zeros(shape.prepend(1));
        int plane = pixels.length / shape.dim(0);
        for (int i = 0; i < pixels.length; i++) {
            int c = i / plane;
            x.array()[i] = (pixels[i] - mean.get(c)) / deviation.get(c);
        }
        return x;
    }

    @Override
    public Specimen specimen(Dataset data, int sample) {
        byte[] bytes = ((ImageDataset) data).pixels(sample);
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes[i] & 255) / 255f;
        }
        return new Specimen.Picture(pixels, shape);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        List<Long> extents = new ArrayList<>();
        for (int extent : shape.toArray()) {
            extents.add((long) extent);
        }
        map.put("shape", extents);
        map.put("mean", mean.stream().map(Float::doubleValue).toList());
        map.put("deviation", deviation.stream().map(Float::doubleValue).toList());
        map.put("strokes", strokes);
        map.put("classes", classes);
        return map;
    }

    /** What {@link #toMap} made. */
    static PreparedImages of(Map<String, Object> map) {
        int[] extents = ((List<?>) map.get("shape"))
                .stream().mapToInt(value -> ((Number) value).intValue()).toArray();
        return new PreparedImages(
                Shape.of(extents),
                floats(map.get("mean")),
                floats(map.get("deviation")),
                ((List<?>) map.get("classes")).stream().map(String.class::cast).toList(),
                (Boolean) map.get("strokes"));
    }

    private static List<Float> floats(Object list) {
        return ((List<?>) list)
                .stream().map(value -> ((Number) value).floatValue()).toList();
    }
}
