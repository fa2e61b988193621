package sh.executor.rest;

import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which routes there are, read from the resources themselves. */
@Singleton
final class RouteTable {

  private final List<Route> routes = new ArrayList<>();

  @Inject
  RouteTable(@All List<ApiResource> resources) {
    for (ApiResource resource : resources) {
      String root = resource.getClass().getAnnotation(Path.class).value();
      for (Method method : resource.getClass().getDeclaredMethods()) {
        verb(method).ifPresent(verb -> routes.add(route(verb, root, method)));
      }
    }
  }

  /** All routes, in no order. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /**
   * What the {@code Allow} header of {@code path} says (RFC 9110 §10.2.1); empty for no route.
   *
   * @param path below {@code /api}, without a leading slash
   */
  String allowed(String path) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.pattern().matcher(path).matches()) {
        methods.add(route.method());
      }
    }
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    if (!methods.isEmpty()) {
      methods.add(HttpMethod.OPTIONS);
    }
    return String.join(", ", methods);
  }

  private static Optional<String> verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return Optional.of(verb.value());
      }
    }
    return Optional.empty();
  }

  private static Route route(String verb, String root, Method method) {
    Path path = method.getAnnotation(Path.class);
    String template = path == null ? root : root + '/' + path.value();
    String expression = template.replaceAll("\\{[^}]*}", "[^/]+");
    return new Route(verb, "/api/" + template, Pattern.compile(expression));
  }

  /**
   * One route.
   *
   * @param method such as {@code GET}
   * @param template with parameters in braces, such as {@code /api/integrations/{slug}}
   * @param pattern of the path below {@code /api}
   */
  record Route(String method, String template, Pattern pattern) {}
}
