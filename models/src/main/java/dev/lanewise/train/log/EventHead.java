package dev.lanewise.train.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** As much of an Event message as it takes to go on with a file: its step and the tags in its summary. */
record EventHead(long step, List<String> tags) {
    private static final int STEP = 2;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;

    /** Of a message whose CRC was right. */
    static EventHead of(byte[] event) {
        long step = 0;
        List<String> tags = new ArrayList<>();
        Fields fields = new Fields(ByteBuffer.wrap(event));
        while (fields.next()) {
            if (fields.number == STEP) {
                step = fields.whole;
            } else if (fields.number == SUMMARY) {
                addTags(new Fields(fields.bytes), tags);
            }
        }
        return new EventHead(step, tags);
    }

    private static void addTags(Fields summary, List<String> tags) {
        while (summary.next()) {
            if (summary.number == VALUE) {
                Fields value = new Fields(summary.bytes);
                while (value.next()) {
                    if (value.number == TAG) {
                        tags.add(StandardCharsets.UTF_8.decode(value.bytes).toString());
                    }
                }
            }
        }
    }

    /** Walks over the fields of a message. */
    private static final class Fields {
        private final ByteBuffer in;
        private int number;
        private long whole;
        private ByteBuffer bytes;

        Fields(ByteBuffer in) {
            this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        }

        boolean next() {
            if (!in.hasRemaining()) {
                return false;
            }
            long tag = varint();
            number = (int) (tag >>> 3);
            bytes = ByteBuffer.allocate(0);
            whole = 0;
            switch ((int) tag & 7) {
                case 0 -> whole = varint();
                case 1 -> whole = in.getLong();
                case 2 -> {
                    int length = (int) varint();
                    bytes = in.slice(in.position(), length);
                    in.position(in.position() + length);
                }
                case 5 -> whole = in.getInt();
                default -> throw new IllegalStateException("event: field " + number + " of type " + (tag & 7));
            }
            return true;
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = in.get();
                value |= (long) (b & 0x7F) << shift;
                if (b >= 0) {
                    return value;
                }
            }
        }
    }
}
