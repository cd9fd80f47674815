package dev.lanewise.format.safetensors;

import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A checked header: entries in the order of the file's JSON, and the metadata.
 *
 * @param entries by name
 * @param metadata texts by key; empty if the file has none
 */
record Header(SequencedMap<String, TensorEntry> entries, SequencedMap<String, String> metadata) {
    private static final String METADATA = "__metadata__";

    /**
     * Parses and checks a header.
     *
     * @param file for messages
     * @param json the header's bytes, padding included
     * @param dataLength the number of bytes in the file behind the header
     * @throws FormatException if the reference implementation would refuse it too, except for an unknown element type
     */
    static Header parse(String file, byte[] json, long dataLength) {
        if (json.length == 0 || json[0] != '{') {
            throw new FormatException(
                    file + ": the header does not begin with '{': not a safetensors file, or damaged");
        }
        Header header = new Parser(file).header(json);
        check(file, header.entries, dataLength);
        return header;
    }

    private static void check(String file, SequencedMap<String, TensorEntry> entries, long dataLength) {
        List<TensorEntry> inOrder = new ArrayList<>(entries.values());
        inOrder.sort(Comparator.comparingLong(TensorEntry::from).thenComparingLong(TensorEntry::to));
        long end = 0;
        for (TensorEntry entry : inOrder) {
            if (entry.from() != end || entry.to() < entry.from()) {
                throw new FormatException(
                        file + ": tensor '" + entry.name() + "' has data_offsets [" + entry.from() + ", " + entry.to()
                                + "], expected to begin at " + end + ": the data must have no gap and no overlap");
            }
            checkSize(file, entry);
            end = entry.to();
        }
        if (end != dataLength) {
            throw new FormatException(file + ": has " + dataLength + " bytes of data, expected " + end
                    + (dataLength < end ? ": it is cut short" : ""));
        }
    }

    private static void checkSize(String file, TensorEntry entry) {
        if (entry.type().isEmpty()) {
            return;
        }
        DType type = entry.type().get();
        try {
            long bits = Math.multiplyExact(entry.elements(), (long) type.bits());
            if (bits % 8 != 0 || bits / 8 != entry.bytes()) {
                throw new FormatException(file + ": tensor '" + entry.name() + "' has " + entry.bytes()
                        + " bytes of data, expected " + (bits + 7) / 8 + " for " + type + " " + entry.shape());
            }
        } catch (ArithmeticException e) {
            throw new FormatException(
                    file + ": tensor '" + entry.name() + "' has the shape " + entry.shape()
                            + ", too large for any file",
                    e);
        }
    }

    /** Reads the JSON: an object of objects, each with dtype, shape and data_offsets. */
    private record Parser(String file) {
        Header header(byte[] json) {
            SequencedMap<String, TensorEntry> entries = new LinkedHashMap<>();
            SequencedMap<String, String> metadata = new LinkedHashMap<>();
            object("the header", Json.parse(json, file + ": header")).forEach((name, value) -> {
                if (!name.equals(METADATA)) {
                    entries.put((String) name, entry("tensor '" + name + "'", (String) name, value));
                } else if (value != null) {
                    object(METADATA, value)
                            .forEach(
                                    (key, text) -> metadata.put((String) key, text(METADATA + " '" + key + "'", text)));
                }
            });
            return new Header(
                    Collections.unmodifiableSequencedMap(entries), Collections.unmodifiableSequencedMap(metadata));
        }

        private TensorEntry entry(String what, String name, Object value) {
            Map<?, ?> fields = object(what, value);
            String dtype = text(what + " dtype", fields.get("dtype"));
            List<Long> shape = numbers(what + " shape", fields.get("shape"));
            List<Long> offsets = numbers(what + " data_offsets", fields.get("data_offsets"));
            if (offsets.size() != 2) {
                throw wrong(what + " data_offsets", "a list of " + offsets.size(), "two numbers");
            }
            return new TensorEntry(name, dtype, shape, offsets.get(0), offsets.get(1));
        }

        private Map<?, ?> object(String what, Object value) {
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            throw wrong(what, value, "an object");
        }

        private String text(String what, Object value) {
            if (value instanceof String text) {
                return text;
            }
            throw wrong(what, value, "a text");
        }

        private List<Long> numbers(String what, Object value) {
            if (!(value instanceof List<?> list)) {
                throw wrong(what, value, "a list");
            }
            List<Long> numbers = new ArrayList<>(list.size());
            for (Object element : list) {
                if (!(element instanceof Long number) || number < 0) {
                    throw wrong(what, element, "whole numbers, 0 or more");
                }
                numbers.add(number);
            }
            return numbers;
        }

        private FormatException wrong(String what, Object value, String expected) {
            String found = switch (value) {
                case null -> "nothing";
                case Map<?, ?> _ -> "an object";
                case String text -> text;
                case List<?> _ -> "a list";
                default -> value.toString();
            };
            return new FormatException(file + ": the header has " + found + " for " + what + ", expected " + expected);
        }
    }
}
