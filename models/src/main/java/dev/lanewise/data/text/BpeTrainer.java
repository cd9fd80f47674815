package dev.lanewise.data.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns merges (Sennrich, Haddow, Birch: Neural machine translation of rare words with subword units, ACL 2016): the
 * most frequent pair of neighbours becomes a symbol, again and again. Of equally frequent pairs the one with the smaller
 * left symbol comes first, then the one with the smaller right symbol.
 *
 * <p>Each different piece of text is kept once with its count. A merge changes the counts of the pairs beside it only, in
 * the pieces that hold it; the queue may hold outdated counts, which are never below the true one, so that an entry that
 * is up to date when it comes first is the most frequent pair.
 */
final class BpeTrainer {
    /** A pair of neighbours: how often it occurs, and the pieces that held it at some time. */
    private static final class Pair {
        final int left;
        final int right;
        long count;
        int[] pieces = new int[4];
        int held;

        Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        void addPiece(int piece) {
            if (held > 0 && pieces[held - 1] == piece) {
                return;
            }
            if (held == pieces.length) {
                pieces = Arrays.copyOf(pieces, 2 * held);
            }
            pieces[held++] = piece;
        }
    }

    private record Entry(long count, Pair pair) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int order = Long.compare(other.count, count);
            order = order != 0 ? order : Integer.compare(pair.left, other.pair.left);
            return order != 0 ? order : Integer.compare(pair.right, other.pair.right);
        }
    }

    private final int[][] symbols;
    private final int[] lengths;
    private final int[] counts;
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private final Set<Pair> grown = new LinkedHashSet<>();

    private BpeTrainer(Map<String, Integer> pieces) {
        symbols = new int[pieces.size()][];
        lengths = new int[pieces.size()];
        counts = new int[pieces.size()];
        int p = 0;
        for (Map.Entry<String, Integer> piece : pieces.entrySet()) {
            byte[] bytes = piece.getKey().getBytes(StandardCharsets.UTF_8);
            symbols[p] = new int[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                symbols[p][i] = bytes[i] & 0xff;
            }
            lengths[p] = bytes.length;
            counts[p++] = piece.getValue();
        }
    }

    /**
     * Learns merges from text.
     *
     * @param most the number of merges, fewer if the text does not have as many pairs
     * @param minCount a pair seen less often is not merged
     */
    static Merges train(Iterable<String> texts, int most, int minCount) {
        Map<String, Integer> pieces = new LinkedHashMap<>();
        for (String text : texts) {
            Pieces.forEach(text, piece -> pieces.merge(piece, 1, Integer::sum));
        }
        return new BpeTrainer(pieces).learn(most, minCount);
    }

    private Merges learn(int most, int minCount) {
        for (int p = 0; p < symbols.length; p++) {
            for (int i = 0; i + 1 < lengths[p]; i++) {
                add(symbols[p][i], symbols[p][i + 1], p);
            }
        }
        int[] merges = new int[2 * most];
        int done = 0;
        while (done < most) {
            grown.forEach(pair -> queue.add(new Entry(pair.count, pair)));
            grown.clear();
            Pair best = mostFrequent();
            if (best == null || best.count < minCount) {
                break;
            }
            merges[2 * done] = best.left;
            merges[2 * done + 1] = best.right;
            pairs.remove(Merges.key(best.left, best.right));
            for (int i = 0; i < best.held; i++) {
                merge(best, Merges.BYTES + done, best.pieces[i]);
            }
            best.count = 0;
            done++;
        }
        return Merges.of(Arrays.copyOf(merges, 2 * done));
    }

    private Pair mostFrequent() {
        while (!queue.isEmpty()) {
            Entry first = queue.poll();
            if (first.count == first.pair.count) {
                return first.pair;
            }
            if (first.pair.count > 0) {
                queue.add(new Entry(first.pair.count, first.pair));
            }
        }
        return null;
    }

    private void add(int left, int right, int piece) {
        Pair pair = pairs.computeIfAbsent(Merges.key(left, right), _ -> new Pair(left, right));
        pair.count += counts[piece];
        pair.addPiece(piece);
        grown.add(pair);
    }

    private void remove(int left, int right, int piece) {
        // The pair that is being merged is gone already, as in aaa.
        Pair pair = pairs.get(Merges.key(left, right));
        if (pair != null) {
            pair.count -= counts[piece];
        }
    }

    private void merge(Pair pair, int made, int piece) {
        int[] in = symbols[piece];
        int length = lengths[piece];
        int kept = 0;
        for (int i = 0; i < length; i++) {
            if (i + 1 < length && in[i] == pair.left && in[i + 1] == pair.right) {
                if (kept > 0) {
                    remove(in[kept - 1], pair.left, piece);
                    add(in[kept - 1], made, piece);
                }
                if (i + 2 < length) {
                    remove(pair.right, in[i + 2], piece);
                    add(made, in[i + 2], piece);
                }
                in[kept++] = made;
                i++;
            } else {
                in[kept++] = in[i];
            }
        }
        lengths[piece] = kept;
    }
}
