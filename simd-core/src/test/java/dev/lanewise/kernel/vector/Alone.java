package dev.lanewise.kernel.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** The methods of this package that pass vectors, by themselves. */
public final class Alone {
    /** More than C2 waits for before it compiles a method. */
    private static final int CALLS = 20_000;

    // Written so that the compiler cannot leave the calls out.
    @SuppressWarnings("UnusedVariable")
    private static volatile Object sink;

    private Alone() {}

    /** Calls each of these methods so often that C2 compiles it; returns how many there are. */
    public static int call(List<String> patterns) throws Throwable {
        int count = 0;
        for (String pattern : patterns) {
            for (Method method : passing(Class.forName(Alone.class.getPackageName() + "." + owner(pattern)))
                    .toList()) {
                if (matches(pattern, method)) {
                    call(method);
                    count++;
                }
            }
        }
        return count;
    }

    /** The static methods of a class that take or give vectors. */
    static Stream<Method> passing(Class<?> owner) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> Stream.concat(
                                Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()))
                        .anyMatch(Alone::isVector));
    }

    /** Whether a pattern, {@code Class.method} or {@code Class.*}, means this method. */
    static boolean matches(String pattern, Method method) {
        String name = pattern.substring(pattern.indexOf('.') + 1);
        String type = method.getDeclaringClass().getName();
        return type.substring(type.lastIndexOf('.') + 1).equals(owner(pattern))
                && (name.equals("*") || name.equals(method.getName()));
    }

    private static String owner(String pattern) {
        return pattern.substring(0, pattern.indexOf('.'));
    }

    private static void call(Method method) throws Throwable {
        method.setAccessible(true);
        Object[] args =
                Arrays.stream(method.getParameterTypes()).map(Alone::argument).toArray();
        MethodHandle bound = MethodHandles.insertArguments(
                        MethodHandles.lookup().unreflect(method), 0, args)
                .asType(MethodType.methodType(Object.class));
        for (int i = 0; i < CALLS; i++) {
            sink = bound.invokeExact();
        }
    }

    private static boolean isVector(Class<?> type) {
        return Vector.class.isAssignableFrom(type) || type == VectorMask.class || type == VectorShuffle.class;
    }

    private static Object argument(Class<?> type) {
        if (type == FloatVector.class) {
            return FloatVector.broadcast(Lanes.F, 0.5f);
        }
        if (type == IntVector.class) {
            return IntVector.broadcast(Lanes.I, 1);
        }
        if (type == VectorShuffle.class) {
            return VectorShuffle.iota(Lanes.F, 1, 1, true);
        }
        if (type == VectorMask.class) {
            return Lanes.F.indexInRange(0, 1);
        }
        if (type == float[].class) {
            return new float[Lanes.L];
        }
        if (type == int.class) {
            return 0;
        }
        throw new IllegalArgumentException("no argument of type " + type + " yet");
    }
}
