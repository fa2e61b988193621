package sh.executor.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sh.executor.catalog.model.Edit;
import sh.executor.catalog.model.IntegrationSummary;
import sh.executor.catalog.model.Source;
import sh.executor.catalog.model.Tool;
import sh.executor.catalog.model.ToolAddress;
import sh.executor.catalog.model.ToolDescription;
import sh.executor.catalog.model.ToolFilter;
import sh.executor.catalog.model.ToolHit;
import sh.executor.catalog.model.ToolLookup;
import sh.executor.catalog.model.ToolSchema;
import sh.executor.kernel.Caller;
import sh.executor.kernel.Owner;
import sh.executor.kernel.Page;
import sh.executor.kernel.Role;
import sh.executor.policy.Action;
import sh.executor.testkit.TestDatabase;

class CatalogViewTest {

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String REPOS =
      """
      read repos.get Gets a repository
      read repos.list Lists repositories
      write repos.delete Deletes a repository
      define Thing {"type":"object","properties":{"part":{"$ref":"#/$defs/Part"}}}
      define Part {"type":"string"}
      define Unused {"type":"number"}
      """;

  private final CatalogFixture fixture = new CatalogFixture(DATABASE.database());
  private final Caller owner = fixture.members.organization();

  @Test
  void anOperationIsAToolAtEveryConnection() {
    connected();

    assertThat(view().tools(ToolFilter.all(), 0, 10).items())
        .extracting(tool -> tool.address().path())
        .containsExactly(
            "git.org.main.repos.delete",
            "git.org.main.repos.get",
            "git.org.main.repos.list",
            "git.user.mine.repos.delete",
            "git.user.mine.repos.get",
            "git.user.mine.repos.list");
  }

  @Test
  void aViewIsReadOnceUntilWhatItShowsIsChanged() {
    connected();
    Caller colleague = fixture.members.member(owner, Role.MEMBER);
    Runnable[] changes = {
      () -> fixture.connect(owner, Owner.USER, "git", "other"),
      () ->
          fixture.connections.update(
              owner, Owner.ORG, "git", "main", new Edit.Keep(), new Edit.Set("Ours")),
      () -> fixture.policies.create(owner, Owner.ORG, "git.*", Action.BLOCK, null, false),
      () -> fixture.refresh(owner, "git", "read repos.get Gets one"),
      () -> fixture.integrations.remove(owner, "git"),
    };

    for (int i = 0; i < changes.length; i++) {
      CatalogView before = view();
      assertThat(view()).as("before change %d", i).isSameAs(before);
      assertThat(fixture.catalog.open(colleague)).isNotSameAs(before);

      changes[i].run();

      assertThat(view()).as("after change %d", i).isNotSameAs(before);
    }
  }

  @Test
  void readsRunAndWritesAreAskedAbout() {
    connected();

    assertThat(view().tools(new ToolFilter("git", Owner.ORG, null, null, false), 0, 10).items())
        .extracting(tool -> tool.decision().action())
        .containsExactly(Action.REQUIRE_APPROVAL, Action.APPROVE, Action.APPROVE);
  }

  @Test
  void pagesOfToolsAddUpToAll() {
    connected();
    for (boolean scanned : List.of(false, true)) {
      ToolFilter filter = new ToolFilter(null, null, null, scanned ? "" : null, false);
      List<Tool> all = view().tools(filter, 0, 100).items();

      for (int size = 1; size <= 7; size++) {
        List<Tool> paged = new ArrayList<>();
        int limit = size;
        for (int offset = 0; offset < 6; offset += size) {
          Page<Tool> page = view().tools(filter, offset, limit);
          assertThat(page.total()).isEqualTo(6);
          paged.addAll(page.items());
        }
        assertThat(paged).isEqualTo(all);
      }
    }
  }

  @Test
  void aQueryFiltersNamesAndDescriptions() {
    connected();

    assertThat(view().tools(new ToolFilter(null, null, "main", "REPOSITOR", false), 0, 1).total())
        .isEqualTo(3);
    assertThat(view().tools(new ToolFilter(null, null, "main", "lists", false), 0, 1).items())
        .extracting(tool -> tool.address().tool())
        .containsExactly("repos.list");
  }

