package sh.executor.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.executor.cli.output.Json;

/**
 * Profiles as the file has them: {@code {"version", "default"?, "profiles": [{"name", "origin",
 * "displayName"?, "auth"?}]}}.
 *
 * @param chosen the name of the one that is asked unless another is named; null for the local one
 */
record ProfileJson(@Nullable String chosen, Map<String, Profile> profiles) {

  private static final int VERSION = 1;

  static ProfileJson none() {
    return new ProfileJson(null, Map.of());
  }

  static ProfileJson read(JsonNode file) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    for (JsonNode one : file.path("profiles")) {
      Profile profile =
          new Profile(
              one.path("name").asText(),
              URI.create(one.path("origin").asText()),
              text(one, "displayName"),
              auth(one.path("auth")));
      profiles.put(profile.name(), profile);
    }
    return new ProfileJson(text(file, "default"), profiles);
  }

  private static @Nullable StoredAuth auth(JsonNode auth) {
    return switch (auth.path("kind").asText()) {
      case "key" -> new StoredAuth.Key(auth.path("token").asText());
      case "oauth" ->
          new StoredAuth.SignedIn(
              auth.path("accessToken").asText(),
              text(auth, "refreshToken"),
              auth.has("expiresAt") ? Instant.ofEpochSecond(auth.path("expiresAt").asLong()) : null,
              URI.create(auth.path("tokenEndpoint").asText()),
              auth.path("clientId").asText());
      default -> null;
    };
  }

  private static @Nullable String text(JsonNode node, String member) {
    return node.path(member).isTextual() ? node.path(member).textValue() : null;
  }

  JsonNode written() {
    ObjectNode file = Json.object().put("version", VERSION);
    if (chosen != null) {
      file.put("default", chosen);
    }
    file.set("profiles", written(profiles.values()));
    return file;
  }

  private static ArrayNode written(Collection<Profile> profiles) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (Profile profile : profiles) {
      ObjectNode one = list.addObject().put("name", profile.name());
      one.put("origin", profile.origin().toString());
      if (profile.displayName() != null) {
        one.put("displayName", profile.displayName());
      }
      if (profile.auth() != null) {
        one.set("auth", written(profile.auth()));
      }
    }
    return list;
  }

  private static ObjectNode written(StoredAuth auth) {
    return switch (auth) {
      case StoredAuth.Key key -> Json.object().put("kind", "key").put("token", key.token());
      case StoredAuth.SignedIn in -> {
        ObjectNode node = Json.object().put("kind", "oauth").put("accessToken", in.accessToken());
        if (in.refreshToken() != null) {
          node.put("refreshToken", in.refreshToken());
        }
        if (in.expiresAt() != null) {
          node.put("expiresAt", in.expiresAt().getEpochSecond());
        }
        yield node.put("tokenEndpoint", in.tokenEndpoint().toString())
            .put("clientId", in.clientId());
      }
    };
  }

  /** Leaves out all that is secret. */
  @Override
  public String toString() {
    return "ProfileJson" + profiles.keySet();
  }
}
