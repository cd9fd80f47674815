package dev.lanewise.jmh.peers;

import dev.lanewise.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** nd4j with OpenBLAS under it. */
final class Nd4jPeer implements Peer {
    Nd4jPeer(int threads) {
        Nd4j.getEnvironment().setMaxThreads(threads);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String version() {
        return "nd4j 1.0.0-M2.1, " + Nd4j.getBackend().getClass().getSimpleName();
    }

    @Override
    public Task task(Workload work) {
        if (!(work instanceof GemmWork.Sgemm g)) {
            return null;
        }
        INDArray a = array(g.a());
        INDArray b = array(g.b());
        INDArray c = Nd4j.createUninitialized(new int[] {g.m(), g.n()}, 'f');
        return new Task() {
            @Override
            public void run() {
                Nd4j.gemm(a, b, c, g.form().transA(), g.form().transB(), 1.0, 0.0);
            }

            @Override
            public float[] result() {
                return c.dup('c').data().asFloat();
            }
        };
    }

    private static INDArray array(Tensor t) {
        return Nd4j.createFromArray(t.toArray()).reshape(t.dim(0), t.dim(1));
    }
}