  @Test
  void whatIsBlockedIsHiddenEverywhereButWhereAskedFor() {
    connected();
    fixture.policies.create(owner, Owner.ORG, "git.*.*.repos.delete", Action.BLOCK, null, false);
    CatalogView view = view();

    assertThat(view.tools(ToolFilter.all(), 0, 10).total()).isEqualTo(4);
    assertThat(view.tools(new ToolFilter(null, null, null, null, true), 0, 10).total())
        .isEqualTo(6);
    assertThat(view.search("delete", "", 0, 10).items()).isEmpty();
    assertThat(view.search("", "git", 0, 10).total()).isEqualTo(4);
    assertThat(view.integrations("", 0, 10).items().getFirst().toolCount()).isEqualTo(4);
    assertThat(view.describe("git.org.main.repos.delete"))
        .isInstanceOf(ToolDescription.Unknown.class);
    assertThat(view.suggestions("repos delete")).isEmpty();
    assertThat(found(view, "git.org.main.repos.delete").tool().decision().action())
        .isEqualTo(Action.BLOCK);
  }

  @Test
  void anEmptyQueryListsAnIntegrationByItsExactSlug() {
    connected();

    assertThat(view().search("", "git", 1, 2).items())
        .extracting(ToolHit::path)
        .containsExactly("git.org.main.repos.get", "git.org.main.repos.list");
    assertThat(view().search(" ", "git", 0, 0).total())
        .isEqualTo(view().integrations("git", 0, 1).items().getFirst().toolCount());
    assertThat(view().search("", "gi", 0, 10).items()).isEmpty();
    assertThat(view().search("", "", 0, 10).items()).isEmpty();
  }

  @Test
  void aSearchIsPaged() {
    connected();

    Page<ToolHit> page = view().search("repository", "", 1, 2);

    assertThat(page.items()).hasSize(2);
    assertThat(page.total()).isEqualTo(6);
    assertThat(page.nextOffset()).hasValue(3);
  }

  @Test
  void aNamespaceNarrowsASearchToAnIntegration() {
    connected();
    fixture.add(owner, "git-lab", "read repos.get Gets a repository");
    fixture.connect(owner, Owner.ORG, "git-lab", "main");

    assertThat(view().search("get repository", "git-lab", 0, 10).items())
        .extracting(ToolHit::path)
        .containsExactly("git-lab.org.main.repos.get");
    assertThat(view().search("get repository", "git.user", 0, 10).items())
        .extracting(ToolHit::path)
        .containsExactly("git.user.mine.repos.get");
    assertThat(view().search("get repository", "git", 0, 10).total()).isEqualTo(3);
  }

  @Test
  void integrationsAreListedWithoutConnectionsToo() {
    connected();
    fixture.add(owner, "zoo", "read x");

    assertThat(view().integrations("", 0, 10).items())
        .extracting(IntegrationSummary::slug, IntegrationSummary::toolCount)
        .containsExactly(tuple("git", 6), tuple("zoo", 0));
    assertThat(view().connectedIntegrations().items()).containsExactly("git");
  }

  @Test
  void connectedIntegrationsAreNamedUpToFifty() {
    for (int i = 0; i < 52; i++) {
      fixture.add(owner, "i" + (100 + i), "read x");
      fixture.connect(owner, Owner.ORG, "i" + (100 + i), "main");
    }

    Page<String> connected = view().connectedIntegrations();

    assertThat(connected.items()).hasSize(50).startsWith("i100");
    assertThat(connected.total()).isEqualTo(52);
  }

  @Test
  void whatIsMeantIsSuggested() {
    connected();

    assertThat(missing("git.org.main.list")).containsExactly("git.org.main.repos.list");
    assertThat(missing("git.org.other.repos.get")).contains("git.org.main.repos.get");
    assertThat(missing("git.org.main.nonsense")).hasSize(3);
    assertThat(((ToolDescription.Unknown) view().describe("repos.list")).suggestions())
        .contains("git.org.main.repos.list");
  }

