package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Multi-head self-attention between blocks of positions (Big Bird, Zaheer et al., 2020): each block of queries attends to a
 * window around it, to global blocks and to random ones. Work and memory grow with the number of blocks that a block sees,
 * not with the length; queries of the global blocks, which see everything, aside.
 *
 * <p>x:[B,T,E] y:[B,T,E], T a multiple of the block.
 *
 * @param attention the projections to heads and back, and the dropout of weights
 * @param block the number of positions of a block
 * @param pattern which blocks a block sees
 */
public record BlockSparseAttention(MultiheadAttention attention, int block, BlockPattern pattern) implements Unary {
    private static final String NAME = "blockSparseAttention";

    public BlockSparseAttention {
        if (block < 1) {
            throw new IllegalArgumentException(NAME + ": block=" + block + ", expected at least 1");
        }
        MultiheadOptions options = attention.options();
        if (!options.together() || options.appended() > 0 || options.keyValueHeads() != options.heads()) {
            throw new IllegalArgumentException(NAME + ": expected attention with one width of queries, keys and values,"
                    + " as many heads of keys as of queries, and nothing appended");
        }
    }

    /** A layer with the initial values of {@link MultiheadAttention}. */
    public static BlockSparseAttention of(MultiheadOptions options, int block, BlockPattern pattern, Draws draws) {
        return new BlockSparseAttention(MultiheadAttention.of(options, draws), block, pattern);
    }

    @Override
    public Var forward(Var x) {
        return forward(x, null);
    }

    /**
     * The same where padding is not seen.
     *
     * @param ignored [B,T], other than 0 where a position is padding; null for none
     * @throws IllegalArgumentException if T is no multiple of the block
     */
    public Var forward(Var x, IntTensor ignored) {
        Projection.Projected in = Projection.of(attention, x, x, x);
        int length = x.dim(1);
        if (length % block != 0) {
            throw new IllegalArgumentException(NAME + ": x has shape " + x.shape() + ": T=" + length
                    + ", expected a multiple of block=" + block + "; pad and ignore the padding");
        }
        if (ignored != null && !ignored.shape().equals(Shape.of(x.dim(0), length))) {
            throw new IllegalArgumentException(NAME + ": ignored has shape " + ignored.shape() + ", x has shape "
                    + x.shape() + ", expected ignored:[B,T] x:[B,T,E]");
        }
        int blocks = length / block;
        int global = Math.min(pattern.global(), blocks);
        Var all = null;
        if (global > 0) {
            Var q = Ops.slice(in.q(), 2, 0, global * block);
            all = heads(q, in.k(), in.v(), Mask.NONE.withIgnored(ignored));
        }
        if (global < blocks) {
            Var sparse = sparse(in, global, pattern.sparse(blocks), ignored);
            all = all == null ? sparse : Ops.concat(2, all, sparse);
        }
        return attention.out_proj().forward(Heads.merge(all));
    }

    private Var heads(Var q, Var k, Var v, Mask mask) {
        float dropout = attention.options().dropout();
        return Heads.attend(q, k, v, mask, ScaledDotProductAttention.BY_DEPTH, dropout, false)
                .y();
    }

    /**
     * The blocks that are not global, [B,H,T-g,D]: samples and heads become the batch of the operation, blocks of queries
     * its heads, each with the keys that were gathered for it.
     */
    private Var sparse(Projection.Projected in, int global, List<List<Integer>> seen, IntTensor ignored) {
        int batch = in.q().dim(0);
        int heads = in.q().dim(1);
        int length = in.q().dim(2);
        int depth = in.q().dim(3);
        int own = seen.size();
        int most = seen.stream().mapToInt(List::size).max().orElse(0);
        int[] slots = slots(seen, most);
        Var q = Ops.slice(in.q(), 2, global * block, own * block).reshape(batch * heads, own, block, depth);
        Var k = gathered(in.k(), slots, own, most);
        Var v = gathered(in.v(), slots, own, most);
        Tape tape = q.tape();
        boolean full = seen.stream().allMatch(s -> s.size() == most);
        Mask mask = Mask.NONE;
        if (ignored != null) {
            mask = Mask.adding(tape.constant(padding(ignored, slots, own, most, heads)));
        } else if (!full) {
            mask = Mask.adding(tape.constant(emptySlots(slots, own, most)));
        }
        return heads(q, k, v, mask).reshape(batch, heads, length - global * block, depth);
    }

    /** The key block of each slot of each query block, -1 where a query block sees fewer than the others. */
    private static int[] slots(List<List<Integer>> seen, int most) {
        int[] slots = new int[seen.size() * most];
        Arrays.fill(slots, -1);
        for (int i = 0; i < seen.size(); i++) {
            for (int j = 0; j < seen.get(i).size(); j++) {
                slots[i * most + j] = seen.get(i).get(j);
            }
        }
        return slots;
    }

    /** [B,H,T,D] to [B*H,own,most*block,D]. */
    private Var gathered(Var heads, int[] slots, int own, int most) {
        int rows = heads.dim(0) * heads.dim(1);
        int depth = heads.dim(3);
        int blocks = heads.dim(2) / block;
        Var table = Ops.permute(heads.reshape(rows, blocks, block * depth), 1, 0, 2);
        int[] picked = slots.clone();
        for (int i = 0; i < picked.length; i++) {
            // An empty slot holds some block, which the mask hides.
            picked[i] = Math.max(0, picked[i]);
        }
        Var found = Ops.gather(table, heads.tape().constant(IntTensor.of(picked, own, most)));
        return Ops.permute(found, 2, 0, 1, 3).reshape(rows, own, most * block, depth);
    }

    private Tensor emptySlots(int[] slots, int own, int most) {
        Tensor mask = Tensor.zeros(1, own, 1, most * block);
        for (int i = 0; i < mask.size(); i++) {
            mask.array()[i] = slots[i / block] < 0 ? Float.NEGATIVE_INFINITY : 0f;
        }
        return mask;
    }

    private Tensor padding(IntTensor ignored, int[] slots, int own, int most, int heads) {
        int length = ignored.shape().dim(1);
        int perRow = own * most * block;
        Tensor mask = Tensor.zeros(ignored.shape().dim(0) * heads, own, 1, most * block);
        for (int i = 0; i < mask.size(); i++) {
            int slot = slots[i % perRow / block];
            int sample = i / perRow / heads;
            boolean hidden = slot < 0 || ignored.get(sample * length + slot * block + i % block) != 0;
            mask.array()[i] = hidden ? Float.NEGATIVE_INFINITY : 0f;
        }
        return mask;
    }
}
