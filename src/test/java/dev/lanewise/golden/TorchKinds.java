package dev.lanewise.golden;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All kinds by PyTorch's name, gathered from a class per family. */
final class TorchKinds {
    /** Layers, functions and losses. */
    static final Map<String, TorchKind> ALL = new TreeMap<>();

    static {
        for (Map<String, TorchKind> family : List.of(
                ActivationKinds.KINDS,
                AttentionKinds.KINDS,
                ConvKinds.KINDS,
                LossKinds.KINDS,
                NormKinds.KINDS,
                RecurrentKinds.KINDS)) {
            ALL.putAll(family);
        }
    }

    private TorchKinds() {}
}
