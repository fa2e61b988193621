package sh.executor;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import sh.executor.database.Sql;

/** Who may know whom, and what no room may do (docs/design/architecture.md says why). */
class ArchitectureTest {

  private static final String ROOT = "sh.executor";

  /**
   * Every room with the rooms it uses: exactly these. A new arrow fails, and so does one that is no
   * longer used. {@code app} may use everything and is used by nobody.
   */
  private static final Map<String, Set<String>> USES =
      table(
          """
          api ->
          auth -> database kernel outbound tenant
          catalog -> database kernel policy secret
          cli -> api daemon
          console -> auth execution kernel secret telemetry tenant
          daemon -> database
          database ->
          execution -> catalog database kernel node policy sandbox secret telemetry tenant
          kernel ->
          mcp -> auth catalog database execution kernel node secret session telemetry tenant
          node -> database kernel secret
          openapi -> catalog kernel outbound secret
          outbound -> kernel telemetry
          policy -> database kernel
          rest -> api auth catalog execution kernel policy secret telemetry tenant
          sandbox -> kernel
          secret -> database kernel
          session -> database execution kernel node secret telemetry
          telemetry ->
          tenant -> database kernel
          """);

  private static final Set<String> VALUE_PACKAGES = Set.of(ROOT + ".kernel", ROOT + ".api");
  private static final int PUBLIC_TYPES_MAX = 8;
  private static final int CLASSES_MIN = 40;

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Not what Endive makes of wasm.
          .withImportOption(
              location ->
                  !location.matches(Pattern.compile(".*/sandbox/\\w+/\\w+Machine\\w*\\.class")))
          .importPackages(ROOT);

  @Test
  void theImportSawTheHouse() {
    assertThat(MAIN).hasSizeGreaterThan(CLASSES_MIN);
  }

  @Test
  void roomsUseExactlyTheRoomsOfTheTable() {
    Map<String, Set<String>> actual = new TreeMap<>();
    for (JavaClass type : MAIN) {
      Set<String> used = actual.computeIfAbsent(room(type), room -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT + ".") && !room(target).equals(room(type))) {
          used.add(room(target));
        }
      }
    }
    actual.remove("app");

    assertThat(rows(actual)).isEqualTo(rows(USES));
  }

  private static Map<String, Set<String>> table(String rows) {
    Map<String, Set<String>> table = new TreeMap<>();
    for (String row : rows.lines().toList()) {
      String[] sides = row.split(" *-> *", 2);
      table.put(sides[0], sides[1].isBlank() ? Set.of() : Set.of(sides[1].split(" ")));
    }
    return table;
  }

  private static String rows(Map<String, Set<String>> uses) {
    return uses.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " -> " + String.join(" ", new TreeSet<>(entry.getValue())))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void roomsFormNoCycle() {
    Map<String, Set<String>> left = new TreeMap<>(USES);

    for (boolean removed = true; removed; ) {
      removed = left.values().removeIf(used -> used.stream().noneMatch(left::containsKey));
    }

    assertThat(left).isEmpty();
  }

  private static String room(JavaClass type) {
    String inside = type.getPackageName().substring(ROOT.length() + 1);
    int dot = inside.indexOf('.');
    return dot < 0 ? inside : inside.substring(0, dot);
  }

  @Test
  void theKernelKnowsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".kernel..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".kernel..")
        .check(MAIN);
  }

  @Test
  void timeComesFromTheClockBeanAlone() {
    DescribedPredicate<JavaClass> clocks =
        assignableTo(Instant.class)
            .or(assignableTo(Clock.class))
            .or(resideInAnyPackage("java.time"))
            .or(assignableTo(System.class));
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".telemetry.Clocks")
        .should()
        .callMethodWhere(
            target(owner(clocks))
                .and(target(nameMatching("now|nanoTime|currentTimeMillis|system.*|tick.*"))))
        .check(MAIN);
  }

  @Test
  void onlyTheDatabaseRoomHoldsConnections() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".database..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("javax.sql..")
                .or(resideInAnyPackage("java.sql").and(nameMatching("(?!.*Exception$).*"))))
        .check(MAIN);
  }

  @Test
  void statementsAreRunByStoresAlone() {
    DescribedPredicate<JavaClass> store =
        DescribedPredicate.describe(
            "stores", type -> outermost(type).getSimpleName().endsWith("Store"));
    noClasses()
        .that(DescribedPredicate.not(store))
        .and()
        .resideOutsideOfPackages(ROOT + ".database..", ROOT + ".app..")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(Sql.class))).and(target(nameMatching("list|one|run|batch"))))
        .check(MAIN);
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  @Test
  void beansAreGivenWhatTheyNeedByTheirConstructor() {
    noFields()
        .should()
        .beAnnotatedWith(Inject.class)
        .orShould()
        .beAnnotatedWith(ConfigProperty.class)
        .check(MAIN);
  }

  @Test
  void staticFieldsAreFinal() {
    fields()
        .that()
        .areStatic()
        .and(DescribedPredicate.describe("written by us", f -> !f.getName().startsWith("$")))
        .should()
        .beFinal()
        .check(MAIN);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".cli..", ROOT + ".app..")
        .should()
        .accessFieldWhere(
            DescribedPredicate.describe(
                "System.out or System.err",
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && access.getTarget().getRawType().isEquivalentTo(PrintStream.class)))
        .check(MAIN);
  }

  @Test
  void exceptionsSayWhatTheyAre() {
    noClasses()
        .should()
        .callConstructorWhere(
            target(
                    owner(
                        belongToAnyOf(
                            Exception.class, RuntimeException.class, Error.class, Throwable.class)))
                .and(
                    DescribedPredicate.describe(
                        "outside a constructor's super call",
                        call -> !call.getOrigin().isConstructor())))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void namesSayWhatATypeIs() {
    noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)").check(MAIN);
  }

  @Test
  void theWireRecordsHaveNoBehaviour() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".api")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .beRecords()
        .orShould()
        .beEnums()
        .orShould()
        .beInterfaces()
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void aPackageShowsFewTypes() {
    Map<String, List<String>> shown = new TreeMap<>();
    for (JavaClass type : MAIN) {
      String where = type.getPackageName();
      boolean counts = type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
      if (counts && !where.endsWith(".model") && !VALUE_PACKAGES.contains(where)) {
        shown.computeIfAbsent(where, name -> new ArrayList<>()).add(type.getSimpleName());
      }
    }

    assertThat(shown)
        .allSatisfy((where, types) -> assertThat(types).hasSizeLessThanOrEqualTo(PUBLIC_TYPES_MAX));
  }
}
