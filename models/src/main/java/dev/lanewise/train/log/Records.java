package dev.lanewise.train.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TFRecord framing: length as 8 bytes, masked CRC of these, data, masked CRC of the data, all little-endian. The CRC is
 * Castagnoli's; the mask keeps a CRC of data that holds CRCs from going wrong.
 */
final class Records {
    private static final int HEAD = 12;
    private static final int FOOT = 4;
    private static final int MASK = 0xa282ead8;
    // No event comes near it: a length beyond it is damage that its CRC missed.
    private static final int LIMIT = 1 << 30;

    private Records() {}

    static byte[] frame(byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(HEAD + data.length + FOOT).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(data.length);
        out.putInt(masked(out.array(), 0, Long.BYTES));
        out.put(data);
        out.putInt(masked(data, 0, data.length));
        return out.array();
    }

    private static int masked(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    /** The next record's data; null at the end, and at a record that is torn or damaged. */
    static byte[] next(InputStream in) throws IOException {
        try {
            byte[] head = in.readNBytes(HEAD);
            ByteBuffer h = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            if (head.length < HEAD || h.getInt(Long.BYTES) != masked(head, 0, Long.BYTES)) {
                return null;
            }
            long length = h.getLong(0);
            if (length < 0 || length > LIMIT) {
                return null;
            }
            byte[] data = in.readNBytes((int) length);
            byte[] foot = in.readNBytes(FOOT);
            if (data.length < length || foot.length < FOOT) {
                return null;
            }
            int crc = ByteBuffer.wrap(foot).order(ByteOrder.LITTLE_ENDIAN).getInt();
            return crc == masked(data, 0, data.length) ? data : null;
        } catch (EOFException _) {
            return null;
        }
    }
}
