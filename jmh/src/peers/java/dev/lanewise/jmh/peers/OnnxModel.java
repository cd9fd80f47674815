package dev.lanewise.jmh.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an ONNX model of one node, written field by field in the protocol-buffer encoding (numbers of the fields
 * from onnx.proto): enough for a benchmark, and no library needed.
 */
final class OnnxModel {
    private static final int FLOAT = 1;
    private static final int LONG = 7;
    private static final int IR_VERSION = 10;

    private final Bytes node = new Bytes();
    private final Bytes graph = new Bytes();
    private final String domain;
    private final int opset;

    /** A model of one operator. */
    OnnxModel(String operator, String domain, int opset) {
        this.domain = domain;
        this.opset = opset;
        node.text(4, operator);
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
    }

    /** An input that is given at run time. */
    OnnxModel input(String name, int... shape) {
        node.text(1, name);
        graph.message(11, value(name, shape));
        return this;
    }

    /** An optional input that is left out. */
    OnnxModel absent() {
        node.text(1, "");
        return this;
    }

    /** A constant input: the runtime may pack it. */
    OnnxModel weight(String name, float[] values, int... shape) {
        node.text(1, name);
        Bytes tensor = new Bytes();
        for (int extent : shape) {
            tensor.number(1, extent);
        }
        tensor.number(2, FLOAT);
        tensor.text(8, name);
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        tensor.bytes(9, raw.array());
        graph.message(5, tensor);
        return this;
    }

    /** A constant input of whole numbers. */
    OnnxModel index(String name, int[] values) {
        node.text(1, name);
        Bytes tensor = new Bytes();
        tensor.number(1, values.length);
        tensor.number(2, LONG);
        tensor.text(8, name);
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            raw.putLong(value);
        }
        tensor.bytes(9, raw.array());
        graph.message(5, tensor);
        return this;
    }

    /** The output. */
    OnnxModel output(String name, int... shape) {
        node.text(2, name);
        graph.message(12, value(name, shape));
        return this;
    }

    /** An attribute of whole numbers. */
    OnnxModel ints(String name, long... values) {
        Bytes attribute = new Bytes();
        attribute.text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        attribute.number(20, 7);
        node.message(5, attribute);
        return this;
    }

    /** An attribute of one whole number. */
    OnnxModel integer(String name, long value) {
        Bytes attribute = new Bytes();
        attribute.text(1, name);
        attribute.number(3, value);
        attribute.number(20, 2);
        node.message(5, attribute);
        return this;
    }

    /** An attribute of one real number. */
    OnnxModel real(String name, float value) {
        Bytes attribute = new Bytes();
        attribute.text(1, name);
        attribute.real(2, value);
        attribute.number(20, 1);
        node.message(5, attribute);
        return this;
    }

    private static Bytes value(String name, int... shape) {
        Bytes extents = new Bytes();
        for (int extent : shape) {
            Bytes dimension = new Bytes();
            dimension.number(1, extent);
            extents.message(1, dimension);
        }
        Bytes tensor = new Bytes();
        tensor.number(1, FLOAT);
        tensor.message(2, extents);
        Bytes type = new Bytes();
        type.message(1, tensor);
        Bytes value = new Bytes();
        value.text(1, name);
        value.message(2, type);
        return value;
    }

    /** The model. */
    byte[] bytes() {
        Bytes whole = new Bytes();
        whole.number(1, IR_VERSION);
        Bytes all = new Bytes();
        all.message(1, node);
        all.text(2, "peer");
        all.append(graph);
        whole.message(7, all);
        Bytes standard = new Bytes();
        standard.text(1, "");
        standard.number(2, opset);
        whole.message(8, standard);
        if (!domain.isEmpty()) {
            Bytes other = new Bytes();
            other.text(1, domain);
            other.number(2, 1);
            whole.message(8, other);
        }
        return whole.array();
    }

    /** A message in the making. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void number(int field, long value) {
            varint((long) field << 3);
            varint(value);
        }

        void real(int field, float value) {
            varint((long) field << 3 | 5);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
        }

        void bytes(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
        }

        void text(int field, String value) {
            bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        void message(int field, Bytes value) {
            bytes(field, value.array());
        }

        void append(Bytes other) {
            out.writeBytes(other.array());
        }

        byte[] array() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
