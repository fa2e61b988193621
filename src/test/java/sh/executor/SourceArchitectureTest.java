package sh.executor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the source must look like where no other check looks. */
class SourceArchitectureTest {

  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TEST = Path.of("src", "test", "java");
  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 70;
  private static final Set<Tree.Kind> INTERFACES =
      Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE);

  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources(MAIN, TEST)) {
      int lines = Files.readAllLines(file).size();
      if (lines > FILE_LINES_MAX) {
        tooLong.add(file + ": " + lines);
      }
    }

    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    assertThat(findings(LongMethods::new, MAIN, TEST)).isEmpty();
  }

  @Test
  void whatIsPublicIsDocumented() throws IOException {
    assertThat(findings(Undocumented::new, MAIN)).isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    assertThat(
            packageInfosWithout(
                "(?s).*@(org\\.jspecify\\.annotations\\.)?NullMarked\\s+package .*", MAIN, TEST))
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItOwns() throws IOException {
    assertThat(packageInfosWithout("(?s)/\\*\\* ?.*", MAIN)).isEmpty();
  }

  private static Set<Path> packageInfosWithout(String pattern, Path... roots) throws IOException {
    Set<Path> without = new TreeSet<>();
    for (Path file : sources(roots)) {
      Path info = file.resolveSibling("package-info.java");
      if (!Files.exists(info) || !Files.readString(info).matches(pattern)) {
        without.add(info);
      }
    }
    return without;
  }

  @Test
  void nothingIsLeftToDo() throws IOException {
    List<Path> open = new ArrayList<>();
    for (Path file : sources(MAIN, TEST)) {
      // Written apart, so that this file is not found.
      if (Files.readString(file).matches("(?s).*\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b.*")) {
        open.add(file);
      }
    }

    assertThat(open).isEmpty();
  }

  @Test
  void testsWaitForAConditionAndNotForTime() throws IOException {
    List<Path> sleepers = new ArrayList<>();
    for (Path file : sources(TEST)) {
      if (Files.readString(file).matches("(?s).*(Thread|MILLISECONDS|SECONDS)\\.sl" + "eep\\(.*")) {
        sleepers.add(file);
      }
    }

    assertThat(sleepers).isEmpty();
  }

  /** Conditions are a test's own to decide. Written apart, so that this file is not found. */
  @Test
  void noTestIsSkipped() throws IOException {
    Pattern skips =
        Pattern.compile(
            "@Dis" + "abled|@(En|Dis)abled(If|On|For|In)|Ass" + "umptions|TestAb" + "orted");
    List<Path> skipping = new ArrayList<>();
    for (Path file : sources(TEST)) {
      boolean found = file.toString().matches(".*(Test|IT)[.]java");
      if (found && skips.matcher(Files.readString(file)).find()) {
        skipping.add(file);
      }
    }

    assertThat(skipping).isEmpty();
  }

  @Test
  void everyTestMethodIsFoundByTheEngine() throws IOException {
    assertThat(findings(UnannotatedTests::new, TEST)).isEmpty();
  }

  private static List<Path> sources(Path... roots) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : roots) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    assertThat(files).isNotEmpty();
    return files;
  }

  private static List<String> findings(Function<DocTrees, Finder> kind, Path... roots)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources(roots)));
      Finder finder = kind.apply(DocTrees.instance(task));
      List<String> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        finder.scan(unit, found);
      }
      return found;
    }
  }

  /** Walks parsed source and notes what it finds. */
  private abstract static class Finder extends TreePathScanner<@Nullable Void, List<String>> {
    final DocTrees trees;

    Finder(DocTrees trees) {
      this.trees = trees;
    }

    void note(String name, List<String> found) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      long start = trees.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
      String file = unit.getSourceFile().getName();
      found.add(file + ":" + unit.getLineMap().getLineNumber(start) + " " + name);
    }
  }

  private static final class LongMethods extends Finder {
    LongMethods(DocTrees trees) {
      super(trees);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, List<String> found) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      SourcePositions positions = trees.getSourcePositions();
      long start = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long end = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      if (end - start + 1 > METHOD_LINES_MAX) {
        note(method.getName().toString(), found);
      }
      return super.visitMethod(method, found);
    }
  }

  private static final class Undocumented extends Finder {
    Undocumented(DocTrees trees) {
      super(trees);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, List<String> found) {
      boolean anonymous = type.getSimpleName().isEmpty();
      if (!anonymous && isPublic(type.getModifiers().getFlags()) && documentation() == null) {
        note(type.getSimpleName().toString(), found);
      }
      return super.visitClass(type, found);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, List<String> found) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      boolean constructor = method.getReturnType() == null;
      if (isPublic(method.getModifiers().getFlags())
          && !overrides
          && !constructor
          && documentation() == null) {
        note(method.getName().toString(), found);
      }
      return super.visitMethod(method, found);
    }

    /** Whether it is shown to other packages: public, in types that all are. */
    private boolean isPublic(Set<Modifier> flags) {
      boolean shown = flags.contains(Modifier.PUBLIC);
      for (var path = getCurrentPath().getParentPath(); path != null; path = path.getParentPath()) {
        if (path.getLeaf() instanceof ClassTree outer) {
          if (INTERFACES.contains(outer.getKind()) && !flags.contains(Modifier.PRIVATE)) {
            shown = true;
          }
          if (!outer.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
            return false;
          }
        }
      }
      return shown;
    }

    private @Nullable DocCommentTree documentation() {
      return trees.getDocCommentTree(getCurrentPath());
    }
  }

  private static final class UnannotatedTests extends Finder {
    UnannotatedTests(DocTrees trees) {
      super(trees);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, List<String> found) {
      boolean inTest =
          getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
              && type.getSimpleName().toString().endsWith("Test");
      boolean looksLikeOne =
          method.getModifiers().getFlags().isEmpty()
              && method.getReturnType() != null
              && method.getReturnType().toString().equals("void");
      if (inTest && looksLikeOne && method.getModifiers().getAnnotations().isEmpty()) {
        note(method.getName().toString(), found);
      }
      return super.visitMethod(method, found);
    }
  }
}
