package sh.executor.rest;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import sh.executor.kernel.Problem;

/** What a caller did wrong before any resource was reached, as the framework found it. */
final class RoutingProblems {

  private RoutingProblems() {}

  /**
   * The problem {@code e} stands for.
   *
   * @param e with a status of the 400s
   */
  static Problem of(WebApplicationException e) {
    return switch (e) {
      case NotFoundException _ ->
          Problem.of(
              Problem.Type.NOT_FOUND,
              "RouteNotFound",
              "There is no such route; GET /api/openapi.json describes all there are.");
      case NotAllowedException _ ->
          Problem.of(
              Problem.Type.METHOD_NOT_ALLOWED,
              "MethodNotAllowed",
              "This route does not support the method; the Allow header lists what it does.");
      case NotAcceptableException _ ->
          Problem.of(
              Problem.Type.NOT_ACCEPTABLE,
              "NotAcceptable",
              "This route answers with application/json, or with text/event-stream if it is one of events.");
      case NotSupportedException _ ->
          Problem.of(
              Problem.Type.UNSUPPORTED_MEDIA_TYPE,
              "UnsupportedMediaType",
              "Send the body as application/json.");
      default -> other(e.getResponse().getStatus());
    };
  }

  private static Problem other(int status) {
    return status == Problem.Type.TOO_LARGE.status()
        ? Problem.of(
            Problem.Type.TOO_LARGE, "RequestTooLarge", "The request is larger than any may be.")
        : Problem.of(
            Problem.Type.INVALID_INPUT, "BadRequest", "The request can not be understood.");
  }
}
