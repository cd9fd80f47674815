package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.QuantSteps;
import dev.lanewise.tensor.Tensor;

/** Products with narrow weights on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarQuant}. */
final class VectorQuant extends QuantSteps {
    @Override
    public void linear(QuantMatrix w, Tensor x, Tensor bias, Tensor y, Workspace work) {
        QuantShapes.check("quant linear", w, "x", x, bias, "y", y);
        QuantProduct product = work.kept(QuantProduct.class, QuantProduct::new);
        product.set(w, x, bias, y);
        product.run(work);
        product.clear();
    }
}
