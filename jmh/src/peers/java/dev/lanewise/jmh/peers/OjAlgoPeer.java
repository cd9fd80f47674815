package dev.lanewise.jmh.peers;

import dev.lanewise.tensor.Tensor;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;

/** ojAlgo: pure Java, column-major. */
final class OjAlgoPeer implements Peer {
    OjAlgoPeer() {}

    @Override
    public String name() {
        return "ojalgo";
    }

    @Override
    public String version() {
        return "ojAlgo 57.1.0";
    }

    @Override
    public Task task(Workload work) {
        if (!(work instanceof GemmWork.Sgemm g)) {
            return null;
        }
        R032Store a = store(g.a());
        R032Store b = store(g.b());
        MatrixStore<Double> left = g.form().transA() ? a.transpose() : a;
        MatrixStore<Double> right = g.form().transB() ? b.transpose() : b;
        R032Store c = R032Store.FACTORY.make(g.m(), g.n());
        return new Task() {
            @Override
            public void run() {
                c.fillByMultiplying(left, right);
            }

            @Override
            public float[] result() {
                float[] values = new float[g.m() * g.n()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = c.floatValue(i / g.n(), i % g.n());
                }
                return values;
            }
        };
    }

    private static R032Store store(Tensor t) {
        R032Store store = R032Store.FACTORY.make(t.dim(0), t.dim(1));
        for (int i = 0; i < t.size(); i++) {
            store.set(i / t.dim(1), i % t.dim(1), t.array()[t.offset() + i]);
        }
        return store;
    }
}
