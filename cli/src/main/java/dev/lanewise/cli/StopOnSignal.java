package dev.lanewise.cli;

import dev.lanewise.run.TrainingRun;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While open, Ctrl-C (and a polite kill) lets a training run write its checkpoint before the process ends; another one
 * ends it at once.
 */
final class StopOnSignal implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 1000;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    StopOnSignal(Shell shell, TrainingRun run) {
        if (!shell.signals()) {
            hook = null;
            return;
        }
        hook = new Thread(
                () -> {
                    killOnNext();
                    run.stop();
                    awaitClosed(shell);
                },
                "lanewise-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** To be called once everything is written and said: the process may end after this. */
    @Override
    public void close() {
        closed.countDown();
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // It runs already, and ends now.
            }
        }
    }

    private void awaitClosed(Shell shell) {
        boolean told = false;
        boolean waiting = true;
        while (waiting) {
            try {
                waiting = !closed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (waiting && !told) {
                    shell.note("stops after this step; Ctrl-C again ends at once, without a checkpoint");
                    told = true;
                }
            } catch (InterruptedException _) {
                // Nobody has a reason to interrupt a shutdown: the checkpoint comes first.
            }
        }
    }

    // A signal during the shutdown does nothing by default. The class that changes this is there in every JDK but not
    // part of the platform, and javac has a warning for it that cannot be switched off: hence by name.
    private static void killOnNext() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object halt = Proxy.newProxyInstance(
                    StopOnSignal.class.getClassLoader(), new Class<?>[] {handler}, (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            Runtime.getRuntime().halt(TrainCommand.INTERRUPTED);
                        }
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            for (String name : new String[] {"INT", "TERM"}) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), halt);
            }
        } catch (ReflectiveOperationException | LinkageError _) {
            // Then a second Ctrl-C waits for the first.
        }
    }
}