  @Test
  void aDescriptionIsWhatAScriptNeeds() {
    connected();

    ToolDescription.Described described =
        (ToolDescription.Described) view().describe("tools.git.org.main.repos.get");

    assertThat(described.path()).isEqualTo("git.org.main.repos.get");
    assertThat(described.inputTypeScript()).isEqualTo("{ id: string }");
    assertThat(described.outputTypeScript())
        .isEqualTo(
            "{ ok: true; data: Thing; http?: ToolHttpMeta } | { ok: false; error: ToolError }");
    assertThat(described.typeScriptDefinitions())
        .containsEntry("Thing", "{ part?: Part }")
        .containsEntry("Part", "string")
        .containsKeys("ToolError", "ToolHttpMeta")
        .doesNotContainKey("Unused");
  }

  @Test
  void aSchemaCarriesTheDefinitionsItNeeds() {
    connected();

    ToolSchema schema = view().schema(address("git.org.main.repos.get")).orElseThrow();

    assertThat(schema.schemaDefinitions()).containsOnlyKeys("Thing", "Part");
    assertThat(schema.outputTypeScript()).isEqualTo("Thing");
    assertThat(view().schema(address("git.org.main.nope"))).isEmpty();
  }

  @Test
  void aViewStaysAsItWasOpened() {
    connected();
    CatalogView before = view();

    fixture.integrations.refresh(
        owner, "git", new Source.Text("read other"), CatalogFixture.object());

    assertThat(found(before, "git.org.main.repos.get").operation().name()).isEqualTo("repos.get");
    assertThat(view().tool(address("git.org.main.repos.get")))
        .isInstanceOf(ToolLookup.Missing.class);
  }

  @Test
  void aToolOfAnIntegrationThatIsGoneIsMissing() {
    connected();
    CatalogView before = view();

    fixture.integrations.remove(owner, "git");

    assertThat(before.tool(address("git.org.main.repos.get")))
        .isEqualTo(new ToolLookup.Missing(List.of()));
  }

  @Test
  void othersSeeNothingOfIt() {
    connected();
    Caller member = fixture.members.member(owner, Role.MEMBER);
    Caller stranger = fixture.members.organization();

    assertThat(fixture.catalog.open(stranger).tools(ToolFilter.all(), 0, 10).total()).isZero();
    assertThat(fixture.catalog.open(stranger).integrations("", 0, 10).total()).isZero();
    assertThat(fixture.catalog.open(stranger).tool(address("git.org.main.repos.get")))
        .isEqualTo(new ToolLookup.Missing(List.of()));
    assertThat(fixture.catalog.open(member).tools(ToolFilter.all(), 0, 10).items())
        .hasSize(3)
        .allMatch(tool -> tool.address().owner() == Owner.ORG);
    assertThat(fixture.catalog.open(member).tool(address("git.user.mine.repos.get")))
        .isInstanceOf(ToolLookup.Missing.class);
  }

  @Test
  void descriptionsWithTheNulCharacterAreStored() {
    fixture.add(owner, "nul", "read x has a \u0000 in it");

    assertThat(fixture.integrations.get(owner, "nul").operationCount()).isEqualTo(1);
  }

  @Test
  void manyToolsAreFoundInOneSearch() {
    fixture.add(
        owner,
        "many",
        IntStream.range(0, 5_000)
            .mapToObj(i -> "read op" + i + " x")
            .collect(Collectors.joining("\n")));
    fixture.connect(owner, Owner.ORG, "many", "a");
    fixture.connect(owner, Owner.ORG, "many", "b");

    Page<ToolHit> page = view().search("op", "", 9_990, 100);

    assertThat(page.total()).isEqualTo(10_000);
    assertThat(page.items()).hasSize(10);
  }

  private void connected() {
    fixture.add(owner, "git", REPOS);
    fixture.connect(owner, Owner.ORG, "git", "main");
    fixture.connect(owner, Owner.USER, "git", "mine");
  }

  private CatalogView view() {
    return fixture.catalog.open(owner);
  }

  private List<String> missing(String path) {
    return ((ToolLookup.Missing) view().tool(address(path))).suggestions();
  }

  private static ToolLookup.Found found(CatalogView view, String path) {
    return (ToolLookup.Found) view.tool(address(path));
  }

  private static ToolAddress address(String path) {
    return ToolAddress.parse(path).orElseThrow();
  }
}
