package dev.lanewise.data.image;

import dev.lanewise.data.DataException;
import dev.lanewise.tensor.Shape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * The picture in a PNG, JPEG, BMP or GIF file (the first, if it holds several), as planes of floats.
 *
 * <p>Values are the file's own, as a screen shows them: not linear in light, 0 black, 1 white. Colour becomes grey by
 * the weights of Rec. 601, 0.299 R + 0.587 G + 0.114 B. Transparent parts show white paper behind. A JPEG whose
 * camera noted how it was held is turned upright.
 *
 * @param path where it was read from
 * @param shape {@code [C, H, W]}: C is 1 for grey, 3 for red, green, blue
 * @param pixels in [0, 1], row-major in that shape; the array is the record's own
 * @param inverted whether light and dark were exchanged by {@link #lightOnDark}
 */
public record ImageFile(Path path, Shape shape, float[] pixels, boolean inverted) {
    private static final int PIXELS_LIMIT = 100_000_000;

    /**
     * Reads a picture of any size as grey.
     *
     * @throws DataException if the file is missing, not a picture, or damaged
     */
    public static ImageFile grey(Path path) {
        return read(path, 1, -1, -1);
    }

    /**
     * Reads a picture of one size as grey.
     *
     * @throws DataException also if it has another size; found before the picture is decoded
     */
    public static ImageFile grey(Path path, int width, int height) {
        return read(path, 1, width, height);
    }

    /**
     * Reads a picture of any size as red, green and blue planes.
     *
     * @throws DataException if the file is missing, not a picture, or damaged
     */
    public static ImageFile colour(Path path) {
        return read(path, 3, -1, -1);
    }

    /**
     * The size of a picture, {@code [H, W]}, from its header alone.
     *
     * @throws DataException if the file is missing or not a picture, or its header is damaged
     */
    public static Shape size(Path path) {
        return open(path, (reader, orientation) -> {
            boolean turned = ExifOrientation.swapsSides(orientation);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            checkSize(path, width, height, -1, -1);
            return turned ? Shape.of(width, height) : Shape.of(height, width);
        });
    }

    /**
     * This picture light on dark, as the digits of MNIST are: if the mean of the pixels along the border is above 0.5,
     * every value v becomes 1 - v and {@link #inverted} says so; else this picture itself.
     */
    public ImageFile lightOnDark() {
        if (borderMean() <= 0.5) {
            return this;
        }
        float[] exchanged = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            exchanged[i] = 1 - pixels[i];
        }
        return new ImageFile(path, shape, exchanged, !inverted);
    }

    private double borderMean() {
        int height = shape.dim(1);
        int width = shape.dim(2);
        double sum = 0;
        long count = 0;
        for (int i = 0; i < pixels.length; i++) {
            int row = i / width % height;
            int column = i % width;
            if (row == 0 || column == 0 || row == height - 1 || column == width - 1) {
                sum += pixels[i];
                count++;
            }
        }
        return sum / count;
    }

    private static ImageFile read(Path path, int channels, int width, int height) {
        return open(path, (reader, orientation) -> {
            boolean turned = ExifOrientation.swapsSides(orientation);
            int fileWidth = turned ? reader.getHeight(0) : reader.getWidth(0);
            int fileHeight = turned ? reader.getWidth(0) : reader.getHeight(0);
            checkSize(path, fileWidth, fileHeight, width, height);
            // A JPEG that is cut short is otherwise filled up with grey, with no more than a warning.
            reader.addIIOReadWarningListener((_, warning) -> {
                if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                    throw new IllegalStateException(warning);
                }
            });
            return planes(path, reader.read(0), channels).upright(orientation);
        });
    }

    private interface Use<T> {
        T apply(ImageReader reader, int orientation) throws IOException;
    }

    private static <T> T open(Path path, Use<T> use) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    path + (Files.exists(path) ? ": is a folder, expected a picture" : ": no such file"));
        }
        try (FileImageInputStream in = new FileImageInputStream(path.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(path + ": is not a picture that can be read, expected PNG, JPEG, BMP or GIF");
            }
            ImageReader reader = readers.next();
            try {
                int orientation = ExifOrientation.of(in);
                reader.setInput(in, true, true);
                return use(path, reader, orientation, use);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + reason(e), e);
        }
    }

    private static <T> T use(Path path, ImageReader reader, int orientation, Use<T> use) {
        String format = "picture";
        try {
            format = reader.getFormatName().toUpperCase(Locale.ROOT);
            return use.apply(reader, orientation);
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The readers of the JDK fail in many ways on a damaged file.
            throw new DataException(path + ": the " + format + " is damaged: " + reason(e), e);
        } catch (OutOfMemoryError e) {
            throw new DataException(path + ": the " + format + " is damaged, or too large for the memory there is", e);
        }
    }

    private static String reason(Exception e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return message.lines().findFirst().orElse("unknown");
    }

    private static void checkSize(Path path, int width, int height, int expectedWidth, int expectedHeight) {
        if (expectedWidth >= 0 && (width != expectedWidth || height != expectedHeight)) {
            throw new DataException(path + ": is " + width + " x " + height + " pixels, expected " + expectedWidth
                    + " x " + expectedHeight);
        }
        if ((long) width * height > PIXELS_LIMIT) {
            throw new DataException(
                    path + ": is " + width + " x " + height + " pixels, expected at most " + PIXELS_LIMIT + " in all");
        }
    }

    private ImageFile upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean turned = ExifOrientation.swapsSides(orientation);
        Shape as = turned ? Shape.of(shape.dim(0), shape.dim(2), shape.dim(1)) : shape;
        return new ImageFile(path, as, ExifOrientation.upright(pixels, shape, orientation), inverted);
    }

    private static ImageFile planes(Path path, BufferedImage image, int channels) {
        int height = image.getHeight();
        int width = image.getWidth();
        float[] pixels = new float[channels * height * width];
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        float[] colour = new float[3];
        int[] line = new int[width];
        for (int row = 0; row < height; row++) {
            if (!grey) {
                readRow(image, row, line);
            }
            for (int column = 0; column < width; column++) {
                if (grey) {
                    readGrey(image, column, row, colour);
                } else {
                    readColour(line[column], colour);
                }
                int at = row * width + column;
                if (channels == 1) {
                    // Grey stays exactly what it is, which the weighted sum would not guarantee.
                    boolean isGrey = colour[0] == colour[1] && colour[1] == colour[2];
                    pixels[at] = isGrey ? colour[0] : 0.299f * colour[0] + 0.587f * colour[1] + 0.114f * colour[2];
                } else {
                    for (int c = 0; c < channels; c++) {
                        pixels[c * height * width + at] = colour[c];
                    }
                }
            }
        }
        return new ImageFile(path, Shape.of(channels, height, width), pixels, false);
    }

    // What the JPEG and PNG readers mostly yield is taken as it is: getRGB goes through objects for each pixel.
    private static void readRow(BufferedImage image, int row, int[] line) {
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            image.getRGB(0, row, line.length, 1, line, 0, line.length);
            return;
        }
        byte[] rgb = (byte[]) image.getRaster().getDataElements(0, row, line.length, 1, null);
        for (int i = 0; i < line.length; i++) {
            line[i] = 0xff000000 | (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
        }
    }

    private static void readColour(int argb, float[] colour) {
        float alpha = (argb >>> 24) / 255f;
        for (int c = 0; c < 3; c++) {
            float value = (argb >>> (16 - 8 * c) & 0xff) / 255f;
            colour[c] = alpha == 1 ? value : value * alpha + (1 - alpha);
        }
    }

    // From the raster: BufferedImage.getRGB takes grey for linear light and would brighten it.
    private static void readGrey(BufferedImage image, int column, int row, float[] colour) {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        float value = raster.getSample(column, row, 0) / (float) ((1 << model.getComponentSize(0)) - 1);
        if (model.hasAlpha() && raster.getNumBands() > 1) {
            float alpha = raster.getSample(column, row, 1) / (float) ((1 << model.getComponentSize(1)) - 1);
            value = alpha == 1 ? value : value * alpha + (1 - alpha);
        }
        colour[0] = value;
        colour[1] = value;
        colour[2] = value;
    }
}
