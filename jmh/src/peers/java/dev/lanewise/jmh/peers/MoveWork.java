package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What reads or copies: sums and maxima of a matrix, rows by index, axes in another order. */
sealed interface MoveWork extends Workload {
    @Override
    default double gflop() {
        return 0;
    }

    /** A matrix to a vector. */
    record Reduce(Kind kind, int rows, int columns) implements MoveWork {
        enum Kind {
            ROW_SUMS("row sums"),
            COLUMN_SUMS("column sums"),
            ROW_MAX("row maxima");

            private final String text;

            Kind(String text) {
                this.text = text;
            }
        }

        @Override
        public String name() {
            return kind.text + " " + rows + "x" + columns;
        }

        @Override
        public double bytes() {
            return 4.0 * rows * columns;
        }

        /** The axis that vanishes. */
        int axis() {
            return kind == Kind.COLUMN_SUMS ? 0 : 1;
        }

        int out() {
            return kind == Kind.COLUMN_SUMS ? columns : rows;
        }

        Tensor x() {
            return Operands.random(1, rows, columns);
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor y = Tensor.zeros(out());
            Workspace work = new Workspace();
            return Workload.task(
                    switch (kind) {
                        case ROW_SUMS -> () -> kernels.reduce().rowSums(x, y);
                        case COLUMN_SUMS -> () -> kernels.reduce().columnSums(x, y, work);
                        case ROW_MAX -> () -> kernels.reduce().rowMax(x, y);
                    },
                    y);
        }
    }

    /** Rows of a table by index, or its gradient: a table of zeros to which the rows are added. */
    record Embedding(int picks, int rows, int width, boolean backward) implements MoveWork {
        @Override
        public String name() {
            return "embedding " + (backward ? "backward " : "") + picks + " of " + rows + "x" + width;
        }

        @Override
        public double bytes() {
            return 4.0 * width * (backward ? rows + 2.0 * picks : 2.0 * picks);
        }

        Tensor table() {
            return Operands.random(1, rows, width);
        }

        Tensor dy() {
            return Operands.random(2, picks, width);
        }

        IntTensor index() {
            IntTensor index = IntTensor.zeros(picks);
            for (int i = 0; i < picks; i++) {
                index.array()[i] = (int) (i * 1597L % rows);
            }
            return index;
        }

        @Override
        public Task ours(Kernels kernels) {
            IntTensor index = index();
            if (backward) {
                Tensor dy = dy();
                Tensor dTable = Tensor.zeros(rows, width);
                return Workload.task(
                        () -> {
                            dTable.fill(0f);
                            kernels.layout().scatterAddRows(dy, index, dTable);
                        },
                        dTable);
            }
            Tensor table = table();
            Tensor y = Tensor.zeros(picks, width);
            return Workload.task(() -> kernels.layout().gatherRows(table, index, y), y);
        }
    }

    /** A copy with the axes in another order. */
    record Permute(List<Integer> extents, List<Integer> axes) implements MoveWork {
        @Override
        public String name() {
            return "permute " + text(extents) + " by " + text(axes);
        }

        private static String text(List<Integer> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining("x"));
        }

        @Override
        public double bytes() {
            return 8.0 * Shape.of(ints(extents)).size();
        }

        static int[] ints(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }

        Tensor x() {
            return Operands.random(1, ints(extents));
        }

        int[] out() {
            return Arrays.stream(ints(axes)).map(extents::get).toArray();
        }

        @Override
        public Task ours(Kernels kernels) {
            Tensor x = x();
            Tensor y = Tensor.zeros(out());
            int[] order = ints(axes);
            return Workload.task(() -> kernels.layout().permute(order, x, y), y);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            all.add(new Reduce(kind, 1024, 1024));
        }
        all.add(new Embedding(1024, 4096, 256, false));
        all.add(new Embedding(1024, 4096, 256, true));
        all.add(new Permute(List.of(1024, 768), List.of(1, 0)));
        all.add(new Permute(List.of(4, 256, 12, 64), List.of(0, 2, 1, 3)));
        all.add(new Permute(List.of(16, 64, 28, 28), List.of(0, 2, 3, 1)));
        return all;
    }
}
