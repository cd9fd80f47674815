package dev.lanewise.format.safetensors;

import java.nio.ByteBuffer;

/** Elements out of little-endian bytes. */
final class Elements {
    private Elements() {}

    /** Converts {@code count} elements of a floating type from the start of the buffer. */
    static void floats(ByteBuffer buffer, DType type, float[] to, int at, int count) {
        switch (type) {
            case F32 -> buffer.asFloatBuffer().get(to, at, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = (float) buffer.getDouble(8 * i);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = Float.float16ToFloat(buffer.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = bfloat(buffer.getShort(2 * i));
                }
            }
            default -> throw new IllegalArgumentException("not a floating type: " + type);
        }
    }

    /** Element {@code i} of a floating type. */
    static double floating(ByteBuffer buffer, int i, DType type) {
        return switch (type) {
            case F64 -> buffer.getDouble(8 * i);
            case F32 -> buffer.getFloat(4 * i);
            case F16 -> Float.float16ToFloat(buffer.getShort(2 * i));
            case BF16 -> bfloat(buffer.getShort(2 * i));
            default -> throw new IllegalArgumentException("not a floating type: " + type);
        };
    }

    /** Element {@code i} of an integer type; BOOL is 0 for a zero byte, else 1; U64 keeps its bits. */
    static long integer(ByteBuffer buffer, int i, DType type) {
        return switch (type) {
            case I64, U64 -> buffer.getLong(8 * i);
            case I32 -> buffer.getInt(4 * i);
            case U32 -> Integer.toUnsignedLong(buffer.getInt(4 * i));
            case I16 -> buffer.getShort(2 * i);
            case U16 -> Short.toUnsignedLong(buffer.getShort(2 * i));
            case I8 -> buffer.get(i);
            case U8 -> Byte.toUnsignedLong(buffer.get(i));
            case BOOL -> buffer.get(i) == 0 ? 0 : 1;
            default -> throw new IllegalArgumentException("not an integer type: " + type);
        };
    }

    // A bfloat is the upper half of a float.
    private static float bfloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
