package sh.executor.openapi.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolNamesTest {

  private static Route route(
      String method, String path, @Nullable String tag, @Nullable String id) {
    return new Route(method, path, tag, id, null);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "get, /repos/{owner}, repos, repos/get, repos.get",
        "get, /x, code-scanning, code-scanning/list-alerts-for-repo, codeScanning.listAlertsForRepo",
        "get, /x, pets, pets.list, pets.list",
        "get, /x, pets, shops/list, pets.shopsList",
        "get, /x, Pet Store, listPets, petStore.listPets",
        "get, /v1/users/{id}, -, getUser, users.getUser",
        "get, /api/v2.1/users, -, getUsers, users.getUsers",
        "get, /{id}, -, getIt, root.getIt",
        "get, /users/{id}, -, -, users.getUsersId",
        "get, /pets/{id}, pets, pets, pets.getId",
        "post, /pets, pets, pets, pets.postOperation",
        "get, /x, API, FOO, api.foo",
        "get, /x, 3d, 2fa, _3d._2fa",
        "get, /x, '!!', '??', x.getX",
      })
  void anOperationIsNamedByGroupAndLeaf(
      String method, String path, @Nullable String tag, @Nullable String id, String expected) {
    List<String> names = ToolNames.of(List.of(route(method, path, tag, id)));

    assertThat(names).containsExactly(expected);
  }

  @Test
  void theVersionTellsAllOfACollidingBucketApart() {
    List<String> names =
        ToolNames.of(
            List.of(
                route("get", "/v1/pets", "pets", "list"),
                route("get", "/v2/pets", "pets", "list"),
                route("get", "/v1/shops", "shops", "list")));

    assertThat(names).containsExactly("pets.v1.list", "pets.v2.list", "shops.list");
  }

  @Test
  void theMethodTellsApartWhatTheVersionDoesNot() {
    List<String> names =
        ToolNames.of(
            List.of(
                route("get", "/v1/pets", "pets", "it"), route("post", "/v1/pets", "pets", "it")));

    assertThat(names).containsExactly("pets.v1.itGet", "pets.v1.itPost");
  }

  @Test
  void aHashTellsApartWhatNothingElseDoes() {
    List<Route> routes =
        List.of(route("get", "/pets/a", "pets", "it"), route("get", "/pets/b", "pets", "it"));

    List<String> names = ToolNames.of(routes);

    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("pets\\.itGet[0-9a-f]{8}"));
    assertThat(ToolNames.of(routes)).isEqualTo(names);
  }

  @Test
  void aNameTheDescriptionGivesWins() {
    Route explicit = new Route("get", "/pets", "pets", "list", "my.own.Name");

    List<String> names = ToolNames.of(List.of(explicit, route("get", "/pets", "pets", "list")));

    assertThat(names).containsExactly("my.own.Name", "pets.list");
  }

  @Test
  void equalNamesThatTheDescriptionGivesAreStillToldApart() {
    Route one = new Route("get", "/pets", null, null, "same");
    Route two = new Route("get", "/pets", null, null, "same");

    List<String> names = ToolNames.of(List.of(one, two));

    assertThat(names).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aLongNameIsCutAndKeepsAStableHash() {
    String id = "x".repeat(400);

    List<String> names =
        ToolNames.of(List.of(route("get", "/a", "t", id), route("get", "/b", "t", id + "y")));

    assertThat(names).hasSize(2).doesNotHaveDuplicates().allMatch(name -> name.length() == 255);
  }
}
