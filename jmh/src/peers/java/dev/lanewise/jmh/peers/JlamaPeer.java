package dev.lanewise.jmh.peers;

import com.github.tjake.jlama.tensor.FloatBufferTensor;
import com.github.tjake.jlama.tensor.operations.PanamaTensorOperations;
import com.github.tjake.jlama.tensor.operations.TensorOperations;
import com.github.tjake.jlama.util.MachineSpec;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Tensor;

/** jlama's products on the Vector API: pure Java, the second operand stored transposed. Needs --enable-preview. */
final class JlamaPeer implements Peer {
    private final TensorOperations operations = new PanamaTensorOperations(MachineSpec.VECTOR_TYPE);

    JlamaPeer() {}

    @Override
    public String name() {
        return "jlama";
    }

    @Override
    public String version() {
        return "jlama 0.8.4, " + operations.name();
    }

    @Override
    public Task task(Workload work) {
        if (!(work instanceof GemmWork.Sgemm g) || g.form() == Form.TN || g.form() == Form.TT) {
            return null;
        }
        FloatBufferTensor a = tensor(g.a(), false);
        // Its layout is that of weights: transposing them beforehand is not part of the figure.
        FloatBufferTensor b = tensor(g.b(), g.form() == Form.NN);
        FloatBufferTensor c = new FloatBufferTensor(g.m(), g.n());
        return new Task() {
            @Override
            public void run() {
                operations.batchDotProduct(c, a, b, 0, 0, g.k(), 0, 0, g.n());
            }

            @Override
            public float[] result() {
                float[] values = new float[g.m() * g.n()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = c.get(i / g.n(), i % g.n());
                }
                return values;
            }
        };
    }

    private static FloatBufferTensor tensor(Tensor t, boolean transposed) {
        int rows = transposed ? t.dim(1) : t.dim(0);
        int columns = transposed ? t.dim(0) : t.dim(1);
        FloatBufferTensor made = new FloatBufferTensor(rows, columns);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                made.set(transposed ? t.get(c, r) : t.get(r, c), r, c);
            }
        }
        return made;
    }
}
