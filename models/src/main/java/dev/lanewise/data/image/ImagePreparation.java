package dev.lanewise.data.image;

import dev.lanewise.data.DataException;
import dev.lanewise.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a picture of any size becomes one of the size that a model takes: scaled until it just covers that size, then
 * cropped in the middle, then rounded to bytes. The same for training and for prediction.
 *
 * <p>Scaling down by a factor r, a pixel is the mean over the r x r pixels that it covers, parts of pixels counting as
 * parts. Scaling up, it is the bilinear interpolation at its centre, beyond the border by the border's pixels. A picture
 * of the right height or width is only cropped.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param height in pixels
 * @param width in pixels
 */
public record ImagePreparation(int channels, int height, int width) {
    public ImagePreparation {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images: " + channels + " channels, expected 1 or 3");
        }
        if (height < 1 || width < 1 || (long) channels * height * width > 1 << 28) {
            throw new IllegalArgumentException(
                    "images: " + width + " x " + height + " pixels, expected 1 x 1 to about 16384 x 16384");
        }
    }

    /** {@code [C, H, W]}. */
    public Shape shape() {
        return Shape.of(channels, height, width);
    }

    /** What {@link #fromMap} reads: for the configuration of a run. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("channels", channels);
        map.put("height", height);
        map.put("width", width);
        return map;
    }

    /**
     * What {@link #toMap} wrote.
     *
     * @throws IllegalArgumentException if an entry is missing, is no number, or makes no sense
     */
    public static ImagePreparation fromMap(Map<String, ?> map) {
        return new ImagePreparation(number(map, "channels"), number(map, "height"), number(map, "width"));
    }

    private static int number(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw new IllegalArgumentException("images: " + key + " is " + map.get(key) + ", expected a whole number");
    }

    /**
     * Reads and prepares a picture.
     *
     * @return pixels of {@link #shape}, row-major, 0 to 255 unsigned
     * @throws DataException if the file is missing, not a picture, or damaged
     */
    public byte[] read(Path file) {
        return bytes(channels == 1 ? ImageFile.grey(file) : ImageFile.colour(file));
    }

    /**
     * Prepares a picture that was read.
     *
     * @return pixels of {@link #shape}, row-major, 0 to 255 unsigned
     * @throws IllegalArgumentException if the picture has another number of channels
     */
    public byte[] bytes(ImageFile image) {
        float[] resized = resized(image);
        byte[] bytes = new byte[resized.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.clamp(Math.round(resized[i] * 255), 0, 255);
        }
        return bytes;
    }

    /**
     * The picture prepared, as floats: each is the byte of {@link #bytes} divided by 255.
     *
     * @throws IllegalArgumentException if the picture has another number of channels
     */
    public ImageFile apply(ImageFile image) {
        byte[] bytes = bytes(image);
        float[] pixels = new float[bytes.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes[i] & 0xff) / 255f;
        }
        return new ImageFile(image.path(), shape(), pixels, image.inverted());
    }

    private float[] resized(ImageFile image) {
        Shape from = image.shape();
        if (from.dim(0) != channels) {
            throw new IllegalArgumentException(
                    "images: " + image.path() + " was read with " + from.dim(0) + " channels, expected " + channels);
        }
        double step = Math.min((double) from.dim(1) / height, (double) from.dim(2) / width);
        Resample rows = Resample.centred(from.dim(1), height, step);
        Resample columns = Resample.centred(from.dim(2), width, step);
        int plane = from.dim(1) * from.dim(2);
        float[] half = new float[from.dim(1) * width];
        float[] result = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            columns.alongRows(image.pixels(), c * plane, from.dim(1), half);
            rows.acrossRows(half, width, result, c * height * width);
        }
        return result;
    }
}
