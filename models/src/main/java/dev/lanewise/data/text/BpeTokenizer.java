package dev.lanewise.data.text;

import dev.lanewise.format.FormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Byte pair encoding over the bytes of UTF-8 (Sennrich, Haddow, Birch, ACL 2016): nothing is unknown, and any
 * well-formed text comes back exactly. Merges stay within words, numbers, runs of white space and runs of other
 * characters; the space before a word belongs to it.
 *
 * @param specials the special tokens, with the first ids; then come the 256 bytes, then the merges
 * @param merges the merges in their order
 */
public record BpeTokenizer(List<Special> specials, Merges merges) implements Tokenizer {
    static final String KIND = "bpe";
    private static final int CACHED = 1 << 16;

    /** Copies the list. */
    public BpeTokenizer {
        specials = List.copyOf(specials);
        Objects.requireNonNull(merges, "merges");
    }

    /**
     * Learns merges from training text. The result depends on the text alone.
     *
     * @param most the number of merges, fewer if the text does not have as many pairs
     * @param minCount a pair seen less often is not merged
     */
    public static BpeTokenizer fit(Iterable<String> texts, List<Special> specials, int most, int minCount) {
        return new BpeTokenizer(specials, BpeTrainer.train(texts, most, minCount));
    }

    static BpeTokenizer fromSaved(Saved saved) {
        double[] numbers = saved.numbers("merges");
        int[] pairs = new int[numbers.length];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (int) numbers[i];
            if (pairs[i] != numbers[i]) {
                throw saved.wrong("merges", numbers[i], "whole numbers");
            }
        }
        try {
            return new BpeTokenizer(Vocabulary.specials(saved), Merges.of(pairs));
        } catch (IllegalArgumentException e) {
            throw new FormatException("tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public int size() {
        return specials.size() + merges.symbols();
    }

    @Override
    public int id(Special special) {
        return specials.indexOf(special);
    }

    /** {@inheritDoc} A surrogate without its other half, which no UTF-8 file holds, becomes a question mark. */
    @Override
    public int[] encode(String text) {
        Encoding encoding = new Encoding(this);
        Pieces.forEach(text, encoding::add);
        return Arrays.copyOf(encoding.ids, encoding.count);
    }

    /** The ids so far, and the pieces met so far. */
    private static final class Encoding {
        private final BpeTokenizer tokenizer;
        private final Map<String, int[]> known = new HashMap<>();
        private int[] ids = new int[16];
        private int count;

        Encoding(BpeTokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        void add(String piece) {
            int[] symbols = known.get(piece);
            if (symbols == null) {
                symbols = tokenizer.merges.apply(piece.getBytes(StandardCharsets.UTF_8));
                if (known.size() < CACHED) {
                    known.put(piece, symbols);
                }
            }
            if (count + symbols.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * count, count + symbols.length));
            }
            for (int symbol : symbols) {
                ids[count++] = tokenizer.specials.size() + symbol;
            }
        }
    }

    /** {@inheritDoc} Bytes that make no character, as where a character is cut, come back as U+FFFD. */
    @Override
    public String decode(int[] ids, int from, int to) {
        Objects.checkFromToIndex(from, to, ids.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * (to - from));
        for (int i = from; i < to; i++) {
            bytes.writeBytes(bytes(ids[i]));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * The bytes of a token, a copy; none for a special one. For text that is put out as it is generated: a character may
     * be made of several tokens.
     *
     * @throws IndexOutOfBoundsException if there is no such id
     */
    public byte[] bytes(int id) {
        Objects.checkIndex(id, size());
        return id < specials.size()
                ? new byte[0]
                : merges.expansion(id - specials.size()).clone();
    }

    @Override
    public String token(int id) {
        byte[] bytes = bytes(id);
        if (id < specials.size()) {
            return specials.get(id).token();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            StringBuilder shown = new StringBuilder();
            for (byte b : bytes) {
                shown.append(String.format("\\x%02x", b));
            }
            return shown.toString();
        }
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", KIND);
        map.put("special", Vocabulary.savedSpecials(specials));
        map.put("merges", Arrays.stream(merges.pairs()).boxed().toList());
        return map;
    }
}
