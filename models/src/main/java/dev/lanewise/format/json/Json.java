package dev.lanewise.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.lanewise.format.AtomicFile;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small JSON files as plain values: an object is a {@code Map<String, Object>} that keeps its order, an array a
 * {@code List<Object>}, the rest {@link String}, {@link Long} (a whole number), {@link Double} (any other number),
 * {@link Boolean} or null. The maps and lists are the caller's.
 */
public final class Json {
    private static final int LIMIT = 64 << 20;
    // A few bytes of text can ask for a hundred in memory: this bounds what a damaged or hostile file can take.
    private static final int VALUES_LIMIT = 4_000_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    // The line end is fixed: the same values give the same bytes on every platform.
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final Separators SEPARATORS = Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");

    private Json() {}

    /**
     * Reads a file of at most 64 MB, in UTF-8, with or without a byte order mark.
     *
     * @throws IOException if it cannot be opened or read
     * @throws FormatException if it is not one valid JSON value without duplicate keys, or has over 4 million values;
     *     says in which line and column
     */
    public static Object read(Path file) throws IOException {
        byte[] bytes = InputFile.bytes(file, LIMIT);
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return parse(marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes, file.toString());
    }

    /** As {@link #read}, for a file that must hold an object. */
    public static Map<String, Object> readObject(Path file) throws IOException {
        return object(read(file), file.toString());
    }

    /**
     * Parses a text.
     *
     * @param source what the text is, for messages
     * @throws FormatException as {@link #read}
     */
    public static Object parse(String text, String source) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new Reading(parser, source).whole();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #parse(String, String)}, for a text in UTF-8. */
    public static Object parse(byte[] text, String source) {
        // A decoder made by hand reports malformed bytes, where a String would replace them.
        Reader reader = new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = FACTORY.createParser(reader)) {
            return new Reading(parser, source).whole();
        } catch (CharacterCodingException e) {
            throw new FormatException(source + ": not valid JSON: it is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #parse}, for a text that must be an object. */
    public static Map<String, Object> parseObject(String text, String source) {
        return object(parse(text, source), source);
    }

    /**
     * A value as text, indented by two spaces, with a line end after it. Numbers are written so that reading gives them
     * back: a whole number without a point, a {@code Float} or {@code Double} with its shortest digits.
     *
     * @param value made of the types above; also any {@code Integer}, {@code Short}, {@code Byte}, {@code Float},
     *     {@code Enum} (by name), {@code Map} with {@code String} keys and {@code Iterable}
     * @throws IllegalArgumentException for another type, or for a number that is not finite: JSON has none
     */
    public static String write(Object value) {
        StringWriter out = new StringWriter();
        // An array stands in one line, as people write shapes; an object takes a line for each field.
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(SEPARATORS);
        printer.indentObjectsWith(INDENT);
        printer.indentArraysWith(new DefaultPrettyPrinter.NopIndenter());
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(printer);
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.append('\n').toString();
    }

    /**
     * A value as one line without its end: what {@link #write(Object)} gives, without any white space around it.
     *
     * @throws IllegalArgumentException as {@link #write(Object)}
     */
    public static String line(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /**
     * Writes a value to a file as {@link #write(Object)} does, whole or not at all.
     *
     * @throws IOException if the file cannot be written; what was there is unchanged
     * @throws IllegalArgumentException as {@link #write(Object)}, before the file is touched
     */
    public static void write(Path file, Object value) throws IOException {
        AtomicFile.write(file, write(value));
    }

    @SuppressWarnings("unchecked") // read() makes no other maps
    private static Map<String, Object> object(Object value, String source) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new FormatException(source + ": holds no JSON object, expected {...}");
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Short number -> json.writeNumber(number);
            case Byte number -> json.writeNumber(number);
            case Double number -> json.writeNumber(finite(number, number));
            case Float number -> json.writeNumber(finite(number, number));
            case Enum<?> constant -> json.writeString(constant.name());
            case Map<?, ?> map -> writeMap(json, map);
            case Iterable<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "JSON has no " + value.getClass().getName());
        }
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> map) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IllegalArgumentException("JSON has no key " + entry.getKey() + ", expected a String");
            }
            json.writeFieldName(name);
            write(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static <N extends Number> N finite(N number, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        return number;
    }

    /** Reads one text into values. */
    private static final class Reading {
        private final JsonParser parser;
        private final String source;
        private int values;

        Reading(JsonParser parser, String source) {
            this.parser = parser;
            this.source = source;
        }

        Object whole() throws IOException {
            try {
                if (parser.nextToken() == null) {
                    throw new FormatException(source + ": is empty, expected JSON");
                }
                Object value = value();
                if (parser.nextToken() != null) {
                    throw new FormatException(source + where(parser.currentTokenLocation())
                            + ": more follows after the JSON value, expected the end");
                }
                return value;
            } catch (JsonProcessingException e) {
                throw new FormatException(source + where(e.getLocation()) + ": not valid JSON: " + firstLine(e), e);
            }
        }

        private static String firstLine(JsonProcessingException e) {
            String line = e.getOriginalMessage().lines().findFirst().orElse("damaged");
            // Jackson repeats a location in the middle of some messages, in its own manner.
            int location = line.indexOf(" (start marker at ");
            return location < 0 ? line : line.substring(0, location);
        }

        private static String where(JsonLocation location) {
            return location == null ? "" : ":" + location.getLineNr() + ":" + location.getColumnNr();
        }

        private Object value() throws IOException {
            values++;
            if (values > VALUES_LIMIT) {
                throw new FormatException(source + ": has more than " + VALUES_LIMIT + " values");
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT -> parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> number();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> throw new IllegalStateException("token " + parser.currentToken());
            };
        }

        private Map<String, Object> object() throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value());
            }
            return map;
        }

        private List<Object> array() throws IOException {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value());
            }
            return list;
        }

        private Double number() throws IOException {
            double number = parser.getDoubleValue();
            if (!Double.isFinite(number)) {
                throw new JsonParseException(parser, "Numeric value (" + parser.getText() + ") out of range of double");
            }
            return number;
        }
    }
}
