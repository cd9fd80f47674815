package dev.lanewise.golden;

import java.util.Map;

/** PyTorch's normalisation and embedding layers. */
final class NormKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries();

    private NormKinds() {}
}
