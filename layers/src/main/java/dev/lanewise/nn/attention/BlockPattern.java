package dev.lanewise.nn.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Which blocks of keys a block of queries attends to (Zaheer et al., 2020): its neighbours, the global blocks, and some at
 * random. The first blocks are global: all queries see them, and they see all keys.
 *
 * @param window neighbours on each side, 0 for a block's own keys only
 * @param global the number of global blocks
 * @param random the number of other blocks that a block sees beside window and global ones, or all if there are fewer
 * @param seed of the random blocks: the same seed and number of blocks give the same pattern
 */
public record BlockPattern(int window, int global, int random, long seed) {
    public BlockPattern {
        if (window < 0 || global < 0 || random < 0) {
            throw new IllegalArgumentException("blockPattern: window=" + window + ", global=" + global + ", random="
                    + random + ", expected at least 0");
        }
    }

    /**
     * For each block that is not global the blocks of keys that it sees, ascending.
     *
     * @param blocks the length of the sequence in blocks
     */
    List<List<Integer>> sparse(int blocks) {
        List<List<Integer>> seen = new ArrayList<>();
        for (int block = Math.min(global, blocks); block < blocks; block++) {
            TreeSet<Integer> mine = new TreeSet<>();
            for (int i = 0; i < Math.min(global, blocks); i++) {
                mine.add(i);
            }
            for (int i = Math.max(0, block - window); i <= Math.min(blocks - 1, (long) block + window); i++) {
                mine.add(i);
            }
            mine.addAll(drawn(block, blocks, mine));
            seen.add(List.copyOf(mine));
        }
        return seen;
    }

    private List<Integer> drawn(int block, int blocks, TreeSet<Integer> seen) {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            if (!seen.contains(i)) {
                left.add(i);
            }
        }
        // Of its own generator, so that a block's draw does not depend on the others'.
        SplittableRandom generator = new SplittableRandom(31 * seed + block);
        List<Integer> drawn = new ArrayList<>();
        while (drawn.size() < random && !left.isEmpty()) {
            drawn.add(left.remove(generator.nextInt(left.size())));
        }
        return drawn;
    }
}
