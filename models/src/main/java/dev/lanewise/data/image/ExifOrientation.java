package dev.lanewise.data.image;

import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * How a camera was held, as a JPEG notes it: tag 0x0112 of the first directory of its EXIF segment (EXIF 2.3), a number
 * from 1 to 8. 1 is upright; 2 mirrored; 3 upside down; 4 upside down and mirrored; 6 and 8 lie on a side; 5 and 7 do so
 * mirrored.
 */
final class ExifOrientation {
    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private ExifOrientation() {}

    /** The orientation; 1 for anything but a JPEG that says otherwise. Leaves the stream where it was. */
    static int of(ImageInputStream in) throws IOException {
        long start = in.getStreamPosition();
        ByteOrder order = in.getByteOrder();
        try {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            return in.readUnsignedShort() == 0xffd8 ? scan(in) : UPRIGHT;
        } catch (java.io.EOFException e) {
            // The reader of the picture will say what is wrong.
            return UPRIGHT;
        } finally {
            in.setByteOrder(order);
            in.seek(start);
        }
    }

    /** Goes through the segments before the picture itself. */
    private static int scan(ImageInputStream in) throws IOException {
        while (true) {
            int marker = in.readUnsignedShort();
            int length = in.readUnsignedShort() - 2;
            boolean application = marker >= 0xffe0 && marker <= 0xffef || marker == 0xfffe;
            if (!application || length < 0) {
                return UPRIGHT;
            }
            if (marker == 0xffe1) {
                byte[] segment = new byte[length];
                in.readFully(segment);
                if (startsWithExif(segment)) {
                    return ofDirectory(ByteBuffer.wrap(segment, EXIF.length, length - EXIF.length)
                            .slice());
                }
            } else {
                in.skipBytes(length);
            }
        }
    }

    private static boolean startsWithExif(byte[] segment) {
        for (int i = 0; i < EXIF.length; i++) {
            if (i >= segment.length || segment[i] != EXIF[i]) {
                return false;
            }
        }
        return true;
    }

    private static int ofDirectory(ByteBuffer tiff) {
        try {
            tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = tiff.getInt(4);
            int entries = tiff.getShort(directory) & 0xffff;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if ((tiff.getShort(entry) & 0xffff) == TAG) {
                    int value = tiff.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? value : UPRIGHT;
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            // A damaged note is no note.
            return UPRIGHT;
        }
        return UPRIGHT;
    }

    /** True if the upright picture is as wide as the stored one is high. */
    static boolean swapsSides(int orientation) {
        return orientation >= 5;
    }

    /**
     * The picture turned upright.
     *
     * @param pixels {@code [C, H, W]} as stored
     * @return {@code [C, W, H]} if {@link #swapsSides}, else {@code [C, H, W]}
     */
    static float[] upright(float[] pixels, Shape shape, int orientation) {
        int height = shape.dim(1);
        int width = shape.dim(2);
        boolean swaps = swapsSides(orientation);
        int rows = swaps ? width : height;
        int columns = swaps ? height : width;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        float[] turned = new float[pixels.length];
        int to = 0;
        for (int c = 0; c < shape.dim(0); c++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int fileRow = swaps ? column : row;
                    int fileColumn = swaps ? row : column;
                    fileRow = fromBottom ? height - 1 - fileRow : fileRow;
                    fileColumn = fromRight ? width - 1 - fileColumn : fileColumn;
                    turned[to++] = pixels[(c * height + fileRow) * width + fileColumn];
                }
            }
        }
        return turned;
    }
}
