import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.DebugElementsOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits those methods of a compiled engine that the JVM would only interpret because they are
 * larger than 8,000 bytes, above all the one that runs JavaScript's opcodes: a part that holds what
 * most scripts spend their time in, and others it calls for the rest.
 *
 * <pre>
 *   SplitMethods.java CLASS PROFILE          splits the methods of a class file, in place
 *   SplitMethods.java CLASS PROFILE count    and has each region say how often it is entered
 * </pre>
 *
 * <p>A line of the profile names a method and its regions (see {@link Flow}), the busiest first.
 * One of another engine makes this one slower and nothing else.
 */
public final class SplitMethods {

  /** HotSpot's {@code HugeMethodLimit}. */
  private static final int COMPILED_MAX = 8_000;

  private SplitMethods() {}

  public static void main(String... arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Map<String, List<Integer>> profile = profile(Path.of(arguments[1]));
    boolean counted = arguments.length > 2 && arguments[2].equals("count");
    ClassFile classFile = ClassFile.of(DebugElementsOption.DROP_DEBUG);
    ClassModel model = classFile.parse(file);
    byte[] split =
        classFile.transformClass(
            model,
            (builder, element) -> {
              if (element instanceof MethodModel method && size(method) > COMPILED_MAX) {
                List<Integer> busiest =
                    profile.getOrDefault(method.methodName().stringValue(), List.of());
                new Split(model.thisClass().asSymbol(), new Flow(method), busiest, counted)
                    .into(builder);
              } else {
                builder.with(element);
              }
            });
    if (!counted) {
      requireCompiled(classFile.parse(split));
    }
    Files.write(file, split);
  }

  private static Map<String, List<Integer>> profile(Path file) throws IOException {
    Map<String, List<Integer>> profile = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      List<String> words = List.of(line.split(" "));
      profile.put(words.getFirst(), words.stream().skip(1).map(Integer::valueOf).toList());
    }
    return profile;
  }

  private static int size(MethodModel method) {
    return method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
  }

  private static void requireCompiled(ClassModel model) {
    List<String> huge = new ArrayList<>();
    for (MethodModel method : model.methods()) {
      if (size(method) > COMPILED_MAX) {
        huge.add(method.methodName() + " (" + size(method) + " bytes)");
      }
    }
    if (!huge.isEmpty()) {
      throw new IllegalStateException("still too large: " + huge);
    }
  }
}
