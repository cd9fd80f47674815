package dev.lanewise.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes small 8-bit PNG files (W3C Portable Network Graphics, 3rd edition). By hand, because three chunks are all it
 * takes and ImageIO would load AWT's native library for them.
 */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private Png() {}

    /** A picture as {@code data:image/png;base64,...}; parameters as in {@link #encode}. */
    static String dataUri(byte[] samples, int width, int height, int channels) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(samples, width, height, channels));
    }

    /** Samples row by row, {@code channels} bytes per pixel: 1 grey, 3 red, green, blue, 4 with opacity. */
    static byte[] encode(byte[] samples, int width, int height, int channels) {
        int colourType = switch (channels) {
            case 1 -> 0;
            case 3 -> 2;
            case 4 -> 6;
            default -> throw new IllegalArgumentException("png: channels must be 1, 3 or 4. Received: " + channels);
        };
        if (samples.length != (long) width * height * channels) {
            throw new IllegalArgumentException(
                    "png: " + samples.length + " samples for " + width + " x " + height + " x " + channels);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) colourType).put((byte) 0).put((byte) 0).put((byte) 0);
        writeChunk(out, "IHDR", header.array());
        writeChunk(out, "IDAT", deflate(filtered(samples, height, width * channels)));
        writeChunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Each row with its filter byte in front: 0, none. */
    private static byte[] filtered(byte[] samples, int height, int rowBytes) {
        byte[] rows = new byte[height * (rowBytes + 1)];
        for (int h = 0; h < height; h++) {
            System.arraycopy(samples, h * rowBytes, rows, h * (rowBytes + 1) + 1, rowBytes);
        }
        return rows;
    }

    private static byte[] deflate(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(data);
            deflater.finish();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void writeChunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
