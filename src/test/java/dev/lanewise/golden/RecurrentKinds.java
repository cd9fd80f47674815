package dev.lanewise.golden;

import java.util.Map;

/** PyTorch's recurrent layers. */
final class RecurrentKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries();

    private RecurrentKinds() {}
}
