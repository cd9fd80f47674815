package dev.lanewise.train.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A message in Protocol Buffers' wire format, field by field in the order of the calls. */
final class Proto {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Proto int64(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    Proto float32(int field, float value) {
        tag(field, FIXED32);
        fixed(Float.floatToIntBits(value), Integer.BYTES);
        return this;
    }

    Proto float64(int field, double value) {
        tag(field, FIXED64);
        fixed(Double.doubleToLongBits(value), Double.BYTES);
        return this;
    }

    /** A packed repeated field. */
    Proto float64s(int field, double[] values) {
        tag(field, BYTES);
        varint((long) values.length * Double.BYTES);
        for (double value : values) {
            fixed(Double.doubleToLongBits(value), Double.BYTES);
        }
        return this;
    }

    Proto bytes(int field, byte[] value) {
        tag(field, BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    Proto string(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto message(int field, Proto value) {
        return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void tag(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private void fixed(long bits, int count) {
        for (int i = 0; i < count; i++) {
            out.write((int) (bits >>> 8 * i));
        }
    }
}
