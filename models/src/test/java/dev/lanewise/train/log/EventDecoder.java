package dev.lanewise.train.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files by the formats' definitions alone: shares no code with the writer, not even the CRC. */
final class EventDecoder {
    private EventDecoder() {}

    /** Castagnoli's CRC bit by bit: polynomial 0x1EDC6F41, reflected. */
    static int crc32c(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    /** The data of all records; fails on any that is not whole and right. */
    static List<byte[]> records(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> all = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] head = new byte[8];
            in.get(head);
            check(in.getInt(), masked(head));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong()];
            in.get(data);
            check(in.getInt(), masked(data));
            all.add(data);
        }
        return all;
    }

    private static void check(int stored, int computed) {
        if (stored != computed) {
            throw new AssertionError("CRC " + stored + ", computed " + computed);
        }
    }

    /** A message: the values of each field; Long, Double, Float or byte[]. */
    static Map<Integer, List<Object>> message(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            int tag = (int) varint(in);
            Object value = switch (tag & 7) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> {
                    byte[] data = new byte[(int) varint(in)];
                    in.get(data);
                    yield data;
                }
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type of tag " + tag);
            };
            fields.computeIfAbsent(tag >>> 3, _ -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte b;
        do {
            b = in.get();
            value += (b & 0x7FL) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    /** The only value of a field of messages along a path of numbers. */
    static Object at(byte[] message, int... path) {
        Object value = message;
        for (int field : path) {
            List<Object> values = message((byte[]) value).get(field);
            if (values == null || values.size() != 1) {
                throw new AssertionError("field " + field + " has the values " + values);
            }
            value = values.getFirst();
        }
        return value;
    }

    static String text(byte[] message, int... path) {
        return new String((byte[]) at(message, path), StandardCharsets.UTF_8);
    }
}
