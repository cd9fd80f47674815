package dev.lanewise.jmh.peers;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML: pure Java. */
final class EjmlPeer implements Peer {
    EjmlPeer() {}

    @Override
    public String name() {
        return "ejml";
    }

    @Override
    public String version() {
        return "EJML 0.46.1";
    }

    @Override
    public Task task(Workload work) {
        if (!(work instanceof GemmWork.Sgemm g)) {
            return null;
        }
        FMatrixRMaj a = FMatrixRMaj.wrap(g.a().dim(0), g.a().dim(1), g.a().toArray());
        FMatrixRMaj b = FMatrixRMaj.wrap(g.b().dim(0), g.b().dim(1), g.b().toArray());
        FMatrixRMaj c = new FMatrixRMaj(g.m(), g.n());
        Runnable run =
                switch (g.form()) {
                    case NN -> () -> CommonOps_FDRM.mult(a, b, c);
                    case NT -> () -> CommonOps_FDRM.multTransB(a, b, c);
                    case TN -> () -> CommonOps_FDRM.multTransA(a, b, c);
                    case TT -> () -> CommonOps_FDRM.multTransAB(a, b, c);
                };
        return new Task() {
            @Override
            public void run() {
                run.run();
            }

            @Override
            public float[] result() {
                return c.getData().clone();
            }
        };
    }
}
