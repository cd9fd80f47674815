package dev.lanewise.runtime;

import static dev.lanewise.runtime.Exercises.ramp;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.MatrixBatch;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.function.Consumer;

/** Small products for the warm-up: all forms, heights of tiles and ways to begin and end a sum. */
final class GemmExercise implements Consumer<Kernels> {
    private static final Form[] FORMS = Form.values();
    private static final Activation[] ACTIVATIONS = Activation.values();

    // Every height of tile with all its rows and with the fewest.
    private static final int[] ROWS = {25, 14, 13, 12, 9, 8, 5, 4, 3, 2, 1};

    private final Workspace work = new Workspace();
    private final Tensor[] a = {ramp(14, 9), ramp(14, 9), ramp(9, 14), ramp(9, 14)};
    private final Tensor[] b = {ramp(9, 70), ramp(70, 9), ramp(9, 70), ramp(70, 9)};
    private final Tensor c = ramp(14, 70);
    private final Tensor bias = ramp(70);
    private final PackedMatrix packed = PackedMatrix.of(9, 70);
    // Columns enough that few rows are packed, too.
    private final Tensor broadB = ramp(9, 262);
    private final PackedMatrix broad = PackedMatrix.of(9, 262);
    private final Tensor broadBias = ramp(262);
    private final Tensor[] heads = new Tensor[ROWS.length];
    private final Tensor[] broadResults = new Tensor[ROWS.length];
    private final Tensor[] results = new Tensor[ROWS.length];
    private final MatrixBatch two = new MatrixBatch(2, 7, 70, 9, 9, 63, 70, 0, 70, 490);
    private final Tensor pair = ramp(2, 7, 9);
    private final Tensor products = ramp(2, 7, 70);
    // Deep enough for two blocks.
    private final Tensor deepA = ramp(3, 780);
    private final Tensor deepB = ramp(780, 70);
    private final Tensor deepBT = ramp(70, 780);
    private final Tensor deepC = ramp(3, 70);
    // Rows that are packed, several tiles and squares of them.
    private final Tensor[] tallA = {ramp(43, 40), ramp(43, 40), ramp(40, 43), ramp(40, 43)};
    private final Tensor[] wideB = {ramp(40, 130), ramp(130, 40), ramp(40, 130), ramp(130, 40)};
    private final Tensor tallC = ramp(43, 130);
    private final Tensor wideBias = ramp(130);
    // One row, with squares of a transposed operand and columns beside them, and with panels side by side.
    private final Tensor longRow = ramp(1, 40);
    private final Tensor wideRow = ramp(1, 130);
    private final PackedMatrix widePacked = PackedMatrix.of(40, 130);

    GemmExercise() {
        for (int i = 0; i < ROWS.length; i++) {
            heads[i] = ramp(ROWS[i], 9);
            results[i] = ramp(ROWS[i], 70);
            broadResults[i] = ramp(ROWS[i], 262);
        }
    }

    @Override
    public void accept(Kernels k) {
        var g = k.gemm();
        for (int i = 0; i < FORMS.length; i++) {
            g.gemm(FORMS[i], 1f, a[i], b[i], 0f, bias, c, work);
            g.gemm(FORMS[i], 0.5f, a[i], b[i], 1f, null, c, work);
        }
        for (int i = 0; i < FORMS.length; i++) {
            g.gemm(FORMS[i], 1f, tallA[i], wideB[i], 0f, null, tallC, work);
            g.gemm(FORMS[i], 0.5f, tallA[i], wideB[i], 1f, null, tallC, work);
            g.gemm(FORMS[i], 0.5f, tallA[i], wideB[i], 0.5f, wideBias, tallC, work);
        }
        g.gemm(Form.NN, 1f, a[0], b[0], 0.5f, bias, c, work);
        g.gemm(Form.NN, 1f, deepA, deepB, 0f, bias, deepC, work);
        g.gemm(Form.NT, 0.5f, deepA, deepBT, 0f, bias, deepC, work);
        g.pack(false, b[0], packed);
        g.pack(true, b[1], packed);
        g.pack(false, broadB, broad);
        for (int i = 0; i < heads.length; i++) {
            Activation f = ACTIVATIONS[i % ACTIVATIONS.length];
            g.packed(false, 1f, heads[i], packed, 0f, bias, f, results[i], work);
            g.packed(false, 1f, heads[i], packed, 0f, null, results[i], work);
            g.packed(false, 1f, heads[i], packed, 1f, null, results[i], work);
            g.packed(false, 1f, heads[i], broad, 0f, broadBias, broadResults[i], work);
            g.packed(false, 1f, heads[i], broad, 1f, null, broadResults[i], work);
            // Few rows have tiles of their own where the operands lie as they are stored.
            g.gemm(Form.NN, 1f, heads[i], b[0], 0f, bias, results[i], work);
            g.gemm(Form.NN, 1f, heads[i], b[0], 1f, null, results[i], work);
            g.gemm(Form.NT, 1f, heads[i], b[1], 0f, null, results[i], work);
        }
        g.gemm(Form.NT, 1f, longRow, wideB[1], 0f, wideBias, wideRow, work);
        g.gemm(Form.NT, 1f, longRow, wideB[1], 1f, null, wideRow, work);
        g.pack(true, wideB[1], widePacked);
        g.packed(false, 1f, longRow, widePacked, 0f, wideBias, wideRow, work);
        g.packed(false, 1f, longRow, widePacked, 1f, null, wideRow, work);
        g.strided(Form.NN, two, 1f, a[0], b[0], 0f, null, c, work);
        g.batched(Form.NN, 1f, pair, b[0], 0f, null, products, work);
    }
}
