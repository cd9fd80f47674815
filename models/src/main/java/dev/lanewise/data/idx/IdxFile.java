package dev.lanewise.data.idx;

import dev.lanewise.data.DataException;
import dev.lanewise.tensor.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The contents of one IDX file of unsigned bytes: a magic number (two zero bytes, the type 0x08, the number of
 * dimensions), the extents as big-endian 32-bit numbers, the bytes row-major.
 *
 * @param path where it was read from
 * @param shape its extents
 * @param data its bytes; the array is the file's own, not a copy
 */
public record IdxFile(Path path, Shape shape, byte[] data) {
    /** The magic number of a file of labels. */
    public static final int LABELS = 0x0801;

    /** The magic number of a file of images. */
    public static final int IMAGES = 0x0803;

    private static final int BUFFER = 1 << 16;
    private static final int TRAILING_COUNTED = 1 << 20;

    /**
     * Reads a file, plain or gzip (told by its first bytes, whatever its name). Memory grows with what is in the file,
     * not with what its header claims.
     *
     * @param magic {@link #LABELS} or {@link #IMAGES}
     * @throws DataException if the file is missing, damaged, of another kind, or longer than its header says
     */
    public static IdxFile read(Path path, int magic) {
        try (PushbackInputStream raw = new PushbackInputStream(Files.newInputStream(path), 2)) {
            byte[] start = raw.readNBytes(2);
            raw.unread(start);
            boolean gzip = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
            return gzip ? readGzip(path, raw, magic) : new Reader(path, raw).read(magic);
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file", e);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static IdxFile readGzip(Path path, InputStream raw, int magic) throws IOException {
        try (GZIPInputStream unpacked = new GZIPInputStream(raw, BUFFER)) {
            return new Reader(path, unpacked).read(magic);
        } catch (EOFException e) {
            throw new DataException(path + ": ends within the gzip header", e);
        }
    }

    /** Reads one stream and knows how far it got. */
    private static final class Reader {
        private final Path path;
        private final InputStream in;
        private long done;
        private String ending = "";

        Reader(Path path, InputStream in) {
            this.path = path;
            this.in = in;
        }

        IdxFile read(int magic) throws IOException {
            int rank = magic & 0xff;
            int headerLength = 4 + 4 * rank;
            byte[] header = bytes(headerLength);
            if (header.length >= 4) {
                checkMagic(ByteBuffer.wrap(header).getInt(), magic);
            }
            if (header.length < headerLength) {
                throw truncated(headerLength);
            }
            int[] extents = new int[rank];
            ByteBuffer.wrap(header).position(4).asIntBuffer().get(extents);
            long size = size(extents);
            byte[] data = bytes((int) size);
            if (data.length < size) {
                throw truncated(headerLength + size);
            }
            checkEnd(headerLength + size);
            return new IdxFile(path, Shape.of(extents), data);
        }

        private void checkMagic(int found, int expected) {
            if (found == expected) {
                return;
            }
            String what = switch (found) {
                case LABELS -> "holds labels";
                case IMAGES -> "holds images";
                default -> "is not an IDX file of " + name(expected);
            };
            throw new DataException(path + ": " + what + " (magic number " + hex(found) + "), expected "
                    + name(expected) + " (" + hex(expected) + ")");
        }

        private static String name(int magic) {
            return magic == LABELS ? "labels" : "images";
        }

        private static String hex(int magic) {
            return "0x" + HexFormat.of().toHexDigits(magic);
        }

        private long size(int[] extents) {
            long size = 1;
            for (int extent : extents) {
                // Each factor is below 2^31 and so is the product so far: no overflow before it is noticed.
                size = extent < 0 ? -1 : size * extent;
                if (size < 0 || size > Integer.MAX_VALUE - 64) {
                    throw new DataException(path + ": its header says " + Arrays.toString(unsigned(extents))
                            + ", which no file of this kind holds");
                }
            }
            return size;
        }

        private static long[] unsigned(int[] extents) {
            return Arrays.stream(extents).mapToLong(Integer::toUnsignedLong).toArray();
        }

        /** Reads {@code length} bytes, fewer if the file ends before; then {@link #ending} says how. */
        private byte[] bytes(int length) throws IOException {
            byte[] data = new byte[Math.min(length, BUFFER)];
            int filled = 0;
            while (filled < length) {
                if (filled == data.length) {
                    data = Arrays.copyOf(data, (int) Math.min(length, data.length * 4L));
                }
                int n = some(data, filled);
                if (n < 0) {
                    return Arrays.copyOf(data, filled);
                }
                filled += n;
                done += n;
            }
            return data;
        }

        private int some(byte[] into, int from) throws IOException {
            try {
                return in.read(into, from, into.length - from);
            } catch (EOFException e) {
                ending = ": the gzip data is cut short";
                return -1;
            } catch (ZipException e) {
                throw new DataException(
                        path + ": the gzip data is damaged after " + done + " unpacked bytes: " + e.getMessage(), e);
            }
        }

        private DataException truncated(long expected) {
            return new DataException(path + ": has " + done + (in instanceof GZIPInputStream ? " unpacked" : "")
                    + " bytes, expected " + expected + ending);
        }

        // Also makes a gzip stream check its own checksum and length.
        private void checkEnd(long expected) throws IOException {
            byte[] rest = new byte[BUFFER];
            long trailing = 0;
            int n = some(rest, 0);
            while (n > 0 && trailing < TRAILING_COUNTED) {
                trailing += n;
                n = some(rest, 0);
            }
            if (!ending.isEmpty()) {
                throw new DataException(path + ": the gzip data is cut short after its last byte");
            }
            if (trailing > 0) {
                throw new DataException(path + ": has " + (n > 0 ? "at least " : "") + (expected + trailing)
                        + (in instanceof GZIPInputStream ? " unpacked" : "") + " bytes, expected " + expected);
            }
        }
    }
}
